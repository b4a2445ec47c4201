using System.Diagnostics.Metrics;

namespace PageWatch.Advisers.AzureLanguage;

/// <summary>What is counted. Labels are words of ours; nothing from outside.</summary>
internal sealed class AdviserMeter
{
    public const string Name = "PageWatch.Advisers";

    private readonly Counter<long> calls;
    private readonly Counter<long> texts;

    public AdviserMeter(IMeterFactory? meters)
    {
        var meter = meters?.Create(Name) ?? new Meter(Name);
        calls = meter.CreateCounter<long>("pagewatch.azure_language.calls", description: "Calls, by kind of analysis and status; 0 for no answer.");
        texts = meter.CreateCounter<long>("pagewatch.azure_language.texts", description: "Texts, by whether advice was given.");
    }

    public void Called(string kind, int status) => calls.Add(1, new KeyValuePair<string, object?>("kind", kind), new KeyValuePair<string, object?>("status", status));

    public void Advised(bool isGiven) => texts.Add(1, new KeyValuePair<string, object?>("given", isGiven));
}
