using PageWatch.Domain.Channels;
using PageWatch.Domain.Nudges;
using PageWatch.Pipeline.Drafts;

namespace PageWatch.Pipeline.Outbox;

/// <summary>Lets cards follow a reply that is being written at a pace that people can read at and chats take: the newest text alone, and one such card a channel at a time.</summary>
internal sealed class WritingPace(DraftsBeingWritten writing, TimeProvider time)
{
    /// <summary>Teams takes 60 messages of a conversation in 30 s, the cards of others among them: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit</summary>
    private static readonly TimeSpan Usual = TimeSpan.FromSeconds(1);

    /// <summary>Slack takes some fifty changes a minute of the whole workspace: half of them are left to what people do. https://docs.slack.dev/apis/web-api/rate-limits/</summary>
    private static readonly TimeSpan OfSlack = TimeSpan.FromSeconds(2.4);

    private readonly Dictionary<long, Standing> standing = [];
    private readonly Dictionary<ChannelId, DateTimeOffset> latest = [];

    /// <summary>Mail and webhooks tell each state once more instead of changing one: they get the finished draft alone.</summary>
    public static readonly IReadOnlyCollection<ChannelKind> Followers = [ChannelKind.Console, ChannelKind.Teams, ChannelKind.Slack];

    /// <summary>Leaves out what shows the text so far already, or showed some of it a moment ago. What people did since is never held up.</summary>
    /// <param name="due">A card whose text grows is due as long as it does.</param>
    public IReadOnlyList<OutboxRow> Of(IReadOnlyList<OutboxRow> due)
    {
        var now = time.GetUtcNow();
        var growing = new Dictionary<long, string>();
        foreach (var row in due)
        {
            if (row.Nudge is { } nudge && Followers.Contains(row.Channel.Kind) && writing.TextOf(nudge) is { } text)
                growing[row.Id] = text;
        }

        if (growing.Count == 0 && standing.Count == 0)
            return due;
        // Not by what is due: the row of a channel that is busy or waits comes again.
        foreach (var ended in standing.Where(each => writing.TextOf(each.Value.Nudge) is null).Select(each => each.Key).ToList())
            standing.Remove(ended);
        var turns = due.Where(row => standing.TryGetValue(row.Id, out var shown) && shown.Wanted == row.Wanted).GroupBy(row => row.Channel.Id)
            .Select(rows => rows.Where(row => standing[row.Id].Text != growing[row.Id]).MinBy(row => standing[row.Id].At)).OfType<OutboxRow>()
            .Where(row => !latest.TryGetValue(row.Channel.Id, out var before) || now - before >= (row.Channel.Kind == ChannelKind.Slack ? OfSlack : Usual)).Select(row => row.Id).ToHashSet();
        var goes = due.Where(row => !standing.TryGetValue(row.Id, out var shown) || shown.Wanted != row.Wanted || turns.Contains(row.Id)).ToList();
        foreach (var row in goes.Where(row => growing.ContainsKey(row.Id)))
        {
            standing[row.Id] = new Standing(row.Nudge!.Value, row.Wanted, growing[row.Id], now);
            latest[row.Channel.Id] = now;
        }

        return goes;
    }

    /// <summary>What was handed to the channel last.</summary>
    private sealed record Standing(NudgeId Nudge, long Wanted, string Text, DateTimeOffset At);
}
