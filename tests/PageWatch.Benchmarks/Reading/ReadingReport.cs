using System.Diagnostics;
using System.Globalization;
using System.Text;
using PageWatch.Pipeline.Understanding.Model;

namespace PageWatch.Benchmarks.Reading;

/// <summary>How fast posts are read, on one core, warm; a section for RESULTS.md.</summary>
/// <param name="data">A folder of labelled files to read beside our own corpus; null for none.</param>
/// <param name="rounds">How often each measurement is taken.</param>
internal sealed class ReadingReport(string? data, int rounds)
{
    private const int Longest = 500;

    private static readonly TimeSpan Warming = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(2);

    private readonly StringBuilder _table = new();
    private int _kept;

    public async Task<string> RunAsync()
    {
        var loads = new Dictionary<string, List<double[]>>();
        foreach (var model in ShippedModels.Names)
        {
            loads[model] = [];
            for (var round = 0; round < rounds; round++)
                loads[model].Add(await ModelLoad.MeasureAsync(model, data));
        }

        // One core for everything, the compiler and the collector too.
        if (OperatingSystem.IsLinux() || OperatingSystem.IsWindows())
        {
            using var self = Process.GetCurrentProcess();
            self.ProcessorAffinity = 1;
        }

        var paths = ReadingPath.All();
        var posts = ReadingTexts.Posts(data);
        var usual = posts.FindAll(post => post.Text.Length <= Longest);
        Line($"{posts.Count:N0} posts of {posts.Average(post => post.Text.Length):0} characters in the mean; one core, warm, {rounds} rounds of {Round.TotalSeconds:0} s: median (lowest to highest).");
        Line($"");
        Line($"| figure | {string.Join(" | ", paths.Select(path => path.Name))} | aim |");
        Line($"| --- |{string.Concat(paths.Select(_ => " ---: |"))} ---: |");
        var columns = paths.Select(path => Measure(path, posts, usual)).ToList();
        Row("posts/s", each => each.Speed, "0", "20,000, better 40,000");
        Row($"p50 up to {Longest} characters, µs", each => each.P50, "0", "");
        Row($"p99 up to {Longest} characters, µs", each => each.P99, "0", "300");
        Row($"p99.9 up to {Longest} characters, µs", each => each.P999, "0", "");
        Row("bytes allocated a post", each => each.Allocated, "0", "2,048");
        Row("slowest hostile text, ms", each => each.Hostile, "0.0", "50");
        LoadRow("load and first post, in a new process, ms", 0, "150");
        LoadRow("resident for it, just loaded, MB", 1, "60");
        LoadRow("resident for it, after all posts, MB", 2, "60");
        Console.Error.WriteLine($"kept {_kept}");
        return _table.ToString();

        void Row(string name, Func<Figures, List<double>> of, string format, string aim) =>
            Line($"| {name} | {string.Join(" | ", columns.Select(each => Spread(of(each), format)))} | {aim} |");

        void LoadRow(string name, int place, string aim) => Line(
            $"| {name} | {string.Join(" | ", columns.Select((_, i) => i < ShippedModels.Names.Count ? Spread([.. loads[ShippedModels.Names[i]].Select(load => load[place])], "0") : "–"))} | {aim} |");
    }

    private Figures Measure(ReadingPath path, List<(string Text, string Language)> posts, List<(string Text, string Language)> usual)
    {
        Console.Error.WriteLine(path.Name);
        Run(path, posts, Warming);
        var figures = new Figures([], [], [], [], [], []);
        for (var round = 0; round < rounds; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var (count, elapsed) = Run(path, posts, Round);
            figures.Allocated.Add((GC.GetAllocatedBytesForCurrentThread() - before) / (double)count);
            figures.Speed.Add(count / elapsed.TotalSeconds);
            var times = Times(path, usual);
            figures.P50.Add(At(times, 0.50));
            figures.P99.Add(At(times, 0.99));
            figures.P999.Add(At(times, 0.999));
            figures.Hostile.Add(ReadingTexts.Hostile.Values.Max(text => Once(path, text, "und")) / 1000);
        }

        return figures;
    }

    /// <summary>Reads all posts over and over.</summary>
    private (int Count, TimeSpan Elapsed) Run(ReadingPath path, List<(string Text, string Language)> posts, TimeSpan least)
    {
        var count = 0;
        var watch = Stopwatch.StartNew();
        do
        {
            foreach (var (text, language) in posts)
                _kept += path.Read(text, language);
            count += posts.Count;
        }
        while (watch.Elapsed < least);
        return (count, watch.Elapsed);
    }

    /// <returns>Microseconds of each post, over at least ten thousand, in rising order.</returns>
    private double[] Times(ReadingPath path, List<(string Text, string Language)> posts)
    {
        var times = new List<double>();
        do
        {
            foreach (var (text, language) in posts)
                times.Add(Once(path, text, language));
        }
        while (times.Count < 10_000);
        times.Sort();
        return [.. times];
    }

    private double Once(ReadingPath path, string text, string language)
    {
        var start = Stopwatch.GetTimestamp();
        _kept += path.Read(text, language);
        return Stopwatch.GetElapsedTime(start).TotalMicroseconds;
    }

    private static double At(double[] rising, double share) => rising[Math.Min(rising.Length - 1, (int)(rising.Length * share))];

    private static string Spread(List<double> values, string format)
    {
        var rising = values.Order().ToList();
        return $"{Text(rising[rising.Count / 2])} ({Text(rising[0])} to {Text(rising[^1])})";

        string Text(double value) => value.ToString(format == "0" ? "#,0" : format, CultureInfo.InvariantCulture);
    }

    private void Line(FormattableString text) => _table.Append(text.ToString(CultureInfo.InvariantCulture)).Append('\n');

    private sealed record Figures(List<double> Speed, List<double> P50, List<double> P99, List<double> P999, List<double> Allocated, List<double> Hostile);
}
