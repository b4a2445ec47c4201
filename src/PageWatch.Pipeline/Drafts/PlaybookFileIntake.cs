using System.Globalization;
using Microsoft.Extensions.Logging;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Teams;

namespace PageWatch.Pipeline.Drafts;

/// <summary>Makes what stands in the playbook's file the next version, and says what cannot be used in it.</summary>
public sealed partial class PlaybookFileIntake(PlaybookFile file, ITeamRecords teams, TimeProvider time, ILogger<PlaybookFileIntake> logger)
{
    private const int MostTries = 3;

    /// <param name="bytes">All of the file, up to <see cref="PlaybookFile.Longest"/>; null where there is no such file.</param>
    public async Task TakeAsync(byte[]? bytes, CancellationToken cancellationToken)
    {
        // Another replica may read the same file in the same moment; then its version is the latest, and says the same.
        for (var i = 0; i < MostTries; i++)
        {
            var latest = await teams.PlaybookAsync(TeamId.Default, cancellationToken);
            var decision = PlaybookFile.Decide(bytes, latest?.Text ?? DefaultPlaybook.Text);
            file.Problems = (decision as PlaybookFileDecision.Refused)?.Problems ?? [];
            foreach (var problem in file.Problems)
                Log.Problem(logger, file.Path!, problem.Line, problem.What, problem.Mend);
            if (decision is not PlaybookFileDecision.New { Text: var text } || await AddAsync(latest?.Version ?? 0, text, cancellationToken))
                return;
        }
    }

    private async ValueTask<bool> AddAsync(int after, string text, CancellationToken cancellationToken)
    {
        var audit = new AuditEntry(TeamId.Default, time.GetUtcNow(), null, $"the file {file.Name}", "playbook edit", "playbook", Version(after), Version(after + 1));
        if (!await teams.AddPlaybookAsync(TeamId.Default, after, text, audit, cancellationToken))
            return false;
        Log.Taken(logger, file.Path!, after + 1);
        return true;
    }

    private static string Version(int version) => string.Create(CultureInfo.InvariantCulture, $"version {version}");

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "The playbook of {File} is in use as version {Version}.")]
        public static partial void Taken(ILogger logger, string file, int version);

        [LoggerMessage(2, LogLevel.Warning, "The playbook of {File} is not used as it is. Line {Line}: {What} {Mend}")]
        public static partial void Problem(ILogger logger, string file, int line, string what, string mend);
    }
}
