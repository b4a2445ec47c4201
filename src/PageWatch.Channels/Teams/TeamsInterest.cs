namespace PageWatch.Channels.Teams;

/// <summary>What an activity asks for.</summary>
internal enum TeamsInterest
{
    None,

    /// <summary>Somebody said or did something.</summary>
    Words,

    /// <summary>Something changed about a place.</summary>
    Place,

    /// <summary>The bot is gone from a place, or the place is.</summary>
    Departure,
}
