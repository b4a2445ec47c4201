using PageWatch.Domain.Channels;

namespace PageWatch.Testing.Stages;

/// <summary>Takes any address in a line of its own; "bad" is none.</summary>
public sealed class FakeChannelFinder(ChannelKind kind, string prefix, bool takesSecret) : IChannelFinder
{
    public ChannelKind Kind => kind;

    public string Prefix => prefix;

    public bool TakesSecret => takesSecret;

    public ChannelFound Find(string typed) => typed == "bad" ? new ChannelFound(null, "", "\"bad\" is no address.") : new ChannelFound(typed, Uri.TryCreate(typed, UriKind.Absolute, out var place) ? place.Host : "", null);

    public string Show(string address) => address;

    public string? ProblemWithSecret(string typed) => typed.StartsWith("whsec_", StringComparison.Ordinal) ? null : "The secret must begin with whsec_.";

    public string NewSecret() => "whsec_bWFkZSBieSB0aGUgc3RhZ2UgZm9yIHRlc3RzIG9ubHk=";
}
