namespace PageWatch.Channels.Teams;

/// <summary>The few words that the chat itself needs; all others come with the cards.</summary>
internal static class TeamsWording
{
    /// <summary>From an answer that stands in a card's place to the card.</summary>
    public const string Back = "Back";

    public const string More = "More";

    /// <summary>Beside a box that was sent empty.</summary>
    public const string Empty = "Write something first.";

    /// <summary>The title of a window whose text could not be saved.</summary>
    public const string NotSaved = "Not saved";

    public const string Typed = "What you wrote";

    public const string StillWorking = "This takes longer than usual. It goes on; the card shows when it is done.";

    public const string NotAtHand = "The card that stood here is not at hand any more. Ask for it again.";

    public const string NotUnderstood = "This button is not known.";

    public const string SupersededTitle = "This card stands twice";

    public const string Superseded = "An answer of Teams was lost, and the card was posted again. The other one is kept up to date.";

    public const string Mend = "Set PageWatch:Teams in the settings; README.md of the folder Teams tells how.";
}
