using System.Collections.Concurrent;
using PageWatch.Domain.Channels;
using PageWatch.Domain.Nudges;

namespace PageWatch.Channels.Teams;

/// <summary>What this process has posted: Teams cannot be asked. Bounded, and lost at a restart; what must outlive it is kept by the outbox as <see cref="CardDelivery.Existing"/>.</summary>
internal sealed class TeamsPosted(TimeProvider time)
{
    private const int MostCards = 10_000;
    private const int MostShown = 1_000;

    private readonly ConcurrentDictionary<(string Address, string Key), PostedCard> cards = new();
    private readonly ConcurrentDictionary<(string Address, NudgeId Nudge), PostedCard> ofNudges = new();
    private readonly ConcurrentDictionary<(string Conversation, string Activity), ShownCard> shown = new();

    public PostedCard Of(string address, string key, NudgeId? nudge)
    {
        if (cards.Count > MostCards)
            Forget();
        var card = cards.GetOrAdd((address, key), static _ => new PostedCard());
        card.UsedAt = time.GetTimestamp();
        if (nudge is { } number)
            ofNudges[(address, number)] = card;
        return card;
    }

    /// <returns>Null when this process posted no card of that nudge there.</returns>
    public PostedCard? OfNudge(string address, NudgeId nudge) => ofNudges.GetValueOrDefault((address, nudge));

    /// <summary>Notes what stands in a message, for whoever asks to see it again.</summary>
    public void Shows(string conversation, string activity, Card card, NudgeId? about)
    {
        if (shown.Count > MostShown)
        {
            foreach (var (at, _) in shown.OrderBy(each => each.Value.At).Take(MostShown / 4))
                shown.TryRemove(at, out _);
        }

        shown[(conversation, activity)] = new ShownCard(card, about, time.GetTimestamp());
    }

    /// <returns>Null when it is not at hand.</returns>
    public ShownCard? At(string conversation, string activity) => shown.GetValueOrDefault((conversation, activity));

    private void Forget()
    {
        foreach (var (at, card) in cards.OrderBy(each => each.Value.UsedAt).Take(MostCards / 4))
        {
            cards.TryRemove(at, out _);
            foreach (var (nudge, _) in ofNudges.Where(each => ReferenceEquals(each.Value, card)))
                ofNudges.TryRemove(nudge, out _);
        }
    }
}

/// <param name="At">For the oldest to go first.</param>
internal sealed record ShownCard(Card Card, NudgeId? About, long At);

/// <summary>One card under one key. Whoever changes it holds <see cref="Turn"/>.</summary>
internal sealed class PostedCard
{
    // Never asked for its handle, and so it holds nothing that has to be freed.
    public SemaphoreSlim Turn { get; } = new(1, 1);

    public long UsedAt { get; set; }

    /// <summary>Null when it is not known to stand anywhere.</summary>
    public string? Activity { get; set; }

    public long Version { get; set; }

    /// <summary>Of the bytes that Teams took last.</summary>
    public string? Digest { get; set; }

    /// <summary>What the last try in this process came to: it may stand there unknown. Null when there was none.</summary>
    public bool? IsLost { get; set; }

    /// <summary>It was posted again after a try that may have arrived: somewhere a second one may stand.</summary>
    public bool MayStandTwice { get; set; }
}
