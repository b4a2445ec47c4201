namespace PageWatch.Pipeline.Understanding;

/// <summary>What a phrase tells. The names stand in the word files.</summary>
internal enum PhraseKind
{
    Tone,
    Complaint,
    Question,
    Request,
    Praise,
    Thanks,
    Abuse,
    Spam,
    Sarcasm,
    Today,
    Now,

    /// <summary>Turns what follows.</summary>
    Negation,

    /// <summary>Turns what went before it in its clause, as German does.</summary>
    Afterwards,

    /// <summary>Makes a sound stronger.</summary>
    Strong,

    /// <summary>Makes a sound weaker.</summary>
    Weak,

    /// <summary>What follows it counts more than what went before.</summary>
    But,

    /// <summary>What follows is wished for, so it is not there.</summary>
    Wish,

    /// <summary>A noun follows.</summary>
    Determiner,

    /// <summary>A person's name follows.</summary>
    Name,

    /// <summary>Common verbs, and nouns that say nothing of what a post is about ("row", "time").</summary>
    Vague,
}
