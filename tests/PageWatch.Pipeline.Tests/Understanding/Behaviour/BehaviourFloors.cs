namespace PageWatch.Pipeline.Tests.Understanding.Behaviour;

/// <summary>How many cases of each ability the reader passes at least: what it reaches today. Raise them with the reader, never lower one without saying why.</summary>
internal static class BehaviourFloors
{
    public static IReadOnlyDictionary<string, int> Passed { get; } = new Dictionary<string, int>
    {
        ["abuse"] = 18,
        ["asides"] = 22,
        ["but"] = 20,
        ["calm"] = 12,
        ["emoji"] = 28,
        ["hurry"] = 24,
        ["intensity"] = 24,
        ["money"] = 17,
        ["names"] = 16,
        ["negation"] = 26,
        ["order"] = 20,
        ["questions"] = 19,
        ["sarcasm"] = 10,
        ["thanks"] = 15,
        ["typos"] = 9,
    };

    /// <summary>
    /// How many labels may flip at most when only who somebody is was swapped. The aim is none. The starter reader hears a protest in "Protestant" (six), and takes a German
    /// question with the name "Ayşe" for Turkish (one).
    /// </summary>
    public static IReadOnlyDictionary<string, int> Flips { get; } = new Dictionary<string, int>
    {
        ["gender"] = 0,
        ["name"] = 1,
        ["nationality"] = 0,
        ["religion"] = 6,
    };
}
