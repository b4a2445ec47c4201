using PageWatch.Pipeline.Understanding.Model;
using PageWatch.Pipeline.Understanding.Tokens;

namespace PageWatch.Training;

/// <summary>All texts of a manifest, each once however many files or heads it teaches.</summary>
internal sealed class SampleSet(Lexicon lexicon, CueBook cues, ConceptFiles concepts)
{
    private readonly Dictionary<string, Sample> _byText = [];
    private readonly PostTokens _post = new();
    private readonly PostFeatures _features = new();

    public WordTypes Types { get; } = new();

    /// <summary>In the order they came.</summary>
    public List<Sample> Samples { get; } = [];

    /// <summary>Reads the sources of a manifest.</summary>
    /// <param name="fraction">How many of each file's posts are taken, 0 to 1.</param>
    public void Take(TrainingManifest manifest, PostFiles files, double fraction)
    {
        var heads = manifest.Heads.Select(head => head.Name).ToList();
        foreach (var source in manifest.Sources)
        {
            var posts = files.Read(source.File, CorpusPart.Training);
            var step = 1 / Math.Clamp(fraction, 1e-6, 1);
            for (var next = 0.0; next < posts.Count; next += step)
            {
                var post = posts[(int)next];
                Take(post, 1);
                if (source.Addressed > 0)
                    Take(post with { Text = "@user " + post.Text }, source.Addressed);
            }

            void Take(LabelledPost post, double share)
            {
                Sample? sample = null;
                foreach (var feed in source.Feeds)
                {
                    if (!Speaks(feed.Language, post.Language))
                        continue;
                    var place = heads.IndexOf(feed.Head);
                    var head = manifest.Heads[place];
                    var labels = LabelsOf(feed, head, post);
                    foreach (var label in labels)
                    {
                        sample ??= Of(post.Text, post.Language);
                        sample.Lessons.Add(new Lesson(place, label, (float)(feed.Weight * share / labels.Count)));
                        sample.Weight = Math.Max(sample.Weight, (float)(feed.Weight * share));
                    }
                }
            }
        }

        // Words that no post has are known too: by what they mean.
        concepts.GiveTo(Types, lexicon);
        foreach (var sample in Samples)
        {
            foreach (var type in sample.Types)
                Types.Saw(type, sample.Weight);
        }
    }

    public static bool Speaks(string? wanted, string language) => wanted switch
    {
        null => true,
        "other" => language != "en",
        _ => language == wanted,
    };

    /// <returns>None when the feed has no use for the post.</returns>
    public static List<int> LabelsOf(FeedPlan feed, HeadPlan head, LabelledPost post)
    {
        var labels = new List<int>();
        var column = feed.Column ?? "label";
        if (!post.Labels.TryGetValue(column, out var own))
            throw new InvalidDataException($"A feed of the head '{head.Name}' takes the column '{column}', and its file has {string.Join(", ", post.Labels.Keys)}.");
        foreach (var given in own.Split(','))
        {
            // Not even "*" takes what nobody said.
            if (given == PostFiles.Unsaid)
                continue;
            var name = feed.Labels is null || !feed.Labels.TryGetValue(given, out var mapped)
                ? feed.Labels?.GetValueOrDefault("*") ?? given
                : mapped;
            for (var i = 0; i < head.Labels.Count; i++)
            {
                if (head.Labels[i] == name && !labels.Contains(i))
                    labels.Add(i);
            }
        }

        return labels;
    }

    private Sample Of(string text, string language)
    {
        if (_byText.TryGetValue(text, out var known))
            return known;
        var sample = Cut(text, language);
        _byText.Add(text, sample);
        Samples.Add(sample);
        return sample;
    }

    private Sample Cut(string text, string language)
    {
        _post.Read(text);
        _features.Take(_post, lexicon, cues, language);
        var types = new int[_post.Count];
        var marks = new byte[_post.Count];
        for (var i = 0; i < types.Length; i++)
        {
            types[i] = Types.Of(_post, _post.Tokens[i], lexicon);
            marks[i] = (byte)_post.Tokens[i].Marks;
        }

        return new Sample
        {
            Types = types,
            Marks = marks,
            Measures = [.. _features.Measures],
            WordRows = Array.ConvertAll(_features.WordKeys.ToArray(), key => (int)key),
            LetterRows = Array.ConvertAll(_features.LetterKeys.ToArray(), key => (int)key),
            WordKeys = _features.WordKeys.Length,
            LetterKeys = _features.LetterKeys.Length,
        };
    }
}
