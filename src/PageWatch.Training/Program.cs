using System.Diagnostics;
using System.Globalization;
using PageWatch.Pipeline.Understanding.Model;
using PageWatch.Training;

const string Usage = """
    train MANIFEST [--out FILE] [--fraction 0.01] [--threads 2] [--revision NAME]
        makes a model file and its card beside it
    fit MODEL MANIFEST [--out FILE]
        fits the probabilities of a trained model anew
    evaluate MODEL MANIFEST
        prints the table of figures
    languages [--out FILE]
        makes the language profiles from the folder Languages, and prints what was known of the lines held out
    check MODEL
        trains open or full anew and holds it against the one that is part of the program: the same bytes or, on another processor, the same labels
    results --data FOLDER [--lexicons tests/Clients/lexicons] [--out RESULTS.md]
        measures the models that are part of the program beside other readers, and writes the page of results
    MANIFEST is a file, or the name of one that comes with the program: open, full, corpus. Files that it names lie in --data FOLDER.
    """;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var watch = Stopwatch.StartNew();
try
{
    var line = CommandLine.Parse(args);
    var files = new PostFiles(line.Data, Path.Combine(AppContext.BaseDirectory, "Corpus"));
    switch (line.Words)
    {
        case ["train", var name]:
            var recipe = TrainingManifest.Read(PathOf(name));
            var today = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            Keep(new Trainer(recipe, files, Tell).Train($"{today} {line.Revision}", line.Fraction, line.Threads), recipe);
            return 0;
        case ["fit", var path, var name]:
            var plan = TrainingManifest.Read(PathOf(name));
            Keep(new Trainer(plan, files, Tell).Fitted(Load(path)), plan);
            return 0;
        case ["evaluate", var path, var name]:
            Print(new Evaluation(files).Measure(Load(path), TrainingManifest.Read(PathOf(name))));
            return 0;
        case ["check", var name] when ShippedModels.Names.Contains(name):
            var verdict = new ShippedCheck(TrainingManifest.Read(PathOf(name)), files, Tell).Run(ShippedModels.Named(name), line.Threads);
            Console.WriteLine(verdict.Words);
            return verdict.Holds ? 0 : 1;
        case ["results"]:
            var page = ResultsPage.Write(await new Comparison(files, line.Lexicons, Tell).MeasureAsync(), ShippedModels.Names.Select(model => (model, new Evaluation(files).Measure(ShippedModels.Named(model), TrainingManifest.Read(PathOf(model))))));
            if (line.Out is null)
                Console.Write(page);
            else
                File.WriteAllText(line.Out, page);
            return 0;
        case ["languages"]:
            var profiles = new LanguageTrainer(LanguageFiles.ToLearn(Path.Combine(AppContext.BaseDirectory, "Languages")));
            var made = profiles.Train();
            using (var file = File.Create(line.Out ?? "profiles.pwl"))
                made.Write(file);
            foreach (var row in LanguageReport.Of(profiles.HeldOut))
                Console.WriteLine(row);
            return 0;
        default:
            throw new FormatException("What is to be done?");
    }

    void Keep(TextModel model, TrainingManifest manifest)
    {
        var path = line.Out ?? manifest.Name + ".pwm";
        using (var file = File.Create(path))
            ModelFile.Write(model, file);
        Tell($"{path}: {new FileInfo(path).Length:N0} bytes");
        // Measured as it will be read, not as it lies in memory.
        var lines = new Evaluation(files).Measure(Load(path), manifest);
        File.WriteAllText(Path.ChangeExtension(path, ".md"), ModelCard.Write(path, model, manifest, files, lines));
        Print(lines);
    }
}
catch (FormatException problem)
{
    Console.Error.WriteLine(problem.Message);
    Console.Error.WriteLine(Usage);
    return 2;
}
catch (Exception problem) when (problem is InvalidDataException or IOException or KeyNotFoundException)
{
    Console.Error.WriteLine(problem.Message);
    return 1;
}

void Tell(string what) => Console.Error.WriteLine($"{watch.Elapsed.TotalSeconds,7:0.0} s  {what}");

static string PathOf(string manifest) => manifest.EndsWith(".json", StringComparison.Ordinal) ? manifest : Path.Combine(AppContext.BaseDirectory, "Manifests", manifest + ".json");

static TextModel Load(string path)
{
    using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
    return ModelFile.Read(file);
}

static void Print(IEnumerable<Evaluation.Line> lines)
{
    foreach (var line in lines)
        Console.WriteLine($"{line.Head,-16} {line.File,-24} {line.Part,-5} {line.Figures}");
}
