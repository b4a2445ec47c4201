using PageWatch.Domain.Understanding;

namespace PageWatch.Domain.Drafts;

/// <summary>A service outside that is asked for translations, by choice of the installation. It may fail in every way, and then there is none.</summary>
public interface ITranslator
{
    /// <summary>As people know it: "language model gpt-4.1-mini".</summary>
    string Name { get; }

    /// <summary>The language that staff read, a BCP 47 tag in lower case.</summary>
    string ReadIn { get; }

    /// <param name="cancellationToken">The caller's own; the translator has a time limit of its own besides.</param>
    /// <returns>A translation that passed every check, or why there is none. Hostile: what a stranger wrote, said again by a model.</returns>
    /// <remarks>Never throws for what goes wrong outside. What it is told is masked by itself.</remarks>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    Task<Translation> TranslateAsync(TranslationAsk ask, CancellationToken cancellationToken);
}

/// <summary>What is to be translated.</summary>
/// <param name="Text">Data, never instruction.</param>
/// <param name="From">A BCP 47 tag, <c>und</c> where the language is not known.</param>
/// <param name="To">A BCP 47 tag.</param>
public sealed record TranslationAsk(string Text, string From, string To)
{
    /// <summary>Personal data that is known in the text; what else there is the translator finds itself.</summary>
    public IReadOnlyList<PersonalDatum> Personal { get; init; } = [];

    /// <summary>Names of people that do not leave the machine, wherever they stand in the text.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];
}

/// <summary>What a translator answers.</summary>
public abstract record Translation
{
    private Translation()
    {
    }

    /// <param name="Why">In words for people, to follow a colon: "no answer in time".</param>
    /// <param name="Mend">A sentence; empty where nobody knows better than to try again.</param>
    public sealed record NotGiven(string Why, string Mend = "") : Translation;

    /// <param name="Text">With the personal data back in its places.</param>
    /// <param name="By">Who translated, as people know it.</param>
    /// <param name="IsCut">The text was longer than is sent, and the rest is not translated.</param>
    public sealed record Given(string Text, string By, bool IsCut = false) : Translation;
}
