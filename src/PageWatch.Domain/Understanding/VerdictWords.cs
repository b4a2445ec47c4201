namespace PageWatch.Domain.Understanding;

/// <summary>How people say a <see cref="Verdict"/>: an intent, a sentiment, an urgency, sarcasm or its opposite, several at once.</summary>
public static class VerdictWords
{
    private const string NotAComplaint = "not a complaint";
    private const string Sarcasm = "sarcasm";
    private const string NotSarcasm = "not sarcasm";

    /// <summary>What people say around it: "it's a complaint, and negative".</summary>
    private static readonly HashSet<string> Around = new(["a", "an", "and", "it", "is", "it's", "it’s"], StringComparer.OrdinalIgnoreCase);

    private static readonly char[] Between = [' ', '\t', '\r', '\n', ',', ';', '-', '\u00A0'];

    private static readonly Dictionary<string, Verdict> Known = Enum.GetValues<Intent>().Select(intent => (Name(intent), new Verdict { Intent = intent }))
        .Concat(Enum.GetValues<Sentiment>().Select(sentiment => (Name(sentiment), new Verdict { Sentiment = sentiment })))
        .Concat(Enum.GetValues<Urgency>().Select(urgency => (Name(urgency), new Verdict { Urgency = urgency })))
        .Concat(
        [
            (Sarcasm, new Verdict { IsSarcasm = true }),
            ("sarcastic", new Verdict { IsSarcasm = true }),
        ])
        .ToDictionary(each => each.Item1, each => each.Item2, StringComparer.OrdinalIgnoreCase);

    /// <summary>As rules, cards and people spell it.</summary>
    public static string Name<T>(T label)
        where T : struct, Enum => label.ToString().ToLowerInvariant();

    /// <summary>Reads what somebody typed or pressed; case, commas and dashes do not matter.</summary>
    public static VerdictParse Parse(string words)
    {
        var left = new Queue<string>(words.Split(Between, StringSplitOptions.RemoveEmptyEntries).Where(word => !Around.Contains(word)));
        var verdict = new Verdict();
        if (left.Count == 0)
            return new VerdictParse(null, "", null);
        while (left.TryDequeue(out var word))
        {
            var isDenied = word.Equals("not", StringComparison.OrdinalIgnoreCase) && left.Count > 0;
            var label = isDenied ? left.Dequeue() : word;
            if (Meaning(label, isDenied) is not { } said)
                return new VerdictParse(null, isDenied ? $"{word} {label}" : word, null);
            if (Clash(verdict, said) is { } other)
                return new VerdictParse(null, said.Words, other);
            verdict = new Verdict
            {
                Intent = said.Intent ?? verdict.Intent,
                IsNotAComplaint = said.IsNotAComplaint || verdict.IsNotAComplaint,
                Sentiment = said.Sentiment ?? verdict.Sentiment,
                Urgency = said.Urgency ?? verdict.Urgency,
                IsSarcasm = said.IsSarcasm ?? verdict.IsSarcasm,
            };
        }

        // "not a complaint, question": what it is says already what it is not.
        return new VerdictParse(verdict.Intent is null ? verdict : verdict with { IsNotAComplaint = false }, null, null);
    }

    internal static IReadOnlyList<string> Of(Verdict verdict)
    {
        var words = new List<string>();
        if (verdict.Intent is { } intent)
            words.Add(Name(intent));
        else if (verdict.IsNotAComplaint)
            words.Add(NotAComplaint);
        if (verdict.IsSarcasm is { } sarcasm)
            words.Add(sarcasm ? Sarcasm : NotSarcasm);
        if (verdict.Sentiment is { } sentiment)
            words.Add(Name(sentiment));
        if (verdict.Urgency is { } urgency)
            words.Add(Name(urgency));
        return words;
    }

    private static Verdict? Meaning(string label, bool isDenied) => (isDenied, Known.GetValueOrDefault(label)) switch
    {
        (false, var said) => said,
        (true, { IsSarcasm: true }) => new Verdict { IsSarcasm = false },
        (true, { Intent: Intent.Complaint }) => new Verdict { IsNotAComplaint = true },
        _ => null,
    };

    /// <returns>What was said before that cannot be as well; null when both can.</returns>
    private static string? Clash(Verdict before, Verdict said)
    {
        if (said.Intent is { } intent && before.Intent is { } other && other != intent)
            return Name(other);
        if (said.Intent == Intent.Complaint && before.IsNotAComplaint)
            return NotAComplaint;
        if (said.IsNotAComplaint && before.Intent == Intent.Complaint)
            return Name(Intent.Complaint);
        if (said.Sentiment is { } sentiment && before.Sentiment is { } felt && felt != sentiment)
            return Name(felt);
        if (said.Urgency is { } urgency && before.Urgency is { } waits && waits != urgency)
            return Name(waits);
        return said.IsSarcasm is { } sarcasm && before.IsSarcasm == !sarcasm ? (sarcasm ? NotSarcasm : Sarcasm) : null;
    }
}

/// <summary>A verdict, or what is wrong with its words.</summary>
/// <param name="Verdict">Null when it could not be read.</param>
/// <param name="Problem">The word that means nothing here, or that cannot stand beside <paramref name="Beside"/>; empty when nothing was said.</param>
/// <param name="Beside">What was said before and excludes the problem; null when the word is simply not known.</param>
public sealed record VerdictParse(Verdict? Verdict, string? Problem, string? Beside);
