namespace PageWatch.Pipeline.Cards;

/// <summary>What a person's yes to a reply comes to.</summary>
internal enum ApprovalStep
{
    /// <summary>It counts for nothing by itself: somebody whose yes counts is asked.</summary>
    Asks,

    /// <summary>It counts, and another person is asked too.</summary>
    First,

    /// <summary>The reply goes out.</summary>
    Last,
}
