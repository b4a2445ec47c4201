using PageWatch.Domain.Nudges;

namespace PageWatch.Domain.Channels;

/// <summary>A pressed button, read out of a chat's own format. Everything in it may be forged: only the member, whom the channel proved, is believed.</summary>
/// <param name="Version">The nudge's version on the card that was pressed.</param>
/// <param name="Argument">What the button carried.</param>
/// <param name="Input">What was typed on the card; null when the action sends none.</param>
public sealed record Click(string Verb, NudgeId? Nudge, long Version, string? Argument, string? Input);

/// <summary>What the presser alone gets to see; everybody else sees the card change.</summary>
public abstract record ClickAnswer
{
    private ClickAnswer()
    {
    }

    /// <summary>Done; the card itself shows it.</summary>
    /// <param name="Card">The card as it is now.</param>
    public sealed record Done(Card Card) : ClickAnswer;

    /// <summary>Something to look at or fill in: a preview, an edit box, the whole story.</summary>
    public sealed record Private(Card Card) : ClickAnswer;

    /// <summary>Not done, and why, politely; with the card as it is now where there is one.</summary>
    public sealed record Refused(string Why, Card? Current) : ClickAnswer;
}
