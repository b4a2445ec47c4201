using PageWatch.Domain.Teams;

namespace PageWatch.Domain.Channels;

/// <summary>Somebody in a chat who is one of us. A member may have several: in Teams, in Slack, in two organisations.</summary>
/// <param name="Name">As the chat showed it when it was last heard of.</param>
public sealed record ChatAccount(ChannelKind Chat, string Tenant, string User, string Name, MemberId Member);
