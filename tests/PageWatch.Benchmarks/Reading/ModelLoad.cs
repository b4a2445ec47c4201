using System.Diagnostics;
using System.Globalization;

namespace PageWatch.Benchmarks.Reading;

/// <summary>How long a model takes to load, and how much the process grows by it: each time in a process of its own, since it is loaded once.</summary>
internal static class ModelLoad
{
    /// <summary>The child: prints milliseconds, megabytes after loading, and megabytes after every post was read.</summary>
    public static void Run(string model, string? data)
    {
        var posts = ReadingTexts.Posts(data);
        GC.Collect();
        var before = Resident();
        var watch = Stopwatch.StartNew();
        var path = ReadingPath.AllHeads(model);
        path.Read("Where is my parcel?", "en");
        var milliseconds = watch.Elapsed.TotalMilliseconds;
        GC.Collect();
        var loaded = Resident() - before;
        foreach (var (text, language) in posts)
            path.Read(text, language);
        GC.Collect();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{milliseconds} {loaded} {Resident() - before}"));
    }

    /// <summary>Starts a child, and reads what it prints.</summary>
    public static async Task<double[]> MeasureAsync(string model, string? data)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { UseShellExecute = false, RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet")
            start.ArgumentList.Add(typeof(ModelLoad).Assembly.Location);
        start.ArgumentList.Add("load");
        start.ArgumentList.Add(model);
        if (data is not null)
            start.ArgumentList.Add(data);
        using var child = Process.Start(start)!;
        var printed = await child.StandardOutput.ReadToEndAsync();
        await child.WaitForExitAsync();
        return child.ExitCode == 0
            ? [.. printed.Trim().Split(' ').Select(each => double.Parse(each, CultureInfo.InvariantCulture))]
            : throw new InvalidOperationException($"Loading '{model}' ended with {child.ExitCode}.");
    }

    /// <summary>What the process has in memory, in MB.</summary>
    private static double Resident()
    {
        using var self = Process.GetCurrentProcess();
        return self.WorkingSet64 / 1048576.0;
    }
}
