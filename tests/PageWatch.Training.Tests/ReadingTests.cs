using PageWatch.Pipeline.Understanding.Model;

namespace PageWatch.Training.Tests;

/// <summary>Posts read with a small model, trained on a part of our own corpus.</summary>
public sealed class ReadingTests(SmallModel small) : IClassFixture<SmallModel>
{
    private const int LongestRead = 12_000;

    public static TheoryData<string> Hostile() => [.. HostileTexts.All.Keys];

    [Theory, MemberData(nameof(Hostile))]
    [Trait("Promise", "7")]
    public void Hostile_text_is_cut_read_and_explained(string name)
    {
        var text = HostileTexts.All[name]();
        var scorer = new PostScorer(small.Model);
        scorer.Read(text, "und");
        scorer.Post.IsCut.ShouldBe(text.Length > LongestRead);
        var end = 0;
        foreach (var token in scorer.Post.Tokens)
        {
            token.Start.ShouldBeGreaterThanOrEqualTo(end);
            token.Length.ShouldBeGreaterThan(0);
            end = token.Start + token.Length;
        }

        end.ShouldBeLessThanOrEqualTo(text.Length);
        foreach (var head in small.Model.Heads)
        {
            var probabilities = new float[head.Labels.Count];
            scorer.Decide(head, probabilities).ShouldBeInRange(0, head.Labels.Count - 1);
            probabilities.Sum().ShouldBe(1, 0.001f);
        }

        var weights = new float[256];
        scorer.Explain(small.Model.Sentiment("und"), 0, weights);
        weights.ShouldAllBe(weight => float.IsFinite(weight));
    }

    [Fact]
    public void Model_that_was_written_and_read_answers_the_same()
    {
        var read = ModelFile.Read(new MemoryStream(small.Bytes));
        read.Name.ShouldBe(small.Model.Name);
        read.Version.ShouldBe(small.Model.Version);
        var (before, after) = (new PostScorer(small.Model), new PostScorer(read));
        foreach (var post in small.Files.Read(PostFiles.Corpus, CorpusPart.Calibration))
        {
            before.Read(post.Text, post.Language);
            after.Read(post.Text, post.Language);
            for (var h = 0; h < read.Heads.Count; h++)
            {
                var (was, now) = (new float[read.Heads[h].Labels.Count], new float[read.Heads[h].Labels.Count]);
                after.Decide(read.Heads[h], now).ShouldBe(before.Decide(small.Model.Heads[h], was));
                now.ShouldBe(was);
            }
        }
    }

    [Fact]
    public void Evidence_points_at_the_words_that_the_answer_comes_from()
    {
        var scorer = new PostScorer(small.Model);
        scorer.Read("thank you so much, terrible", "en");
        var weights = new float[scorer.Post.Count];
        scorer.Explain(small.Model.Head("intent"), small.Model.Head("intent").Labels.ToList().IndexOf("thanks"), weights);
        weights[0].ShouldBeGreaterThan(weights[^1]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(100)]
    [InlineData(20_000)]
    public void Truncated_model_file_is_refused(int length) =>
        Should.Throw<InvalidDataException>(() => ModelFile.Read(new MemoryStream(small.Bytes[..length]))).Message.ShouldContain(length < 8 ? "no PageWatch model file" : "damaged");

    [Fact]
    public void Foreign_file_is_refused()
    {
        Should.Throw<InvalidDataException>(() => ModelFile.Read(new MemoryStream("<html>not found</html>"u8.ToArray()))).Message.ShouldContain("no PageWatch model file");
        Should.Throw<InvalidDataException>(() => ModelFile.Read(new MemoryStream([.. "PWM1"u8, 99, 0, 0, 0, 1, 2, 3]))).Message.ShouldContain("format 99");
    }

    [Fact]
    public void Changed_bytes_are_refused_or_read_and_never_break_the_reader()
    {
        var random = new Random(5);
        for (var round = 0; round < 80; round++)
        {
            var bytes = (byte[])small.Bytes.Clone();
            bytes[random.Next(8, bytes.Length)] ^= (byte)(1 << random.Next(8));
            try
            {
                new PostScorer(ModelFile.Read(new MemoryStream(bytes))).Read("the lid is broken", "en");
            }
            catch (InvalidDataException problem)
            {
                problem.Message.ShouldContain("damaged");
            }
        }
    }
}
