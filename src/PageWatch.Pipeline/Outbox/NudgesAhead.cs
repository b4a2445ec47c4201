using PageWatch.Domain.Nudges;
using PageWatch.Pipeline.Journey;
using PageWatch.Pipeline.Teams;

namespace PageWatch.Pipeline.Outbox;

/// <summary>Opens the nudges of a batch of cards some at a time, just before they are drawn.</summary>
internal sealed class NudgesAhead(IJourneyStore store, ITeamRecords teams, TimeProvider time, IReadOnlyList<OutboxRow> rows) : IDisposable
{
    private const int Together = 32;

    /// <summary>What was opened longer ago is opened again: a slow channel must not be shown what was erased meanwhile.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(200);

    private readonly SemaphoreSlim one = new(1);
    private readonly Dictionary<NudgeId, ConversationFile> opened = [];
    private PublishingPause? pause;
    private DateTimeOffset openedAt;

    /// <returns>The nudge of a row, and whether its team's publishing is paused.</returns>
    public async ValueTask<(ConversationFile File, PublishingPause? Pause)> OpenAsync(OutboxRow row, CancellationToken cancellationToken)
    {
        var wanted = row.Nudge!.Value;
        await one.WaitAsync(cancellationToken);
        try
        {
            var now = time.GetUtcNow();
            if (now - openedAt > Longest || !opened.ContainsKey(wanted))
            {
                opened.Clear();
                var next = rows.SkipWhile(each => each != row).Select(each => each.Nudge).OfType<NudgeId>().Take(Together).ToList();
                openedAt = now;
                pause = await teams.PublishingPauseAsync(row.Channel.Team, cancellationToken);
                foreach (var file in await store.OpenNudgesAsync(next, row.Channel.Team, cancellationToken))
                    opened[file.Nudge!.Id] = file;
            }

            return opened.Remove(wanted, out var found) ? (found, pause) : throw new InvalidOperationException($"Nudge {wanted} has a card and is not there.");
        }
        finally
        {
            one.Release();
        }
    }

    public void Dispose() => one.Dispose();
}
