using System.Diagnostics.Metrics;

namespace PageWatch.Channels.Teams;

/// <summary>What is counted. Labels are words of ours; nothing from outside.</summary>
internal sealed class TeamsMeter
{
    public const string Name = "PageWatch.Channels";

    private readonly Counter<long> refused;
    private readonly Counter<long> activities;
    private readonly Counter<long> twins;
    private readonly Counter<long> superseded;
    private readonly Counter<long> calls;

    public TeamsMeter(IMeterFactory? meters)
    {
        var meter = meters?.Create(Name) ?? new Meter(Name);
        refused = meter.CreateCounter<long>("pagewatch.teams.refused", description: "Inbound calls that were refused, by the check that failed.");
        activities = meter.CreateCounter<long>("pagewatch.teams.activities", description: "Inbound activities, by what became of them.");
        twins = meter.CreateCounter<long>("pagewatch.teams.twins", description: "Cards posted again after a lost answer, so that one may stand twice.");
        superseded = meter.CreateCounter<long>("pagewatch.teams.superseded", description: "Cards that stood twice, found by a press and marked.");
        calls = meter.CreateCounter<long>("pagewatch.teams.calls", description: "Outbound calls, by method and status.");
    }

    public void Refused(string check) => refused.Add(1, new KeyValuePair<string, object?>("check", check));

    public void Activity(string outcome) => activities.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    public void Twin() => twins.Add(1);

    public void Superseded() => superseded.Add(1);

    public void Called(string method, int status) => calls.Add(1, new KeyValuePair<string, object?>("method", method), new KeyValuePair<string, object?>("status", status));
}
