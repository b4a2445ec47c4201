using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using PageWatch.Domain.Commands;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline;
using PageWatch.Pipeline.Commands;
using PageWatch.Pipeline.Teams;

namespace PageWatch.Benchmarks.Search;

/// <summary>How long a rule takes that is tried on all that was written: the command itself, with its card.</summary>
/// <param name="count">How many posts.</param>
/// <param name="path">Where they are, or are put.</param>
/// <param name="postgres">How PostgreSQL is reached; null for SQLite.</param>
internal sealed class ReplayReport(int count, string path, string? postgres)
{
    private const int Rounds = 5;

    private static readonly string[] Rules = ["is:complaint", "(is:complaint OR sentiment:negative) -lang:ja unanswered", "zzxqq", "is:question has:picture"];

    public async Task<string> RunAsync()
    {
        // The command looks back 400 days from now.
        var until = TimeProvider.System.GetUtcNow();
        await using var store = new FullStore(path, postgres);
        await store.FillAsync(new PostFlood(count, until), count, until);
        var command = Command(store.Services);
        var ana = (await store.Services.GetRequiredService<IMembers>().OfTeamAsync(TeamId.Default, CancellationToken.None))[0];
        var report = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"""
            {(postgres is null ? "SQLite" : "PostgreSQL")}, {count:N0} posts in two years, of which 400 days are replayed; {Rounds} rounds after one.

            | s | median | lowest | highest |
            | --- | ---: | ---: | ---: |

            """));
        foreach (var rule in Rules)
        {
            var line = new CommandLine(command.Spec, new Dictionary<string, string> { ["query"] = rule }, new Dictionary<string, string?> { ["last"] = "400d" });
            var took = new List<double>();
            for (var round = 0; round <= Rounds; round++)
            {
                var began = Stopwatch.GetTimestamp();
                await command.RunAsync(line, ana, CancellationToken.None);
                if (round > 0)
                    took.Add(Stopwatch.GetElapsedTime(began).TotalSeconds);
            }

            took.Sort();
            report.AppendLine(CultureInfo.InvariantCulture, $"| `{rule}` | {took[Rounds / 2]:N2} | {took[0]:N2} | {took[^1]:N2} |");
        }

        return report.ToString();
    }

    /// <summary>As the service wires it.</summary>
    private static ICommand Command(IServiceProvider stores)
    {
        var wired = new ServiceCollection().AddPipeline().Where(service => service.ServiceType == typeof(ICommand));
        return wired.Select(service => (ICommand?)(service.ImplementationType!.Name == "RuleTryCommand" ? ActivatorUtilities.CreateInstance(stores, service.ImplementationType) : null)).OfType<ICommand>().Single();
    }
}
