using System.Globalization;
using PageWatch.Testing.Faults;
using PageWatch.Testing.Processes;
using Xunit.Abstractions;

namespace PageWatch.Host.Tests.Kills;

/// <summary>
/// The ledger against sites that fail in every way we know, with the service killed in between. A small run for each day; the large one is a command of PageWatch.Benchmarks.
/// </summary>
public sealed class FaultTests(ITestOutputHelper output) : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact, Trait("Promise", "3"), Trait("Promise", "4"), Trait("Promise", "9")]
    public async Task Replies_to_faulty_sites_are_taken_once_or_given_back_to_people()
    {
        // To see a run again as far as chance goes: set the seed that it printed.
        var seed = int.TryParse(Environment.GetEnvironmentVariable("PAGEWATCH_TEST_SEED"), NumberStyles.None, CultureInfo.InvariantCulture, out var given) ? given : Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var plan = new FaultPlan(Replies: 150, seed) { Kills = 4, Sites = 4, Settling = TimeSpan.FromSeconds(5), Patience = TimeSpan.FromSeconds(2) };
        await using var run = new FaultRun(plan, folder.Inside("data"), output.WriteLine);
        var count = await run.RunAsync();

        output.WriteLine(count.ToMarkdown());
        output.WriteLine(
            $"figure: {count.Approved} replies to sites with faults, kill -9 {count.Kills} times (seed {seed}): {count.TakenOnce} taken once, {count.TakenTwice} twice; "
            + $"{count.GivenBack.Sum(each => each.Replies)} never taken and given back to people, {count.Lost} lost");
        count.Broken.ShouldBeEmpty();

        // Enough went wrong for the promise to mean something.
        count.Faults.Count(each => each.HandOvers > 0).ShouldBeGreaterThan(8);
        // A look before the settling time is over finds nothing and proves nothing; luck may still keep it from a double.
        count.BlindLooks.ShouldBe(0);
    }
}
