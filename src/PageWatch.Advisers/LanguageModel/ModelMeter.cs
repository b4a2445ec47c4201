using System.Diagnostics.Metrics;

namespace PageWatch.Advisers.LanguageModel;

/// <summary>What is counted. Labels are words of ours; nothing from outside.</summary>
internal sealed class ModelMeter
{
    private readonly Counter<long> calls;
    private readonly Counter<long> proposals;
    private readonly Counter<long> translations;

    public ModelMeter(IMeterFactory? meters)
    {
        var meter = meters?.Create("PageWatch.Advisers") ?? new Meter("PageWatch.Advisers");
        calls = meter.CreateCounter<long>("pagewatch.language_model.calls", description: "Calls, by status; 0 for no answer.");
        proposals = meter.CreateCounter<long>("pagewatch.language_model.proposals", description: "Proposals, by whether they passed the checks.");
        translations = meter.CreateCounter<long>("pagewatch.language_model.translations", description: "Translations, by whether they passed the checks.");
    }

    public void Called(int status) => calls.Add(1, new KeyValuePair<string, object?>("status", status));

    public void Proposed(bool passed, int count) => proposals.Add(count, new KeyValuePair<string, object?>("passed", passed));

    public void Translated(bool passed) => translations.Add(1, new KeyValuePair<string, object?>("passed", passed));
}
