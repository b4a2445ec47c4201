using PageWatch.Domain.Nudges;

namespace PageWatch.Domain.Channels;

/// <summary>What staff see, in no chat's own format: each channel has one renderer, and renderers hold no wording.</summary>
/// <param name="Title">One line: what kind and how urgent. Our words only.</param>
/// <param name="Parts">In reading order.</param>
/// <param name="Actions">The first with <see cref="ActionStyle.Main"/> is the one main action.</param>
public sealed record Card(string Title, Tone Tone, IReadOnlyList<CardPart> Parts, IReadOnlyList<CardAction> Actions)
{
    /// <summary>Plain text, one line: what a notification, a screen reader or a chat without cards shows.</summary>
    public required string Fallback { get; init; }

    /// <summary>When something is due, for the corner of the card; null when nothing is.</summary>
    public CardClock? Clock { get; init; }

    /// <summary>The card has done its work and may shrink.</summary>
    public bool IsDone { get; init; }
}

/// <summary>How much a card or a line asks for attention; always said in words too, never by colour alone.</summary>
public enum Tone
{
    Calm,
    Soon,
    Now,
    Done,
}

/// <summary>The corner of a card.</summary>
/// <param name="Label">What is due, before the time: "answer by". The time is shown in the reader's own zone.</param>
/// <param name="At">Null when the label says all.</param>
public sealed record CardClock(string Label, DateTimeOffset? At, Tone Tone);

/// <summary>Something to press. The version refuses a stale click.</summary>
/// <param name="Verb">Lower case, as typed in a command.</param>
/// <param name="Nudge">Null for actions that belong to no nudge.</param>
/// <param name="Version">The nudge's version that the card shows.</param>
public sealed record CardAction(string Verb, string Label, NudgeId? Nudge, long Version)
{
    /// <summary>What the verb needs besides: a reason, a time, a code. Null for nothing.</summary>
    public string? Argument { get; init; }

    public ActionStyle Style { get; init; }

    /// <summary>Says more than the label where the label alone would not do for a screen reader; null to use the label.</summary>
    public string? Description { get; init; }

    /// <summary>Answered with something that the presser alone gets to see: a chat that has to open a window first can do so before it knows what to show.</summary>
    public bool Opens { get; init; }

    /// <summary>The text of the card's input travels with the click.</summary>
    public bool SendsInput { get; init; }
}

/// <summary>Where an action stands.</summary>
public enum ActionStyle
{
    Normal,
    Main,

    /// <summary>Behind "more".</summary>
    More,
}
