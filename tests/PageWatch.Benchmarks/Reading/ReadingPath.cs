using PageWatch.Domain.Understanding;
using PageWatch.Pipeline.Understanding;
using PageWatch.Pipeline.Understanding.Measures;
using PageWatch.Pipeline.Understanding.Model;

namespace PageWatch.Benchmarks.Reading;

/// <summary>A way from a raw text to an answer.</summary>
/// <param name="Name">In the table.</param>
/// <param name="Read">Reads a text of a language whole; what it answers is kept from being optimised away.</param>
internal sealed record ReadingPath(string Name, Func<string, string, int> Read)
{
    /// <summary>Every head of a model.</summary>
    /// <param name="model">One of <see cref="ShippedModels.Names"/>.</param>
    public static ReadingPath AllHeads(string model)
    {
        var scorer = new PostScorer(ShippedModels.Named(model));
        var probabilities = new float[LinearPart.MostColumns];
        return new ReadingPath($"{model}, all heads", (text, language) =>
        {
            scorer.Read(text, language);
            var sum = 0;
            foreach (var head in scorer.Model.Heads)
                sum += scorer.Decide(head, probabilities);
            return sum;
        });
    }

    /// <summary>A whole reading: language, labels, urgency, evidence, topics, personal data.</summary>
    public static ReadingPath Whole(string name, IPostReader reader) => new($"{name}, whole reading", (text, language) => (int)reader.Read(BarePost.Of(text, language)).Sentiment);

    /// <summary>All that are measured.</summary>
    public static IReadOnlyList<ReadingPath> All() => 
    [
        .. ShippedModels.Names.Select(AllHeads),
        .. ShippedModels.Names.Select(name => Whole(name, new TrainedReader(ShippedModels.Named(name), new ReaderOptions()))),
        Whole("starter", new StarterReader()),
    ];
}
