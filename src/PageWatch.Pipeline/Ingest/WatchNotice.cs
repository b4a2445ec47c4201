using PageWatch.Domain.Channels;
using PageWatch.Domain.Sources;

namespace PageWatch.Pipeline.Ingest;

/// <summary>The one card that staff have about the health of a watch: red while it cannot be read, over when it can or when nobody asks any more.</summary>
public static class WatchNotice
{
    public static Notice CannotBeRead(Watch watch, string problem, DateTimeOffset now) => Of(watch, "cannot be read", problem, Tone.Now, now, isOver: false);

    public static Notice ReadAgain(Watch watch, DateTimeOffset now) => Of(watch, "is read again", "", Tone.Done, now, isOver: true);

    public static Notice NoLongerWatched(Watch watch, DateTimeOffset now) => Of(watch, "is no longer watched", "", Tone.Done, now, isOver: true);

    private static Notice Of(Watch watch, string what, string text, Tone tone, DateTimeOffset now, bool isOver) =>
        new(watch.Team, $"watch {watch.Id}", $"{watch.Name} {what}", text, tone, now, isOver);
}
