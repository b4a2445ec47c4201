using System.Globalization;
using System.Text;
using PageWatch.Benchmarks.Drafts;
using PageWatch.Benchmarks.Load;
using PageWatch.Benchmarks.Reading;
using PageWatch.Benchmarks.Rules;
using PageWatch.Benchmarks.Search;
using PageWatch.Testing.Faults;
using PageWatch.Testing.Processes;

// dotnet run -c Release --project tests/PageWatch.Benchmarks -- SERVICE FOLDER [--postgres CONNECTION] [--rounds 5] [--posts 60000] [--only through,accept,paced,start]
if (args is ["bare", var port, var file, var secret])
{
    await BareSkeleton.RunAsync(int.Parse(port, CultureInfo.InvariantCulture), file, secret);
    return 0;
}

if (args is ["load", var model, ..])
{
    ModelLoad.Run(model, args.ElementAtOrDefault(2));
    return 0;
}

var options = new Dictionary<string, string>(StringComparer.Ordinal);
var words = new List<string>();
for (var i = 0; i < args.Length; i++)
{
    if (args[i].StartsWith("--", StringComparison.Ordinal) && i + 1 < args.Length)
        options[args[i][2..]] = args[++i];
    else
        words.Add(args[i]);
}

if (words is [] && options.GetValueOrDefault("only") == "reading" && options.Keys.All(option => option is "only" or "data" or "rounds"))
{
    var rounds = int.Parse(options.GetValueOrDefault("rounds", "5"), CultureInfo.InvariantCulture);
    await Console.Out.WriteAsync(await new ReadingReport(options.GetValueOrDefault("data"), rounds).RunAsync());
    return 0;
}

if (words is [] && options.GetValueOrDefault("only") == "drafts" && options.Keys.All(option => option is "only" or "replies"))
{
    await Console.Out.WriteAsync(await new DraftReport(int.Parse(options.GetValueOrDefault("replies", "100000"), CultureInfo.InvariantCulture)).RunAsync());
    return 0;
}

if (words is [] && options.GetValueOrDefault("only") == "rules" && options.Keys.All(option => option is "only" or "rounds"))
{
    await Console.Out.WriteAsync(new RulesReport(int.Parse(options.GetValueOrDefault("rounds", "9"), CultureInfo.InvariantCulture)).Run());
    return 0;
}

if (words is [] && options.GetValueOrDefault("only") is "find" or "replay" && options.Keys.All(option => option is "only" or "posts" or "queries" or "data" or "postgres"))
{
    using var here = new TemporaryFolder();
    var (data, postgres) = (options.GetValueOrDefault("data", here.Inside("data")), options.GetValueOrDefault("postgres"));
    await Console.Out.WriteAsync(options["only"] == "find"
        ? await new FindReport(int.Parse(options.GetValueOrDefault("posts", "1000000"), CultureInfo.InvariantCulture), int.Parse(options.GetValueOrDefault("queries", "1000"), CultureInfo.InvariantCulture), data, postgres).RunAsync()
        : await new ReplayReport(int.Parse(options.GetValueOrDefault("posts", "180000"), CultureInfo.InvariantCulture), data, postgres).RunAsync());
    return 0;
}

if (words is [] && options.GetValueOrDefault("only") == "faults" && options.Keys.All(option => option is "only" or "replies" or "seed" or "kills" or "settling" or "minutes" or "data"))
{
    var faults = new FaultPlan(int.Parse(options.GetValueOrDefault("replies", "10000"), CultureInfo.InvariantCulture), long.Parse(options.GetValueOrDefault("seed", "1"), CultureInfo.InvariantCulture))
    {
        Kills = int.Parse(options.GetValueOrDefault("kills", "40"), CultureInfo.InvariantCulture),
        Settling = TimeSpan.FromSeconds(double.Parse(options.GetValueOrDefault("settling", "120"), CultureInfo.InvariantCulture)),
        LongestWriting = options.TryGetValue("minutes", out var minutes) ? TimeSpan.FromMinutes(double.Parse(minutes, CultureInfo.InvariantCulture)) : null,
    };
    using var gone = new TemporaryFolder();
    await using var run = new FaultRun(faults, options.GetValueOrDefault("data", gone.Inside("data")), Console.Error.WriteLine);
    var count = await run.RunAsync();
    await Console.Out.WriteLineAsync(count.ToMarkdown());
    foreach (var promise in count.Broken)
        await Console.Error.WriteLineAsync($"BROKEN: {promise}");
    return count.Broken.Count == 0 ? 0 : 1;
}

if (words is not [var service, var folder] || options.Keys.Any(option => option is not ("postgres" or "rounds" or "posts" or "only")))
{
    await Console.Error.WriteLineAsync("""
        PageWatch.Benchmarks SERVICE FOLDER [options]
          SERVICE                the published pagewatch.dll
          FOLDER                 an empty folder on the disk to be measured
          --postgres CONNECTION  measures on PostgreSQL; {round} in it becomes the round's number
          --rounds N             how often each measurement is taken (5)
          --posts N              posts of the run through to the card (60000)
          --only a,b             of: bare, paced, through, accept, start; only when they are named: flat (memory over four runs of a quarter each),
                                 chats (presses in Slack and Teams, both stood in for and throttling)
        PageWatch.Benchmarks --only reading [--data FOLDER] [--rounds N]
          how fast posts are read, in this process, without a service; FOLDER holds labelled files to read beside our own corpus
        PageWatch.Benchmarks --only drafts [--replies N]
          how long a draft takes beside N published replies (100000), in this process, on SQLite
        PageWatch.Benchmarks --only rules [--rounds N]
          how long 1,000 and 10,000 rules take to be held against one post, in this process
        PageWatch.Benchmarks --only find|replay [--posts N] [--queries 1000] [--data FOLDER] [--postgres CONNECTION]
          how long searches take among N posts (1000000), and a rule that is tried on the past (180000, of which 400 days are 100000); on SQLite in FOLDER, or on PostgreSQL.
          What is full already is taken as it is
        PageWatch.Benchmarks --only faults [--replies 10000] [--seed 1] [--kills 40] [--settling 120] [--minutes N] [--data FOLDER]
          replies to sites with faults, with the service killed in between; exit code 1 when a promise is broken. --settling: seconds in which the sites show a taken reply;
          --minutes: after so many no more visitors write, and what there is by then is brought to its end
        """);
    return 2;
}

Directory.CreateDirectory(folder);
var plan = new LoadPlan(
    service,
    folder,
    options.GetValueOrDefault("postgres"),
    int.Parse(options.GetValueOrDefault("rounds", "5"), CultureInfo.InvariantCulture),
    int.Parse(options.GetValueOrDefault("posts", "60000"), CultureInfo.InvariantCulture),
    options.TryGetValue("only", out var only) ? only.Split(',') : []);
var figures = await new LoadReport(plan).RunAsync();
var table = new StringBuilder("| figure | median | lowest | highest |\n| --- | ---: | ---: | ---: |\n");
foreach (var (name, values) in figures)
{
    var ordered = values.Order().ToList();
    table.Append(CultureInfo.InvariantCulture, $"| {name} | {ordered[ordered.Count / 2]:#,0.###} | {ordered[0]:#,0.###} | {ordered[^1]:#,0.###} |\n");
}

await Console.Out.WriteLineAsync(table);
return 0;
