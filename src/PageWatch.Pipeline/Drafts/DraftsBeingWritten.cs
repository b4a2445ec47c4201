using System.Collections.Concurrent;
using PageWatch.Domain.Nudges;
using PageWatch.Domain.Posts;

namespace PageWatch.Pipeline.Drafts;

/// <summary>Replies that an adviser is writing at this moment, as far as they go.</summary>
/// <remarks>In memory alone: what is half is no draft, so that it is stored nowhere and ends with the process. Safe for all threads.</remarks>
public sealed class DraftsBeingWritten(IDoorbell doorbell)
{
    private readonly IDoorbell doorbell = doorbell;
    private readonly ConcurrentDictionary<NudgeId, Pen> pens = new();

    /// <param name="answers">The post that is answered; once the nudge is about another, or another version, nothing of it is shown.</param>
    /// <param name="by">Who writes, as people know it.</param>
    /// <returns>Disposed when the writing has ended, in whatever way.</returns>
    internal Pen Begin(NudgeId nudge, Post answers, string by)
    {
        var pen = new Pen(this, nudge, answers.Id, answers.Revision, by);
        pens[nudge] = pen;
        return pen;
    }

    /// <summary>Somebody has asked for a draft, and it is not there yet.</summary>
    internal bool IsWriting(NudgeId nudge) => pens.ContainsKey(nudge);

    /// <returns>What can be shown so far; null while there is nothing, and where the nudge went on to something else.</returns>
    internal DraftSoFar? SoFar(Nudge nudge) =>
        nudge is { IsAtEnd: false, State: not NudgeState.Publishing } && pens.TryGetValue(nudge.Id, out var pen) && pen.Text is { Length: > 0 } text && pen.Post == nudge.Focus && pen.Revision == nudge.FocusRevision
            ? new DraftSoFar(text, pen.By) : null;

    /// <returns>Null while there is nothing to show.</returns>
    internal string? TextOf(NudgeId nudge) => pens.TryGetValue(nudge, out var pen) && pen.Text is { Length: > 0 } text ? text : null;

    /// <summary>Those whose cards have not been asked for since there is something to show.</summary>
    internal IReadOnlyList<Pen> Unannounced() => pens.IsEmpty ? [] : [.. pens.Values.Where(pen => pen is { IsAnnounced: false, Text.Length: > 0 })];

    /// <summary>One reply on its way to the card.</summary>
    internal sealed class Pen(DraftsBeingWritten all, NudgeId nudge, PostId post, int revision, string by) : IProgress<string>, IDisposable
    {
        private volatile string text = "";
        private volatile bool isAnnounced;

        public NudgeId Nudge => nudge;

        public PostId Post => post;

        public int Revision => revision;

        public string By => by;

        public string Text => text;

        /// <summary>Its cards were asked for; from there on they follow by themselves.</summary>
        public bool IsAnnounced { get => isAnnounced; set => isAnnounced = value; }

        /// <param name="value">All of the reply so far, not what is new of it; empty to take back what was shown.</param>
        public void Report(string value)
        {
            text = value;
            // A card that went back to its stored draft is asked for anew.
            if (value.Length == 0)
                isAnnounced = false;
            else if (!isAnnounced)
                all.doorbell.Ring(Door.Outbox);
        }

        /// <summary>Rings for nobody: what follows is saved in a moment and rings then, and where nothing follows the cards are due anyway.</summary>
        public void Dispose() => all.pens.TryRemove(new KeyValuePair<NudgeId, Pen>(nudge, this));
    }
}

/// <summary>The beginning of a reply; no draft, and never one that could be sent.</summary>
/// <param name="By">Who writes it, as people know it.</param>
public sealed record DraftSoFar(string Text, string By);
