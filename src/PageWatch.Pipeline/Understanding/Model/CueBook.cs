using PageWatch.Pipeline.Understanding.Tokens;

namespace PageWatch.Pipeline.Understanding.Model;

/// <summary>
/// Phrases that our own word files know, as one tree for each language: what they are a sign of, and how strongly.
/// They let a few posts teach what all of their kind means: "stolen" and "gestohlen" are the same sign.
/// </summary>
/// <param name="languages">A tree each; node 0, 1, 2 … are their roots.</param>
/// <param name="steps">Which node follows a node by a word: keys made by <see cref="KeyOf"/>.</param>
/// <param name="targets">The node for each step.</param>
/// <param name="nodes">What a node allows.</param>
/// <param name="firstSigns">For each node where its signs begin; one more for the end.</param>
public sealed class CueBook(string[] languages, uint[] steps, int[] targets, CueNode[] nodes, int[] firstSigns, CueSign[] signs)
{
    /// <summary>How many channels there are: kinds of sign, then how it sounds.</summary>
    public const int Channels = 26;

    /// <summary>The channel of words that sound good or bad; the four after it are its too.</summary>
    public const int Tone = 21;

    /// <summary>The channel of any sign that it cannot wait at all; the one after it of any that it cannot wait a day.</summary>
    public const int Now = 19;

    /// <summary>Stands for any number in a phrase.</summary>
    public const string Number = "#";

    private const int ShortestStem = 3;
    private const int LongestGap = 3;
    private const int LongestPhrase = 12;
    private static readonly uint NumberWord = TextHash.Of(Number);

    private readonly HashIndex _steps = new(steps);

    public IReadOnlyList<string> Languages => languages;

    public IReadOnlyList<uint> Steps => steps;

    public IReadOnlyList<int> Targets => targets;

    public IReadOnlyList<CueNode> Nodes => nodes;

    public IReadOnlyList<int> FirstSigns => firstSigns;

    public IReadOnlyList<CueSign> Signs => signs;

    public static uint KeyOf(int node, uint word, bool isStem) => TextHash.Of((uint)((node * 2) + (isStem ? 1 : 0)), word);

    /// <summary>Adds up the signs in a post.</summary>
    /// <param name="language">Its phrases are looked for; those of all languages where it is none of ours.</param>
    /// <param name="without">A token that no phrase may have; -1 for none.</param>
    /// <param name="sums">One for each channel.</param>
    public void Read(PostTokens post, string? language, int without, Span<float> sums)
    {
        sums.Clear();
        var tree = Array.IndexOf(languages, language);
        for (var root = 0; root < languages.Length; root++)
        {
            if (tree >= 0 && root != tree)
                continue;
            for (var at = 0; at < post.Count; at++)
                Step(post, root, at, at, without, sums, 0);
        }

        for (var channel = 0; channel < sums.Length; channel++)
        {
            // The best, the worst and the last word are no sums.
            if (channel is < Tone + 2)
                sums[channel] /= 1 + Math.Abs(sums[channel]);
        }
    }

    private void Step(PostTokens post, int node, int first, int at, int without, Span<float> sums, int depth)
    {
        var tokens = post.Tokens;
        if (at >= tokens.Length || at == without || depth > LongestPhrase)
            return;
        ref readonly var token = ref tokens[at];
        Follow(post, KeyOf(node, token.Hash, isStem: false), first, at, without, sums, depth);
        if (token.Kind == TokenKind.Number)
            Follow(post, KeyOf(node, NumberWord, isStem: false), first, at, without, sums, depth);
        if ((nodes[node] & CueNode.HasStems) != CueNode.None && token.Kind == TokenKind.Word)
        {
            var form = post.Form(token);
            var hash = TextHash.Seed;
            for (var i = 0; i < form.Length; i++)
            {
                hash = TextHash.Add(hash, form[i]);
                if (i + 1 >= ShortestStem)
                    Follow(post, KeyOf(node, TextHash.Finish(hash), isStem: true), first, at, without, sums, depth);
            }
        }
    }

    private void Follow(PostTokens post, uint key, int first, int at, int without, Span<float> sums, int depth)
    {
        var step = _steps.Find(key);
        if (step < 0)
            return;
        var node = targets[step];
        for (var sign = firstSigns[node]; sign < firstSigns[node + 1]; sign++)
            Count(signs[sign], post.Tokens[first], sums);
        if ((nodes[node] & CueNode.GoesOn) == CueNode.None)
            return;
        Step(post, node, first, at + 1, without, sums, depth + 1);
        for (var gap = 2; gap <= LongestGap + 1 && (nodes[node] & CueNode.HasGap) != CueNode.None; gap++)
            Step(post, node, first, at + gap, without, sums, depth + 1);
    }

    private static void Count(CueSign sign, in PostToken first, Span<float> sums)
    {
        if (sign.Channel != Tone)
        {
            sums[sign.Channel] += sign.Weight;
            return;
        }

        var tone = (first.Marks & TokenMarks.Negated) != TokenMarks.None ? -0.7f * sign.Weight : sign.Weight;
        sums[tone > 0 ? Tone : Tone + 1] += tone;
        sums[Tone + 2] = Math.Max(sums[Tone + 2], tone);
        sums[Tone + 3] = Math.Min(sums[Tone + 3], tone);
        sums[Tone + 4] = tone;
    }
}

/// <summary>What may follow in the tree of phrases.</summary>
[Flags]
public enum CueNode : byte
{
    None = 0,
    GoesOn = 1,

    /// <summary>A word of any ending may follow.</summary>
    HasStems = 2,

    /// <summary>Up to three words may stand between.</summary>
    HasGap = 4,
}

/// <summary>What a phrase is a sign of.</summary>
public readonly record struct CueSign(int Channel, float Weight);
