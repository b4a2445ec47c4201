using System.Globalization;
using System.Text.RegularExpressions;
using PageWatch.Domain.OnCall;
using PageWatch.Domain.Posts;
using PageWatch.Pipeline.Cards;
using PageWatch.Pipeline.Teams;

namespace PageWatch.Pipeline.Commands;

/// <summary>Reads days, turns and zones as people type them.</summary>
internal static partial class OnCallWords
{
    /// <summary>Words of one name, at most, where no quotes hold them together.</summary>
    public const int MostWordsOfName = 4;

    private static readonly DayOfWeek[] Weekdays = [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday, DayOfWeek.Saturday, DayOfWeek.Sunday];

    /// <summary>"7d", "2w", "14".</summary>
    /// <returns>Null when it is no length of a turn.</returns>
    public static int? Each(string typed)
    {
        var text = typed.Trim().ToLowerInvariant();
        var unit = text.EndsWith('w') ? 7 : 1;
        return int.TryParse(text.TrimEnd('d', 'w'), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= Rota.LongestTurn && number * unit <= Rota.LongestTurn ? number * unit : null;
    }

    /// <summary>"mon 09:00", "2026-12-07", "18:30"; a weekday is the last one that has come.</summary>
    /// <param name="now">By the clock on the wall.</param>
    /// <returns>Null when it is no day and time, or further than a year away.</returns>
    public static (DateOnly Day, TimeOnly At)? From(string typed, DateTime now)
    {
        DateOnly? day = null;
        TimeOnly? at = null;
        var weekday = DayOfWeek.Monday;
        foreach (var word in typed.ToLowerInvariant().Split([' ', ',', '\t'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (Time(word) is { } time && at is null)
                at = time;
            else if (Date(word) is { } date && day is null)
                day = date;
            else if (word.Length >= 3 && Array.FindIndex(Weekdays, each => each.ToString().StartsWith(word, StringComparison.OrdinalIgnoreCase)) is >= 0 and var found)
                weekday = Weekdays[found];
            else if (word is not ("at" or "on" or "every"))
                return null;
        }

        var time09 = at ?? new TimeOnly(9, 0);
        if (day is null)
        {
            var last = DateOnly.FromDateTime(now);
            while (last.DayOfWeek != weekday || last.ToDateTime(time09) > now)
                last = last.AddDays(-1);
            day = last;
        }

        return Math.Abs(day.Value.DayNumber - DateOnly.FromDateTime(now).DayNumber) <= 366 ? (day.Value, time09) : null;
    }

    /// <returns>The zone, or the words that say that there is none and which may be meant.</returns>
    public static (TimeZoneInfo? Zone, string? Problem) Zone(string typed)
    {
        if (Zones.Find(typed) is { } zone)
            return (zone, null);
        var name = CleanText.Line(typed, 60);
        return (null, Zones.Near(typed, 1) is [var near] ? Say.It(OnCallWording.OnCallZoneMeant, name, near) : Say.It(OnCallWording.OnCallBadZone, name));
    }

    /// <summary>Days at the end of a text: "2026-12-24", "2026-12-20..2027-01-03".</summary>
    /// <param name="before">What stands before them.</param>
    /// <param name="today">Days before it are over.</param>
    /// <returns>The days, or what is wrong with them.</returns>
    public static ((DateOnly From, DateOnly To)? Days, string? Problem) Days(string typed, DateOnly today, out string before)
    {
        before = "";
        var match = DaysAtEnd().Match(typed);
        if (!match.Success || Date(match.Groups["from"].Value) is not { } from || Date(match.Groups["to"] is { Success: true, Value: var last } ? last : match.Groups["from"].Value) is not { } to)
            return (null, Say.It(OnCallWording.OnCallBadDays, CleanText.Line(typed, 40)));
        before = typed[..match.Index].Trim();
        if (to < from)
            return (null, Say.It(OnCallWording.OnCallDaysTurned, OnCallSay.Day(to), OnCallSay.Day(from)));
        if (to < today)
            return (null, Say.It(OnCallWording.OnCallDaysPast, OnCallSay.Day(to), OnCallSay.Day(today)));
        var furthest = today.AddDays(Rota.LongestNote);
        if (to > furthest)
            return (null, Say.It(OnCallWording.OnCallDaysFar, OnCallSay.Day(to), OnCallSay.Day(furthest)));
        // What is over of them is over.
        return (((from < today ? today : from), to), null);
    }

    /// <summary>Words apart by blanks and commas; quotes hold a name together and are taken off.</summary>
    public static IReadOnlyList<string> Names(string typed) =>
        [.. Name().Matches(typed).Select(match => match.Groups["quoted"] is { Success: true, Value: var quoted } ? quoted : match.Value).Where(word => word.Length > 0 && word is not "and")];

    private static DateOnly? Date(string word) => DateOnly.TryParseExact(word, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;

    private static TimeOnly? Time(string word) =>
        TimeOnly.TryParseExact(word, ["H:mm", "HH:mm", "H.mm", "%H"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : null;

    // Chats make one sign of two or three dots.
    [GeneratedRegex(@"(?<from>[0-9]{4}-[0-9]{2}-[0-9]{2})(\s*(\.{2,3}|…|–|—|-|to|until)\s*(?<to>[0-9]{4}-[0-9]{2}-[0-9]{2}))?\s*$", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex DaysAtEnd();

    [GeneratedRegex("[\"“”„](?<quoted>[^\"“”„]*)[\"“”„]|[^\\s,]+", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Name();
}
