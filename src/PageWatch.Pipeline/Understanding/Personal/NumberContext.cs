namespace PageWatch.Pipeline.Understanding.Personal;

/// <summary>What the words before a number say that it is.</summary>
internal enum NumberContext
{
    None,

    /// <summary>A purchase, a case or a customer.</summary>
    Order,

    /// <summary>A parcel on its way.</summary>
    Tracking,

    /// <summary>An account at a bank.</summary>
    Bank,

    /// <summary>A card to pay with.</summary>
    Card,
}
