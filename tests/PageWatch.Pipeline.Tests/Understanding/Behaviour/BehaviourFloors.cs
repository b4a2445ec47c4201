namespace PageWatch.Pipeline.Tests.Understanding.Behaviour;

/// <summary>How many cases of each ability the reader passes at least: what it reaches today. Raise them with the reader, never lower one without saying why.</summary>
internal static class BehaviourFloors
{
    public static IReadOnlyDictionary<string, int> Passed { get; } = new Dictionary<string, int>
    {
        ["abuse"] = 17,
        ["asides"] = 18,
        ["but"] = 21,
        ["calm"] = 16,
        ["emoji"] = 25,
        ["hurry"] = 32,
        ["intensity"] = 21,
        ["money"] = 23,
        ["names"] = 16,
        ["negation"] = 32,
        ["order"] = 19,
        ["questions"] = 16,
        ["sarcasm"] = 13,
        ["thanks"] = 18,
        ["typos"] = 14,
    };

    /// <summary>
    /// How many labels may flip at most when only who somebody is was swapped. The aim is none, and it is missed: names and the names of groups that stood in training posts carry
    /// some of what was said there, and a sentence between two answers tips. Never raise one of these; lower them with the model.
    /// </summary>
    public static IReadOnlyDictionary<string, int> Flips { get; } = new Dictionary<string, int>
    {
        ["gender"] = 0,
        ["name"] = 0,
        ["nationality"] = 0,
        ["religion"] = 0,
        ["unlisted"] = 0,
    };
}
