namespace PageWatch.Pipeline.Understanding;

/// <summary>How a text sounds: what speaks for it and what against, and the words that made it so.</summary>
/// <param name="Positive">0 or more.</param>
/// <param name="Negative">0 or more.</param>
internal sealed record ToneScore(double Positive, double Negative, IReadOnlyList<ToneHit> Hits)
{
    public double Net => Positive - Negative;

    public static ToneScore Of(WordedText text, FoundPhrases found)
    {
        var hits = new List<ToneHit>();
        foreach (var phrase in found[PhraseKind.Tone])
        {
            var first = text.Words[phrase.First];
            var last = text.Words[phrase.Last];
            hits.Add(new ToneHit(first.Start, last.End - first.Start, Weigh(text, found, phrase), phrase.First));
        }

        AddTroubles(text, found, hits);
        AddSigns(text, hits);
        var turns = Turns(text, found);
        double positive = 0, negative = 0;
        foreach (var hit in hits)
        {
            var weight = hit.Weight * (text.Words.Count == 0 ? 1 : ByTurn(text, found, turns, hit.Word));
            if (weight > 0)
                positive += weight;
            else
                negative -= weight;
        }

        return new ToneScore(positive, negative, hits);
    }

    /// <summary>A parcel that never arrived is bad news, however calmly it is told; so is an insult, and a fire.</summary>
    private static void AddTroubles(WordedText text, FoundPhrases found, List<ToneHit> hits)
    {
        foreach (var kind in (ReadOnlySpan<PhraseKind>)[PhraseKind.Complaint, PhraseKind.Abuse, PhraseKind.Now])
        {
            foreach (var phrase in found[kind])
            {
                var weight = kind switch
                {
                    PhraseKind.Abuse => 2,
                    PhraseKind.Now => UrgencyFinder.IsHarm(phrase) ? 1.5 : 0,
                    _ => phrase.Weight >= 2 ? 1.2 : phrase.Weight >= 1 ? 0.6 : 0,
                };
                if (weight == 0 || found.IsTurned(phrase, 2) || Sounds(found, phrase))
                    continue;
                var first = text.Words[phrase.First];
                hits.Add(new ToneHit(first.Start, text.Words[phrase.Last].End - first.Start, -weight, phrase.First));
            }
        }
    }

    private static bool Sounds(FoundPhrases found, FoundPhrase phrase)
    {
        for (var word = phrase.First; word <= phrase.Last; word++)
        {
            if (found.Covers(PhraseKind.Tone, word))
                return true;
        }

        return false;
    }

    private static double Weigh(WordedText text, FoundPhrases found, FoundPhrase phrase)
    {
        var word = text.Words[phrase.First];
        var weight = phrase.Weight;
        if (found.Before(PhraseKind.Strong, phrase.First, 2))
            weight *= 1.35;
        if (found.Before(PhraseKind.Weak, phrase.First, 2))
            weight *= 0.6;
        if (word.Is(WordLook.Shouted) && !text.Shouts)
            weight *= 1.25;
        if (word.Plain is not null)
            weight *= 1.2;
        weight *= 1 + (0.1 * Math.Min(3, text.Sentences[word.Sentence].Exclaims));

        // Scare quotes: “improved” is what others call it.
        if (weight > 0 && word.Is(WordLook.Quoted))
            return -0.5 * weight;
        if (weight > 0 && found.Before(PhraseKind.Wish, phrase.First, 4))
            weight *= 0.35;
        if (found.IsTurned(phrase, 3) || TurnedAfterwards(text, found, phrase.Last))
            weight *= weight > 0 ? -0.7 : -0.35;
        return weight;
    }

    /// <summary>"Das gefällt mir gar nicht": the negation closes the clause. In "super und nicht teuer" it does not.</summary>
    private static bool TurnedAfterwards(WordedText text, FoundPhrases found, int word)
    {
        if (found.Covers(PhraseKind.Afterwards, word))
            return false;
        for (var i = word + 1; i < text.Words.Count && i <= word + 5 && text.Words[i].Clause == text.Words[word].Clause; i++)
        {
            if (found.EndsAt(PhraseKind.Afterwards, i) && (i + 1 == text.Words.Count || text.Words[i + 1].Clause != text.Words[word].Clause))
                return true;
        }

        return false;
    }

    /// <summary>What comes after "but" is what is meant, in one sentence or between two.</summary>
    private static double ByTurn(WordedText text, FoundPhrases found, int[] turns, int word)
    {
        var sentence = text.Words[word].Sentence;
        if (turns[sentence] > 0)
            return word < turns[sentence] ? 0.7 : 1.3;
        return sentence + 1 < text.Sentences.Count && text.Sentences[sentence + 1].First is var next
            && next < text.Words.Count && found.BeginsAt(PhraseKind.But, next) ? 0.7 : 1;
    }

    /// <returns>For each sentence the place of its last "but" that does not begin it; 0 where there is none.</returns>
    private static int[] Turns(WordedText text, FoundPhrases found)
    {
        var turns = new int[text.Sentences.Count];
        foreach (var turn in found[PhraseKind.But])
        {
            var sentence = text.Words[turn.First].Sentence;
            if (turn.First > text.Sentences[sentence].First)
                turns[sentence] = turn.First;
        }

        return turns;
    }

    /// <summary>Emoji and emoticons. One that is repeated grows a little each time, not as often as it stands there.</summary>
    private static void AddSigns(WordedText text, List<ToneHit> hits)
    {
        var seen = new Dictionary<string, int>();
        for (var i = 0; i < text.Words.Count; i++)
        {
            var word = text.Words[i];
            if (!word.IsAside && word.Text[0] >= 128 && WordFiles.Signs.TryGetValue(word.Text, out var weight))
                Add(word.Text, word.Start, word.Length, weight, i);
        }

        var at = 0;
        var near = 0;
        while (at < text.Text.Length && text.Text.AsSpan(at).IndexOfAny(Emoticons.Beginnings) is var step and >= 0)
        {
            at += step;
            var sign = Emoticons.At(text.Text, at);
            if (sign is null)
            {
                at++;
                continue;
            }

            while (near < text.Words.Count - 1 && text.Words[near + 1].Start <= at)
                near++;
            if (text.Words.Count == 0 || !text.Words[near].IsAside || at >= text.Words[near].End)
                Add(sign, at, sign.Length, WordFiles.Signs[sign], near);
            at += sign.Length;
        }

        void Add(string sign, int start, int length, double weight, int word)
        {
            var times = seen[sign] = seen.GetValueOrDefault(sign) + 1;
            if (weight != 0 && times <= 3)
                hits.Add(new ToneHit(start, length, times == 1 ? weight : 0.2 * weight, word));
        }
    }
}

/// <summary>A word or sign that sounds, and how: below 0 against, above for.</summary>
/// <param name="Word">The word it is, or stands by.</param>
internal readonly record struct ToneHit(int Start, int Length, double Weight, int Word);
