namespace PageWatch.Pipeline.Checks;

/// <summary>Something in a reply that a person should know before it is published.</summary>
/// <param name="Reason">In words for people, with the piece of text it is about.</param>
/// <param name="Start">Where it is, in UTF-16 units of the text.</param>
/// <param name="Length">0 where it is no place but the whole text.</param>
/// <param name="Mend">The whole text after the one-click mend, which mends all places of the same kind; null where a person has to find the words.</param>
public sealed record ReplyFinding(FindingKind Kind, FindingLevel Level, string Reason, int Start, int Length, string? Mend)
{
    /// <summary>Whether the text must not be published as it stands.</summary>
    public bool Blocks => Level == FindingLevel.Blocker;
}

/// <summary>How much a finding weighs.</summary>
public enum FindingLevel
{
    /// <summary>A person may publish all the same.</summary>
    Warning,

    /// <summary>Nothing is published before it is mended.</summary>
    Blocker,
}

/// <summary>What was found.</summary>
public enum FindingKind
{
    /// <summary>Nothing that could be seen.</summary>
    Empty,

    /// <summary>More than the page takes, in its own unit.</summary>
    TooLong,

    /// <summary>Money, something for nothing, a deed or a date, which the playbook does not promise.</summary>
    Promise,

    /// <summary>What identifies a person or a purchase.</summary>
    PersonalData,

    /// <summary>Words that the playbook forbids.</summary>
    NeverSay,

    /// <summary>An address that is neither the page's nor the playbook's.</summary>
    Link,

    /// <summary>Somebody else is addressed than the post's author.</summary>
    WrongName,

    /// <summary>Another language than the post's.</summary>
    WrongLanguage,

    /// <summary>Capitals, piled-up marks of exclamation.</summary>
    Shouting,

    /// <summary>An apology for nothing in particular, or another phrase that says nothing.</summary>
    EmptyApology,

    /// <summary>A place that was to be filled.</summary>
    UnfilledSlot,

    /// <summary>A note of whoever wrote it, a mark of markup, a word twice.</summary>
    Leftover,

    /// <summary>What nobody sees, or what turns or covers what they see.</summary>
    HiddenCharacter,

    /// <summary>The post's own words and nothing else.</summary>
    Echo,

    /// <summary>Words that insult.</summary>
    Insult,
}
