using PageWatch.Domain.Posts;
using PageWatch.Pipeline.Checks;
using PageWatch.Pipeline.Playbooks;
using PageWatch.Pipeline.Understanding;

namespace PageWatch.Pipeline.Drafts;

/// <summary>What a post is about, by the phrases that people use for it (word file topics.tsv), whatever its language and mood.</summary>
internal static class PostTopics
{
    public const string Hurt = "hurt";
    public const string Distress = "distress";
    public const string Fraud = "fraud";
    public const string Outage = "outage";
    public const string Damaged = "damaged";
    public const string Late = "late";
    public const string Wrong = "wrong";
    public const string Money = "money";
    public const string Price = "price";
    public const string Staff = "staff";
    public const string Hours = "hours";
    public const string Allergens = "allergens";
    public const string Stock = "stock";
    public const string Suggestion = "suggestion";
    public const string Praise = "praise";
    public const string Advert = "advert";

    private static readonly ILookup<string, string> Lines = PhraseList.Read("topics.tsv");
    private static readonly PhraseList Phrases = new(Lines.SelectMany(topic => topic.Select(phrase => (phrase, topic.Key))));

    /// <summary>Their names, as a playbook has them after "About:".</summary>
    public static IReadOnlyList<string> Names { get; } =
        [Hurt, Distress, Fraud, Outage, Damaged, Late, Wrong, Money, Price, Staff, Hours, Allergens, Stock, Suggestion, Praise, Advert];

    /// <summary>Whoever writes of these must not be answered with anything else.</summary>
    public static IReadOnlyList<string> Harm { get; } = [Hurt, Distress, Fraud];

    /// <summary>Something went wrong.</summary>
    public static IReadOnlyList<string> Trouble { get; } = [Hurt, Distress, Fraud, Outage, Damaged, Late, Wrong, Money, Staff];

    private static readonly string[] Causes = [Damaged, Late, Wrong];

    /// <summary>Somebody wants to know something.</summary>
    public static IReadOnlyList<string> Wanted { get; } = [Price, Hours, Allergens, Stock];

    /// <summary>What went wrong or is wanted, by the name of the topic that most places speak of; null where none does.</summary>
    public static string? MatterOf(Post post)
    {
        var topics = In(post);
        return Trouble.Concat(Wanted).Where(topics.ContainsKey).MaxBy(topic => topics[topic]);
    }

    /// <returns>How many places speak of each.</returns>
    public static IReadOnlyDictionary<string, int> In(Post post)
    {
        var counts = new Dictionary<string, int>();
        foreach (var said in Phrases.In(WordedText.Of(PostWords.TextOf(post))))
            counts[said.Tag] = counts.GetValueOrDefault(said.Tag) + 1;
        // Who asks for the money back says what should be done; what was broken, late or wrong says what happened, and that is answered.
        if (Causes.Any(counts.ContainsKey))
            counts.Remove(Money);
        return counts;
    }
}
