using PageWatch.Domain.Nudges;
using PageWatch.Domain.Teams;

namespace PageWatch.Domain.Channels;

/// <summary>Something staff should know that is no post: a watch that stopped, publishing that is paused. One card for one matter, changed in place.</summary>
/// <param name="Key">Names the matter in its team: "watch 3"; a second notice under the same key replaces the first.</param>
/// <param name="Title">One line, with the name of the page.</param>
/// <param name="Text">What is wrong and the mend.</param>
/// <param name="IsOver">Mended; the card says so and shrinks.</param>
public sealed record Notice(TeamId Team, string Key, string Title, string Text, Tone Tone, DateTimeOffset At, bool IsOver = false)
{
    /// <summary>The channel that it is about: it is told in the team's other ones, fallbacks too. Null for what all but fallbacks are told.</summary>
    public ChannelId? About { get; init; }

    /// <summary>Whom it calls by name; empty when it is for all.</summary>
    public IReadOnlyList<MemberId> Calls { get => field ?? []; init; } = [];

    /// <summary>What those whom it calls can ask for by a press; empty for nothing.</summary>
    public IReadOnlyList<NoticeAsk> Asks { get => field ?? []; init; } = [];

    /// <summary>What it says when its matter is over; null to say that the text no longer holds.</summary>
    public string? WhenOver { get; init; }

    /// <summary>The nudge that it is about: it is told where that one's cards stand, and nowhere else. Null for none.</summary>
    public NudgeId? Nudge { get; init; }

    /// <summary>The one channel that is told; null where it is told as <see cref="About"/> and <see cref="Nudge"/> say.</summary>
    public ChannelId? Only { get; init; }

    /// <summary>The day whose digest it is: what waits in it is drawn with it, as it stands at that moment. Null for every other notice.</summary>
    public DateOnly? DigestOf { get; init; }
}

/// <param name="Command">As it would be typed: <c>accept 12</c>.</param>
public sealed record NoticeAsk(string Label, string Command);
