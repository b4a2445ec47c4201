using Microsoft.Extensions.Logging;
using PageWatch.Pipeline.Drafts;
using PageWatch.Pipeline.Teams;

namespace PageWatch.Pipeline.Staff;

/// <summary>Tells the owners of canned replies that these end soon, and that they have ended: once each. Late or twice does no harm.</summary>
public sealed partial class CannedSweep(ICannedReplies canned, IMembers members, TimeProvider time, ILogger<CannedSweep> logger)
{
    private const int BatchSize = 100;

    /// <returns>How many were told of.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var told = 0;
        while (true)
        {
            var now = time.GetUtcNow();
            var due = await canned.DueAsync(now, BatchSize, cancellationToken);
            var moved = 0;
            foreach (var reply in due)
            {
                var owner = await members.FindAsync(reply.Owner, cancellationToken);
                if (!await canned.TellAsync(reply, reply.Told(now), CannedNotices.Of(reply, owner, now), CannedNotices.Replaced(reply, now), cancellationToken))
                    continue;
                moved++;
                Log.Told(logger, reply.Team.Value, reply.Version, reply.Owner.Value);
            }

            told += moved;
            // What did not move now (somebody renewed it) is due again at the next sweep, if at all.
            if (due.Count < BatchSize || moved == 0)
                return told;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Debug, "A canned reply of team {Team}, version {Version}: its end was told to member {Owner}.")]
        public static partial void Told(ILogger logger, int team, int version, long owner);
    }
}
