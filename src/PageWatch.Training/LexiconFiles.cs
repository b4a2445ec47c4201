using System.Globalization;
using PageWatch.Pipeline.Understanding.Model;
using PageWatch.Pipeline.Understanding.Tokens;

namespace PageWatch.Training;

/// <summary>Reads the sentiment lexicons into one, through the same tokeniser as posts.</summary>
internal static class LexiconFiles
{
    /// <param name="folder">Has vader.tsv, afinn165.tsv and emoji.tsv; null for a lexicon without words.</param>
    public static Lexicon Read(PostFiles files, string? folder)
    {
        if (folder is null)
            return new Lexicon([], []);
        var words = new SortedDictionary<uint, Valence>();
        var post = new PostTokens();
        Take("vader.tsv", 4, (known, value) => known.Vader == 0 ? known with { Vader = value } : known);
        Take("afinn165.tsv", 5, (known, value) => known.Afinn == 0 ? known with { Afinn = value } : known);
        Take("emoji.tsv", 5, (known, value) => known.Emoji == 0 ? known with { Emoji = value } : known);
        return new Lexicon([.. words.Keys], [.. words.Values]);

        void Take(string file, double most, Func<Valence, sbyte, Valence> join)
        {
            foreach (var line in File.ReadLines(files.PathOf(Path.Combine(folder, file))))
            {
                var tab = line.LastIndexOf('\t');
                if (tab < 0 || !double.TryParse(line.AsSpan(tab + 1), NumberStyles.Float, CultureInfo.InvariantCulture, out var value))
                    continue;
                post.Read(line.AsSpan(0, tab));
                // What all names or nations are read as sounds like nothing, whatever one of them does.
                if (post.Count != 1 || PostTokens.IsNeutral(post.Form(post.Tokens[0])))
                    continue;
                var hash = post.Tokens[0].Hash;
                words.TryGetValue(hash, out var known);
                words[hash] = join(known, (sbyte)Math.Clamp(Math.Round(value / most * 127), -127, 127));
            }
        }
    }
}
