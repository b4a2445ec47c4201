namespace PageWatch.Testing.Platforms;

/// <summary>How many cases of a suite notice that something is wrong: a suite that a thing which does nothing can pass proves nothing.</summary>
public sealed record ConformanceCount(int Failed, IReadOnlyList<string> Passed)
{
    public int All => Failed + Passed.Count;

    public static ConformanceCount None { get; } = new(0, []);

    /// <summary>Runs every case and counts, whatever they throw.</summary>
    public static async Task<ConformanceCount> OfAsync(IReadOnlyList<ConformanceCase> cases)
    {
        var passed = new List<string>();
        foreach (var each in cases)
        {
            if (await PassesAsync(each))
                passed.Add(each.Name);
        }

        return new ConformanceCount(cases.Count - passed.Count, passed);
    }

    public static ConformanceCount operator +(ConformanceCount one, ConformanceCount other) => new(one.Failed + other.Failed, [.. one.Passed, .. other.Passed]);

    public override string ToString() => $"{Failed} of {All} conformance cases fail";

    private static async Task<bool> PassesAsync(ConformanceCase each)
    {
        try
        {
            await each.Run();
            return true;
        }
        // A case fails by any exception: what matters here is only that it does.
        catch (Exception)
        {
            return false;
        }
    }
}
