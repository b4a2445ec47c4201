namespace PageWatch.Domain.Channels;

/// <summary>Understands where a channel leads, as somebody typed it: <c>webhook:https://…</c>, <c>mail:care@contoso.example</c>.</summary>
public interface IChannelFinder
{
    ChannelKind Kind { get; }

    /// <summary>What stands before the first colon, in lower case.</summary>
    string Prefix { get; }

    /// <summary>Deliveries are signed with a secret that both sides know.</summary>
    bool TakesSecret { get; }

    /// <param name="typed">What stands after the colon; may be anything.</param>
    ChannelFound Find(string typed);

    /// <summary>An address as it may stand in a list: without what would open the place to whoever reads it.</summary>
    string Show(string address);

    /// <summary>What is wrong with a secret that somebody typed, with the mend; null when it is good.</summary>
    string? ProblemWithSecret(string typed);

    /// <summary>A secret that nobody can guess, in the form that receivers of this kind know.</summary>
    string NewSecret();
}

/// <summary>An address in the channel's own terms, or what is wrong with what was typed.</summary>
/// <param name="Address">Null when there is a problem.</param>
/// <param name="Name">What it may be called; empty when nothing better than the kind is known.</param>
/// <param name="Problem">With the mend; null when an address was found.</param>
public sealed record ChannelFound(string? Address, string Name, string? Problem);
