using System.Collections.Frozen;
using System.Text.RegularExpressions;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Understanding;
using PageWatch.Pipeline.Checks;
using PageWatch.Pipeline.Playbooks;
using PageWatch.Pipeline.Understanding;

namespace PageWatch.Pipeline.Drafts;

/// <summary>
/// What posts tell by a story: a word of one family says little, words of two say what happened. "Boiling" and "my arm" is somebody hurt (word file families.tsv). Looked for in the
/// post's own language, so that the short words of one are none of another.
/// </summary>
internal sealed partial class PostFamilies
{
    /// <summary>Words between two of one matter, in a long post: what stands further apart need not belong together.</summary>
    private const int Near = 25;

    /// <summary>"Enough of life" is one thing, "enough of waiting" and a life insurance are two.</summary>
    private const int Close = 4;

    private const string English = "en";

    private static readonly (string Topic, string One, string Other, int Within)[] Pairs =
    [
        (PostTopics.Hurt, "body", "wound", Near),
        (PostTopics.Hurt, "body", "hit", Near),
        (PostTopics.Hurt, "body", "hot", Near),
        (PostTopics.Hurt, "body", "heat", Near),
        (PostTopics.Hurt, "body", "foreign", Near),
        // Chairs have arms, legs and a back too, and those break.
        (PostTopics.Hurt, "limb", "wound", Near),
        (PostTopics.Hurt, "limb", "hot", Near),
        (PostTopics.Hurt, "child", "wound", Near),
        (PostTopics.Hurt, "child", "heat", Near),
        (PostTopics.Hurt, "child", "swallow", Near),
        (PostTopics.Hurt, "care", "wound", Near),
        (PostTopics.Hurt, "care", "swallow", Near),
        (PostTopics.Hurt, "foreign", "swallow", Near),
        (PostTopics.Hurt, "foreign", "food", Near),
        (PostTopics.Hurt, "eaten", "ill", Near),
        (PostTopics.Hurt, "plug", "heat", Near),
        (PostTopics.Distress, "weary", "life", Close),
        (PostTopics.Fraud, "account", "notme", Near),
        (PostTopics.Fraud, "traded", "notme", Near),
        (PostTopics.Fraud, "account", "gone", Close),
        (PostTopics.Fraud, "secret", "posed", Near),
        (PostTopics.Fraud, "account", "posed", Near),
    ];

    // A list for each family: a word may belong to several.
    private static readonly FrozenDictionary<string, IReadOnlyList<(string Family, PhraseList Phrases)>> ByLanguage = PhraseList.Languages("families.tsv").ToFrozenDictionary(
        language => language,
        language => (IReadOnlyList<(string, PhraseList)>)[.. PhraseList.ReadIn("families.tsv", language).Select(family => (family.Key, new PhraseList(family.Select(phrase => (phrase, family.Key)))))]);

    private readonly Dictionary<string, IReadOnlyList<SaidPhrase>> said = [];
    private readonly bool namesASum;

    private PostFamilies(Post post, string language)
    {
        var text = WordedText.Of(PostWords.TextOf(post));
        foreach (var (family, phrases) in ByLanguage.GetValueOrDefault(language.Split('-')[0]) ?? ByLanguage[English])
        {
            if (phrases.In(text) is { Count: > 0 } found)
                said[family] = found;
        }

        namesASum = Says("sum") || Money().IsMatch(text.Text);
    }

    /// <summary>Who is hurt, in despair or robbed, by the names of topics.</summary>
    public IReadOnlyList<string> Harm => [.. Pairs.Where(pair => AreNear(pair.One, pair.Other, pair.Within)).Select(pair => pair.Topic).Distinct()];

    /// <summary>Whom or what somebody waits for comes in no parcel: a train, an engineer, an appointment.</summary>
    public bool WaitsForNoGoods => Says("waited") && !Says("goods");

    /// <summary>Whoever names the price asks for none: it has doubled, or the cup must be of gold.</summary>
    /// <param name="speaksOfPrices">By a topic, or by the words of a clause.</param>
    public bool MocksThePrice(bool speaksOfPrices) => (namesASum && Says("gilded")) || ((namesASum || speaksOfPrices) && Says("dearer"));

    public static PostFamilies In(Post post, Reading reading) => new(post, reading.Language);

    private bool Says(string family) => said.ContainsKey(family);

    private bool AreNear(string one, string other, int within) =>
        said.TryGetValue(one, out var first) && said.TryGetValue(other, out var second)
        && first.Any(here => second.Any(there => Math.Max(here.First, there.First) - Math.Min(here.Last, there.Last) <= within));

    [GeneratedRegex(@"[€$£]\s?\d|\d\s?[€$£]", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Money();
}
