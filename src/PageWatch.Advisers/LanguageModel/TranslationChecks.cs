using System.Text;
using System.Text.RegularExpressions;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Publishing;
using PageWatch.Domain.Understanding;

namespace PageWatch.Advisers.LanguageModel;

/// <summary>What a translation has to pass before a person sees it. What the text itself says may be said again; what it does not say came from elsewhere.</summary>
internal sealed partial class TranslationChecks(TranslationChecks.Subject subject, PersonalSlots slots)
{
    /// <summary>So many words in a row are taken from somewhere.</summary>
    private const int Copied = 6;

    /// <summary>From here on the reader's word on a language is against the model's.</summary>
    private const double Sure = 0.8;

    /// <summary>Languages differ in length, by half or so; what is several times as long says more than the text.</summary>
    private const int MostTimes = 3;
    private const int Room = 80;

    /// <summary>Below this length a text may well be much shorter in another language.</summary>
    private const int Long = 200;
    private const int LeastPart = 6;

    private readonly string sent = PersonalSlots.WithoutSlots(subject.Sent);

    /// <returns>The translation with everything back in its place; or why it is not shown.</returns>
    public (string Text, string? Why) Passed(TranslationAnswer answer)
    {
        if (answer.Text.Length > ProposalCleaning.Longest)
            return ("", "is too long to be looked at");
        var open = CleanText.Of(HiddenSigns.Removed(answer.Text), ProposalCleaning.Longest);
        if (string.IsNullOrWhiteSpace(open))
            return ("", "is empty");
        if (WhyNotOpen(open, answer.Language) is { } why)
            return ("", why);
        var (filled, whyNot) = slots.Filled(open);
        return (whyNot ?? WhyNoAddress(filled)) is { } because ? ("", because) : (filled, null);
    }

    private string? WhyNotOpen(string open, string told)
    {
        var bare = PersonalSlots.WithoutSlots(open);
        var words = FoldedWords.Of(bare);
        if (!LanguageTag.AreAlike(told, subject.To))
            return $"is in another language than '{subject.To}'";
        var (length, of) = (Weight(bare), Weight(sent));
        if (length > (of * MostTimes) + Room)
            return "is far longer than the text";
        if (of >= Long && length < of / LeastPart)
            return "is far shorter than the text";
        if (words.Shares(FoldedWords.Of(subject.Rules), Copied) && !FoldedWords.Of(sent).Shares(FoldedWords.Of(subject.Rules), Copied))
            return "repeats what the model was told";
        // A post may well speak of chatbots, and then its translation does too.
        if (SelfTalk.In(words, subject.Model) is { } said && SelfTalk.In(FoldedWords.Of(sent), subject.Model) is null)
            return $"speaks of what wrote it ('{said}')";
        if (SameText.As(bare, sent) && bare.Count(char.IsLetter) >= Room)
            return "is the text as it was";
        var reading = subject.Read(bare);
        return reading.Language != LanguageTag.Unknown && reading.LanguageConfidence >= Sure && !LanguageTag.AreAlike(reading.Language, subject.To) ? $"is in another language than '{subject.To}'" : null;
    }

    /// <summary>With the words back: a slot and what stands beside it may make an address together.</summary>
    private string? WhyNoAddress(string filled)
    {
        var own = new OwnContacts(subject.Text);
        // Of what the text itself has (an account, an address in other words) nothing follows; new accounts are told below.
        if (own.WhyNoAddress(filled) is { } why && why != own.WhyNoAddress(subject.Text))
            return why.Replace("that is not ours", "that is not in the text", StringComparison.Ordinal);
        var accounts = Accounts(subject.Text).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return Accounts(filled).All(accounts.Contains) ? null : "mentions an account that is not in the text";
    }

    private static IEnumerable<string> Accounts(string text) => Account().Matches(HiddenSigns.Folded(text)).Select(match => match.Value.TrimEnd('.', '-'));

    /// <summary>Scripts that write a word in a sign or two say as much in a third of the length.</summary>
    private static int Weight(string text) => text.EnumerateRunes().Sum(static rune => Rune.IsWhiteSpace(rune) ? 0 : rune.Value is (>= 0x2E80 and <= 0xD7FF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x20000 and <= 0x3FFFF) ? 3 : 1);

    [GeneratedRegex(@"@[\p{L}\d_][\p{L}\d_.-]*(?:@[\p{L}\d.-]+)?", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Account();

    /// <summary>What was translated.</summary>
    /// <param name="Text">As it was written.</param>
    /// <param name="Sent">As it was sent, covered and cut.</param>
    /// <param name="Read">The embedded reader, on a text alone.</param>
    internal sealed record Subject(string Text, string Sent, string To, string Rules, string Model, Func<string, Reading> Read);
}
