using System.Text.Json;
using System.Text.Json.Serialization;

namespace PageWatch.Training;

/// <summary>What a model is made from: its heads, the files that teach them, and the settings. Read from JSON.</summary>
internal sealed record TrainingManifest
{
    /// <summary>"open" or "full": the model's name.</summary>
    public required string Name { get; init; }

    public required int Seed { get; init; }

    /// <summary>The folder of vader.tsv, afinn165.tsv and emoji.tsv, relative to the data folder; null to do without.</summary>
    public string? Lexicons { get; init; }

    public required IReadOnlyList<HeadPlan> Heads { get; init; }

    /// <summary>Heads that are fitted a second time, for other posts.</summary>
    public IReadOnlyList<ViewPlan> Views { get; init; } = [];

    public required IReadOnlyList<SourcePlan> Sources { get; init; }

    public required LinearPlan Linear { get; init; }

    public required NetPlan Net { get; init; }

    /// <summary>What the model answers: the heads that ship, then the views.</summary>
    /// <returns>Each with the name of the head whose scores it goes by.</returns>
    public IEnumerable<(HeadPlan Plan, string Of)> Answers() =>
        Heads.Where(head => head.Ships).Select(head => (head, head.Name)).Concat(Views.Select(view => (
            Heads.First(head => head.Name == view.Of) with { Name = view.Name, Decide = view.Decide, Calibrate = view.Calibrate, Evaluate = view.Evaluate }, view.Of)));

    /// <exception cref="InvalidDataException">It is no manifest; the message says what is missing.</exception>
    public static TrainingManifest Read(string path)
    {
        try
        {
            var manifest = JsonSerializer.Deserialize(File.ReadAllText(path), ManifestJson.Default.TrainingManifest)
                ?? throw new InvalidDataException($"The manifest '{path}' is empty.");
            var astray = manifest.Sources.SelectMany(source => source.Feeds).Select(feed => feed.Head).FirstOrDefault(name => manifest.Heads.All(head => head.Name != name));
            astray ??= manifest.Views.Select(view => view.Of).FirstOrDefault(name => manifest.Heads.All(head => head.Name != name || !head.Ships));
            return astray is null ? manifest : throw new InvalidDataException($"The manifest '{path}' speaks of the head '{astray}', which it does not have.");
        }
        catch (JsonException problem)
        {
            throw new InvalidDataException($"The manifest '{path}' cannot be read: {problem.Message}", problem);
        }
    }
}

/// <summary>A question to teach.</summary>
internal sealed record HeadPlan
{
    public required string Name { get; init; }

    /// <summary>The first is the one to be alerted by: figures of it alone are reported beside the macro figures.</summary>
    public required IReadOnlyList<string> Labels { get; init; }

    /// <summary>False for a head that only teaches the nets what words mean; it is not in the model file.</summary>
    public bool Ships { get; set; } = true;

    /// <summary>"recall": every label weighs the same in deciding; "f1": rare labels weigh more, but not all the way; "likeliest".</summary>
    public string Decide { get; set; } = "f1";

    /// <summary>1: labels weigh the same in training however rare; 0: as frequent as they are.</summary>
    public double Balance { get; set; } = 1;

    /// <summary>What pulls the linear weights of this head to nothing: more where there are few posts.</summary>
    public double Decay { get; set; } = 1e-5;

    /// <summary>How much this head's posts count for the nets beside those of other heads.</summary>
    public double NetWeight { get; set; } = 1;

    /// <summary>What temperature and intercepts are fitted on; of our own corpus the part held out for this.</summary>
    public IReadOnlyList<FeedPlan> Calibrate { get; set; } = [];

    /// <summary>What figures are printed for; of our own corpus the test part.</summary>
    public IReadOnlyList<FeedPlan> Evaluate { get; set; } = [];
}

/// <summary>A head's scores fitted for other posts: probabilities of tweets about anything do not hold on a brand's page.</summary>
internal sealed record ViewPlan
{
    public required string Name { get; init; }

    /// <summary>The head whose scores it goes by.</summary>
    public required string Of { get; init; }

    /// <summary>As <see cref="HeadPlan.Decide"/>.</summary>
    public string Decide { get; set; } = "f1";

    public required IReadOnlyList<FeedPlan> Calibrate { get; init; }

    public required IReadOnlyList<FeedPlan> Evaluate { get; init; }
}

/// <summary>A file and what it teaches.</summary>
internal sealed record SourcePlan
{
    /// <summary>Relative to the data folder; "corpus" for our own posts.</summary>
    public required string File { get; init; }

    public required string Licence { get; init; }

    /// <summary>Above 0, each post is read a second time as if it began with the page's name ("@user ..."), and counts this much.</summary>
    public double Addressed { get; set; }

    public required IReadOnlyList<FeedPlan> Feeds { get; init; }
}

/// <summary>How a head takes a file's labels.</summary>
internal sealed record FeedPlan
{
    /// <summary>Needed where a source lists what it feeds.</summary>
    public string Head { get; set; } = "";

    /// <summary>Needed where a head lists what it is fitted on or measured by.</summary>
    public string File { get; set; } = "";

    public double Weight { get; set; } = 1;

    /// <summary>What the file's labels are called by the head; those named neither here nor by the head are left out. "*" takes the rest.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; set; }

    /// <summary>Only posts of this language, when set; "other" for all but English.</summary>
    public string? Language { get; set; }

    /// <summary>The corpus column that is the label.</summary>
    public string? Column { get; set; }
}

/// <summary>How the linear part is trained.</summary>
internal sealed record LinearPlan
{
    /// <summary>Two to this power pairs of rows.</summary>
    public int PairBits { get; set; } = 17;

    /// <summary>A key is kept when posts of this weight together have it.</summary>
    public double LeastPosts { get; set; } = 2.5;

    public int Epochs { get; set; } = 6;

    public double Rate { get; set; } = 0.3;
}

/// <summary>How the nets are made and trained.</summary>
internal sealed record NetPlan
{
    public int Count { get; set; } = 1;

    public int Words { get; set; } = 30_000;

    public int Width { get; set; } = 64;

    public int Filters { get; set; } = 128;

    public int Epochs { get; set; } = 6;

    /// <summary>Epochs whose weights are averaged, counted from the last.</summary>
    public int Averaged { get; set; } = 3;

    public double Rate { get; set; } = 0.001;

    public double WordRate { get; set; } = 0.05;

    public double WordDropout { get; set; } = 0.1;

    public double Dropout { get; set; } = 0.4;

    public double Smoothing { get; set; } = 0.05;

    /// <summary>Nets that are trained first, to teach those that ship: their mean knows more than any one of them.</summary>
    public int Teachers { get; set; }

    /// <summary>Theirs; a taught net learns longer without learning by heart.</summary>
    public int TeacherEpochs { get; set; } = 6;

    /// <summary>How much of a target is what the teachers say; the rest is the label.</summary>
    public double TeacherShare { get; set; } = 0.7;

    /// <summary>What their word counts for questions that a post has no label for.</summary>
    public double TeacherWeight { get; set; } = 0.05;

    /// <summary>How often all texts are gone through before any label, to learn which words stand near which; 0 to begin by chance.</summary>
    public int StartEpochs { get; set; } = 3;

    /// <summary>How large the numbers of a word are when labels begin to teach.</summary>
    public double StartSize { get; set; } = 0.06;

    /// <summary>How often a word whose meaning we know is read by it and its letters alone, so that those of its meaning learn from it.</summary>
    public double ConceptShown { get; set; } = 0.3;
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, ReadCommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(TrainingManifest))]
internal sealed partial class ManifestJson : JsonSerializerContext;
