using PageWatch.Domain.Drafts;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Publishing;
using PageWatch.Domain.Sources;
using PageWatch.Domain.Teams;
using PageWatch.Domain.Understanding;
using PageWatch.Pipeline.Playbooks;

namespace PageWatch.Pipeline.Checks;

/// <summary>Looks over a reply with slots that answers no post yet: under a made-up post that says nothing, with a name and without, so that what is found is the reply's own.</summary>
internal static class TemplateChecks
{
    // Words that no list of any language knows, so that what fills a slot is not what is found.
    private const string Name = "Ana";
    private const string Noun = "velmo";
    private const string Place = "Velmora";

    private static readonly Page Nowhere = new() { Id = default, Platform = new PlatformId("lint"), Address = new Uri("https://page.invalid/"), Name = Place };

    private static readonly PageCapabilities Anything = new()
    {
        ReadBy = ReadBy.None, Edits = ChangesSeen.Never, Deletes = ChangesSeen.Never, Reply = ReplyMode.Threaded, LongestReply = ReplyText.Longest,
    };

    /// <param name="language">Of the post that it would answer; null where that is not known.</param>
    /// <param name="signOff">With its slots; null for none.</param>
    /// <param name="watch">The page that it would go to; null for any.</param>
    /// <returns>What the checks find, each reason once.</returns>
    public static IReadOnlyList<ReplyFinding> Of(Playbook playbook, string? language, string template, string? signOff = null, Watch? watch = null)
    {
        var slots = new Dictionary<string, string> { [ReplyTemplate.Problem] = Noun, [ReplyTemplate.Page] = Place };
        var signature = signOff is null ? "" : "\n\n" + ReplyTemplate.Fill(signOff, slots);
        var unnamed = ReplyTemplate.Fill(template, slots) + signature;
        slots[ReplyTemplate.Name] = Name;
        var named = ReplyTemplate.Fill(template, slots) + signature;
        // Who is wrongly spoken to is told once, without the name that was made up here.
        return
        [
            .. ReplyChecks.Of(unnamed, MadeUp(playbook, language, Author.Nobody, watch))
                .Concat(named == unnamed ? [] : ReplyChecks.Of(named, MadeUp(playbook, language, new Author(null, Name), watch)))
                .DistinctBy(finding => (finding.Blocks, finding.Kind == FindingKind.WrongName ? "" : finding.Reason)),
        ];
    }

    private static ReplyOccasion MadeUp(Playbook playbook, string? language, Author author, Watch? watch)
    {
        var post = new Post
        {
            Id = new PostId(1),
            Team = TeamId.Default,
            Page = default,
            NativeId = "lint",
            Conversation = default,
            Author = author,
            Text = "",
            PublishedAt = DateTimeOffset.UnixEpoch,
            SeenAt = DateTimeOffset.UnixEpoch,
            Revision = 1,
            Standing = PostStanding.Public,
        };
        var reading = language is null ? null : new Reading
        {
            Post = post.Id,
            Revision = 1,
            Language = language,
            LanguageConfidence = 1,
            Sentiment = Sentiment.Neutral,
            SentimentConfidence = 1,
            Intent = Intent.Other,
            IntentConfidence = 1,
            Urgency = Urgency.Whenever,
            ReadBy = "lint",
        };
        return new ReplyOccasion(post, reading, watch?.Page ?? Nowhere, watch?.Can ?? Anything, playbook);
    }
}
