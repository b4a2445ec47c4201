using System.Collections.Frozen;
using PageWatch.Pipeline.Understanding;

namespace PageWatch.Pipeline.Checks;

/// <summary>Promises that the playbook does not make: neither in its list, nor word for word in a reply of its own.</summary>
internal static class PromiseCheck
{
    private const string Money = "money";
    private const string Free = "free";
    private const string Deed = "deed";
    private const string Time = "time";

    /// <summary>How far before a phrase a "not" turns it.</summary>
    private const int Reach = 2;

    private static readonly ILookup<string, string> Lines = PhraseList.Read("promises.tsv");
    private static readonly FrozenSet<string> Negations = Words("not");
    private static readonly FrozenSet<string> NegationsBehind = Words("after");

    /// <summary>A phrase that begins with who promises has its own "not" inside: "do not worry we will refund you" is a promise.</summary>
    private static readonly FrozenSet<string> Subjects = Words("subject");

    private static readonly PhraseList Promises = new(
        ((string[])[Money, Free, Deed, Time]).SelectMany(kind => Lines[kind].Select(phrase => (phrase, kind))), Negations);

    public static IEnumerable<ReplyFinding> In(CheckedText text, ReplyOccasion occasion)
    {
        var said = Promises.In(text.Words).Where(promise => !IsTurned(text.Words, promise)).ToList();
        if (said.Count == 0)
            return [];
        var sayings = PlaybookSayings.Of(occasion.Playbook);
        var allowed = new bool[text.Words.Words.Count];
        foreach (var phrase in sayings.Promises.In(text.Words))
            allowed.AsSpan(phrase.First, phrase.Last - phrase.First + 1).Fill(true);
        // Looking through a playbook takes longer than looking through a reply: each piece is asked for once.
        var known = new Dictionary<string, bool>();
        return said.Where(promise => !allowed.AsSpan(promise.First, promise.Last - promise.First + 1).Contains(true) && !IsSaid(text.Piece(text.Place(promise.First, promise.Last))))
            .Take(CheckedText.MostOfAKind).Select(promise => Finding(text, promise));

        bool IsSaid(string piece) => known.TryGetValue(piece, out var isSaid) ? isSaid : known[piece] = sayings.Says(piece);
    }

    private static ReplyFinding Finding(CheckedText text, SaidPhrase promise)
    {
        var place = text.Place(promise.First, promise.Last);
        var piece = CheckSay.Piece(text.Piece(place));
        var reason = promise.Tag switch
        {
            Money => CheckSay.It(CheckWording.PromiseMoney, piece),
            Free => CheckSay.It(CheckWording.PromiseFree, piece),
            Time => CheckSay.It(CheckWording.PromiseTime, piece),
            _ => CheckSay.It(CheckWording.PromiseDeed, piece),
        };
        return new ReplyFinding(FindingKind.Promise, promise.Tag == Money ? FindingLevel.Blocker : FindingLevel.Warning, reason, place.Start, place.Length, null);
    }

    private static bool IsTurned(WordedText text, SaidPhrase promise)
    {
        var words = text.Words;
        if (!Subjects.Contains(words[promise.First].Text))
        {
            for (var i = promise.First - 1; i >= 0 && i >= promise.First - Reach && words[i].Clause == words[promise.First].Clause; i--)
            {
                if (Negations.Contains(words[i].Text))
                    return true;
            }
        }

        for (var i = promise.Last + 1; i < words.Count && i <= promise.Last + Reach && words[i].Clause == words[promise.Last].Clause; i++)
        {
            if (NegationsBehind.Contains(words[i].Text))
                return true;
        }

        return false;
    }

    private static FrozenSet<string> Words(string kind) => Lines[kind].Select(word => Domain.Understanding.WordStream.Fold(word)).ToFrozenSet();
}
