using PageWatch.Pipeline.Understanding.Model;
using PageWatch.Pipeline.Understanding.Tokens;
using PageWatch.Testing.Processes;

namespace PageWatch.Training.Tests;

/// <summary>Our dictionary of concepts, and where words begin.</summary>
public sealed class ConceptTests
{
    private static readonly string Concepts = Path.Combine(SmallModel.Folder, "Concepts");

    public static TheoryData<string> Files() => [.. Directory.GetFiles(Concepts, "*.tsv").Select(path => Path.GetFileName(path))];

    [Theory, MemberData(nameof(Files))]
    public void Every_line_names_a_concept_its_kind_and_words_of_eight_languages(string file)
    {
        var text = File.ReadAllText(Path.Combine(Concepts, file));
        text.ShouldNotContain("\r");
        foreach (var line in text.TrimEnd('\n').Split('\n'))
        {
            var columns = line.Split('\t');
            columns.Length.ShouldBe(10, line);
            columns.Take(2).ShouldAllBe(column => column.Length > 0, line);
            columns.Skip(2).ShouldContain(column => column.Length > 0, line);
            columns.ShouldAllBe(column => column == column.Trim() && !column.Contains("  "), line);
        }
    }

    [Fact]
    public void Signs_are_whole_and_go_into_the_tree_of_their_language()
    {
        var folder = Path.Combine(SmallModel.Folder, "Signs");
        var cues = CueFiles.Read(folder);
        cues.Languages.ShouldBe(["ar", "de", "en", "es", "fr", "hi", "it", "ja", "pt"]);
        var post = new PostTokens();
        var sums = new float[CueBook.Channels];
        post.Read("配達まだ届かない");
        cues.Read(post, "ja", -1, sums);
        sums.ShouldContain(sum => sum > 0);
        foreach (var path in Directory.GetFiles(folder, "*.tsv"))
            File.ReadLines(path).ShouldBeUnique(path);
    }

    [Theory]
    [InlineData("complaint\tno weight")]
    [InlineData("grumble\tstill no\t1")]
    [InlineData("now\tgas smell\tno such reason")]
    public void Sign_that_is_none_is_refused(string line)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(Path.Combine(folder.Path, "en.tsv"), line);
        Should.Throw<InvalidDataException>(() => CueFiles.Read(folder.Path)).Message.ShouldContain(line);
    }

    [Fact]
    public void Words_of_one_meaning_share_its_row_and_new_words_become_known()
    {
        var lexicon = new Lexicon([], []);
        var types = new WordTypes();
        var post = new PostTokens();
        post.Read("refund");
        var known = types.Of(post, post.Tokens[0], lexicon);
        var read = ConceptFiles.Read(Concepts);
        read.GiveTo(types, lexicon);
        post.Read("Rückerstattung");
        var other = types.Of(post, post.Tokens[0], lexicon);
        other.ShouldNotBe(known);
        types.Concepts[known].Intersect(types.Concepts[other]).ShouldNotBeEmpty();
        types.Concepts.SelectMany(rows => rows).ShouldAllBe(row => row >= 0 && row < read.Rows);
    }

    [Fact]
    public void Line_without_words_is_refused()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(Path.Combine(folder.Path, "1.tsv"), "refund\tmoney");
        Should.Throw<InvalidDataException>(() => ConceptFiles.Read(folder.Path)).Message.ShouldContain("'refund\tmoney'");
    }

    [Fact]
    public void Words_with_the_same_neighbours_begin_near_one_another()
    {
        var lexicon = new Lexicon([], []);
        var types = new WordTypes();
        var post = new PostTokens();
        List<Sample> samples = [];
        // "cat" and "dog" stand in the same places, "tax" in others.
        foreach (var _ in Enumerable.Range(0, 300))
        {
            foreach (var text in (ReadOnlySpan<string>)["the small cat sleeps here", "the small dog sleeps here", "pay your tax in may"])
                samples.Add(Of(text));
        }

        foreach (var type in samples.SelectMany(sample => sample.Types))
            types.Saw(type, 1);
        var vocabulary = new NetVocabulary(types, 100);
        var start = new WordStart(new NetPlan { Width = 16, StartEpochs = 8 }, types, vocabulary, concepts: 0);
        start.Learn(samples, seed: 1, _ => { });
        Near("cat", "dog").ShouldBeGreaterThan(Near("cat", "tax") + 0.3);

        double Near(string one, string other) =>
            System.Numerics.Tensors.TensorPrimitives.CosineSimilarity<float>(Numbers(one), Numbers(other));

        ReadOnlySpan<float> Numbers(string word) => start.Numbers.Own(vocabulary.WordOfType[Of(word).Types[0]]);

        Sample Of(string text)
        {
            post.Read(text);
            return new Sample
            {
                Types = [.. post.Tokens.ToArray().Select(token => types.Of(post, token, lexicon))],
                Marks = new byte[post.Count],
                Measures = [],
                WordRows = [],
                LetterRows = [],
                WordKeys = 0,
                LetterKeys = 0,
            };
        }
    }
}
