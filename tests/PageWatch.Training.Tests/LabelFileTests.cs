using PageWatch.Domain.Posts;
using PageWatch.Domain.Understanding;
using PageWatch.Pipeline.Reports;

namespace PageWatch.Training.Tests;

/// <summary>What <c>pagewatch labels export</c> writes is a source like any other.</summary>
public sealed class LabelFileTests : IDisposable
{
    private static readonly string[] Said = ["complaint negative now", "praise", "not a complaint", "whenever", "sarcasm complaint", "question not sarcasm", "spam"];

    private readonly string folder = Directory.CreateTempSubdirectory("pagewatch-labels-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Exported_labels_are_read_back_in_the_parts_of_the_corpus()
    {
        var lines = Export(200);
        var files = new PostFiles(folder, Path.Combine(SmallModel.Folder, "Corpus"));
        var read = Enum.GetValues<CorpusPart>().ToDictionary(part => part, part => files.Read("labels.tsv", part));
        read.Values.Sum(posts => posts.Count).ShouldBe(lines.Count);
        read.Values.ShouldAllBe(posts => posts.Count > 0);
        foreach (var (part, posts) in read)
        {
            posts.ShouldAllBe(post => PostFiles.PartOf(post.Text) == part);
            foreach (var post in posts)
                string.Join('\t', [post.Language, .. PostFiles.CorpusColumns.Skip(1).SkipLast(1).Select(column => post.Labels[column]), post.Text]).ShouldBeOneOf([.. lines]);
        }
    }

    [Fact]
    public void Only_what_was_said_is_taught()
    {
        Export(200);
        var manifest = TrainingManifest.Read(Path.Combine(SmallModel.Folder, "Manifests", "corpus.json"));
        var feeds = manifest.Sources[0].Feeds;
        var files = new PostFiles(folder, Path.Combine(SmallModel.Folder, "Corpus"));
        var lessons = files.Read("labels.tsv", CorpusPart.Training)
            .ToDictionary(post => post.Text, post => feeds.SelectMany(feed => Taught(feed, manifest, post)).Distinct().Order(StringComparer.Ordinal).ToList());
        Of(0).ShouldBe(["complaint=complaint", "intent=complaint", "mixed=not_mixed", "now=now", "sentiment.en=negative", "sentiment.multi=negative", "soon=soon", "spam=not_spam"]);
        Of(1).ShouldBe(["complaint=not_complaint", "intent=praise", "spam=not_spam"]);
        Of(2).ShouldBe(["complaint=not_complaint", "spam=not_spam"], "nobody said what it is");
        Of(3).ShouldBe(["now=later", "soon=whenever"]);
        Of(4).ShouldBe(["complaint=complaint", "intent=complaint", "spam=not_spam", "unclear=unclear"]);

        List<string> Of(int said) => lessons.First(lesson => lesson.Key.StartsWith(Said[said] + ":", StringComparison.Ordinal)).Value;
    }

    [Fact]
    public void Manifest_may_name_it_beside_the_corpus()
    {
        Export(200);
        var recipe = File.ReadAllText(Path.Combine(SmallModel.Folder, "Manifests", "corpus.json"));
        var path = Path.Combine(folder, "own.json");
        File.WriteAllText(path, recipe.Replace("\"sources\": [", "\"sources\": [{\"file\": \"labels.tsv\", \"licence\": \"our own pages\", \"feeds\": [{\"head\": \"intent\", \"column\": \"intent\"}]},", StringComparison.Ordinal));
        var manifest = TrainingManifest.Read(path);
        manifest.Sources.Count.ShouldBe(2);
        var files = new PostFiles(folder, Path.Combine(SmallModel.Folder, "Corpus"));
        var samples = new SampleSet(LexiconFiles.Read(files, null), CueFiles.Read(), ConceptFiles.Read());
        samples.Take(manifest with { Sources = [manifest.Sources[0]] }, files, 1);
        samples.Samples.Count.ShouldBeGreaterThan(0);
        samples.Samples.ShouldAllBe(sample => sample.Lessons.Count == 1);
    }

    [Fact]
    public void Column_of_a_file_that_has_none_is_refused()
    {
        File.WriteAllText(Path.Combine(folder, "public.tsv"), "negative\ten\tbroken\n");
        var files = new PostFiles(folder, Path.Combine(SmallModel.Folder, "Corpus"));
        var post = files.Read("public.tsv", CorpusPart.Training).ShouldHaveSingleItem();
        Should.Throw<InvalidDataException>(() => SampleSet.LabelsOf(new FeedPlan { Column = "intent" }, new HeadPlan { Name = "intent", Labels = ["complaint"] }, post)).Message.ShouldContain("'intent'");
    }

    private static IEnumerable<string> Taught(FeedPlan feed, TrainingManifest manifest, LabelledPost post)
    {
        var head = manifest.Heads.Single(each => each.Name == feed.Head);
        return SampleSet.LabelsOf(feed, head, post).Select(label => $"{head.Name}={head.Labels[label]}");
    }

    private List<string> Export(int posts)
    {
        var lines = Enumerable.Range(0, posts).Select(n => LabelLine.Of(new JudgedPost(PostOf(n), ReadingOf(n), VerdictWords.Parse(Said[n % Said.Length]).Verdict!))!).ToList();
        File.WriteAllText(Path.Combine(folder, "labels.tsv"), string.Join('\n', lines) + "\n");
        return lines;
    }

    private static Post PostOf(int n) => new()
    {
        Id = new PostId(n + 1),
        Team = Domain.Teams.TeamId.Default,
        Page = new PageId(1),
        NativeId = $"p{n}",
        Conversation = new ConversationId(n + 1),
        Author = new Author("id", "Jana K."),
        Text = $"{Said[n % Said.Length]}:\nwhat visitor no {n}\twrote",
        PublishedAt = DateTimeOffset.UnixEpoch,
        SeenAt = DateTimeOffset.UnixEpoch,
        Revision = 1,
        Standing = PostStanding.Public,
    };

    private static Reading ReadingOf(int n) => new()
    {
        Post = new PostId(n + 1),
        Revision = 1,
        Language = "en",
        LanguageConfidence = 1,
        Sentiment = Sentiment.Neutral,
        SentimentConfidence = 1,
        Intent = Intent.Other,
        IntentConfidence = 1,
        Urgency = Urgency.Whenever,
        ReadBy = "test 1",
    };
}
