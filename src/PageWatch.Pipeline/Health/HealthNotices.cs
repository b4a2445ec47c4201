using PageWatch.Domain.Channels;
using PageWatch.Domain.Sources;
using PageWatch.Pipeline.Cards;

namespace PageWatch.Pipeline.Health;

/// <summary>What staff should read about a watch now; a function of what is known and what they were told before.</summary>
internal static class HealthNotices
{
    /// <summary>Posts that a webhook must have missed before it is called quiet, and how long it has for them: a poll may be faster by a moment.</summary>
    public const int MissedCalls = 3;
    public static readonly TimeSpan CallsMayTake = TimeSpan.FromHours(1);

    /// <param name="told">The latest word on this matter; null for none.</param>
    /// <returns>Null when there is nothing new to say.</returns>
    public static Notice? Quiet(Watch watch, VolumeByHour? volume, Func<DateTimeOffset, CoverageHour> hourAt, Notice? told, DateTimeOffset now)
    {
        if (told is { IsOver: false })
        {
            return Silence.IsOver(volume, hourAt, told.At, now)
                ? Of(watch, Matter.Quiet, Say.It(Wording.QuietOver, watch.Name), Wording.QuietOverText, now, isOver: true)
                : null;
        }

        // A page that cannot be read has a card that says so.
        if (volume is null || watch.State != WatchState.Active || watch.Health.FailuresInARow > 0)
            return null;
        return Silence.Find(volume, hourAt, told?.At, now) is { } silence
            ? Of(
                watch,
                Matter.Quiet,
                Say.It(Wording.QuietTitle, watch.Name),
                Say.It(Wording.QuietText, Say.Moment(silence.Since), Say.Posts(silence.Seen), Say.Number((long)Math.Round(silence.Expected)), watch.Name),
                now)
            : null;
    }

    public static Notice? Calls(Watch watch, Notice? told, DateTimeOffset now)
    {
        var health = watch.Health;
        // A webhook that never called was never set up: health says so, and nobody is alarmed.
        var isQuiet = watch.IsCalled && health.LastCallAt is not null && health.NotCalledFor >= MissedCalls && health.NotCalledSince < now - CallsMayTake;
        if (told is { IsOver: false })
            return health.NotCalledFor == 0 ? Of(watch, Matter.Calls, Say.It(Wording.CallsOver, watch.Name), "", now, isOver: true) : null;
        return isQuiet
            ? Of(
                watch,
                Matter.Calls,
                Say.It(Wording.CallsTitle, watch.Name),
                Say.It(Wording.CallsText, Say.Moment(health.LastCallAt!.Value), Say.Posts(health.NotCalledFor), watch.Page.Address),
                now)
            : null;
    }

    public static Notice? Token(Watch watch, Notice? told, DateTimeOffset now)
    {
        if (TokenCountdown.Step(watch.Health.TokenEndsAt, now) is not { } days)
            return told is { IsOver: false } ? Of(watch, Matter.Token, Say.It(Wording.TokenOver, watch.Name), "", now, isOver: true) : null;
        var title = days switch
        {
            0 => Say.It(Wording.TokenTitleEnded, watch.Name),
            1 => Say.It(Wording.TokenTitleDay, watch.Name),
            _ => Say.It(Wording.TokenTitle, watch.Name, days),
        };
        var text = Say.It(days == 0 ? Wording.TokenTextEnded : Wording.TokenText, Say.Moment(watch.Health.TokenEndsAt!.Value), watch.Page.Address);
        var notice = Of(watch, Matter.Token, title, text, now) with { Tone = days <= 3 ? Tone.Now : Tone.Soon };
        return told is { IsOver: false } && told.Title == title && told.Text == text ? null : notice;
    }

    public static Notice? Repaired(Watch watch, Notice? told, DateTimeOffset now)
    {
        if (watch.Health is not { LastReconciledAt: { } at, Repaired: var repaired })
            return null;
        if (repaired == 0)
        {
            return told is { IsOver: false } && at > told.At
                ? Of(watch, Matter.Repaired, Say.It(Wording.RepairedOver, watch.Name), Wording.RepairedOverText, now, isOver: true)
                : null;
        }

        var title = Say.It(Wording.RepairedTitle, Say.Posts(repaired), watch.Name);
        // The same number of another night is news; while it is counted it grows.
        if (told is { IsOver: false } && told.Title == title && told.At >= at)
            return null;
        return Of(watch, Matter.Repaired, title, watch.IsCalled ? Wording.RepairedTextCalled : Wording.RepairedTextPolled, now) with { Tone = Tone.Calm };
    }

    /// <summary>The same matter of a watch that has ended.</summary>
    public static Notice Ended(Notice told, Watch watch, DateTimeOffset now) => told with { Title = Say.It(Wording.NoLongerWatched, watch.Name), Text = "", Tone = Tone.Done, At = now, IsOver = true };

    private static Notice Of(Watch watch, string matter, string title, string text, DateTimeOffset now, bool isOver = false) =>
        new(watch.Team, Matter.KeyOf(watch, matter), title, text, isOver ? Tone.Done : Tone.Soon, now, isOver);
}
