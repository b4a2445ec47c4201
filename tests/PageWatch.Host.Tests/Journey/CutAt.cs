namespace PageWatch.Host.Tests.Journey;

/// <summary>Where a line is cut, on the way of a reply to its page.</summary>
public enum CutAt
{
    /// <summary>At the look just before sending: the page hears of no reply.</summary>
    TheLook,

    /// <summary>The reply left us and never arrived.</summary>
    TheReply,

    /// <summary>The page took the reply; its answer never came.</summary>
    TheAnswer,
}
