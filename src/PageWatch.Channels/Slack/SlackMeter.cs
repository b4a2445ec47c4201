using System.Diagnostics.Metrics;

namespace PageWatch.Channels.Slack;

/// <summary>What is counted of Slack.</summary>
internal sealed class SlackMeter : IDisposable
{
    public const string Name = "PageWatch.Channels";

    private readonly Meter meter;

    /// <param name="meters">Null where nobody counts.</param>
    public SlackMeter(IMeterFactory? meters)
    {
        meter = meters?.Create(Name) ?? new Meter(Name);
        Refused = meter.CreateCounter<long>("pagewatch.slack.refused", description: "Calls that were not Slack's, or not to be understood.");
        Ignored = meter.CreateCounter<long>("pagewatch.slack.ignored", description: "Events and presses without meaning here.");
        FoundAgain = meter.CreateCounter<long>("pagewatch.slack.found_again", description: "Cards whose answer was lost, found by their metadata instead of posted twice.");
        Superseded = meter.CreateCounter<long>("pagewatch.slack.superseded", description: "Cards that could not be changed and were posted anew.");
    }

    public Counter<long> Refused { get; }

    public Counter<long> Ignored { get; }

    public Counter<long> FoundAgain { get; }

    public Counter<long> Superseded { get; }

    public void Dispose() => meter.Dispose();
}
