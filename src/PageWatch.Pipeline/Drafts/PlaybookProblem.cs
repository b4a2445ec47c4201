namespace PageWatch.Pipeline.Drafts;

/// <summary>Something in a playbook's text that cannot be used as it stands.</summary>
/// <param name="Line">Counted from 1.</param>
/// <param name="What">What is wrong, in a sentence; quotes from the text are cut short.</param>
/// <param name="Mend">What to write instead.</param>
public sealed record PlaybookProblem(int Line, string What, string Mend)
{
    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"Line {Line}: {What} {Mend}");
}
