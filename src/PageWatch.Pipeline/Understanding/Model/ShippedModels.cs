using PageWatch.Pipeline.Understanding.Tokens;

namespace PageWatch.Pipeline.Understanding.Model;

/// <summary>The models that are part of the program. Each is loaded once, when it is first asked for; any thread may ask.</summary>
public static class ShippedModels
{
    private static readonly Lazy<TextModel> LazyOpen = new(() => Load("open"));
    private static readonly Lazy<TextModel> LazyFull = new(() => Load("full"));

    /// <summary>What models are called: in settings, and behind <c>--model</c>.</summary>
    public static IReadOnlyList<string> Names { get; } = ["open", "full"];

    /// <summary>Taught only by what its licence allows in plain words.</summary>
    /// <exception cref="InvalidDataException">This build has none, or one that is damaged. The message says the mend.</exception>
    public static TextModel Open => LazyOpen.Value;

    /// <summary>Taught also by research files of unclear licence: for those who may.</summary>
    /// <exception cref="InvalidDataException">This build has none, or one that is damaged. The message says the mend.</exception>
    public static TextModel Full => LazyFull.Value;

    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is none of them.</exception>
    /// <exception cref="InvalidDataException">This build has none, or one that is damaged. The message says the mend.</exception>
    public static TextModel Named(string name) => name switch
    {
        "open" => Open,
        "full" => Full,
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, $"There is no such model: {string.Join(", ", Names)}."),
    };

    private static TextModel Load(string name)
    {
        // What every post needs is compiled and its word files are read beside it: together that takes as long as the file.
        var first = Task.Run(static () => new PostTokens().Read("Where's my parcel, @shop?"));
        using var file = typeof(ShippedModels).Assembly.GetManifestResourceStream($"PageWatch.Pipeline.Understanding.Model.{name}.pwm")
            ?? throw new InvalidDataException($"The model '{name}' is not part of this build: train it (src/PageWatch.Training), put {name}.pwm beside ShippedModels.cs, and build again.");
        var model = ModelFile.Read(file);
        first.Wait();
        // Loading needs as much memory again as the model; it is given back now, for the service may not need so much for hours.
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        return model;
    }
}
