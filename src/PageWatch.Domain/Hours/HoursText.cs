namespace PageWatch.Domain.Hours;

/// <summary>Reads the hours of a week as people write them. Never throws; what is wrong gets a column and a mend.</summary>
/// <remarks>
/// "mon-fri 9:00-12:30 13:30-18:00; sat 22:00-02:00". Days in any of their short forms, "daily", "weekdays", "weekend"; times with or without minutes, am and pm; any dash.
/// "always" and "24/7" are round the clock. A day that is said to be closed is closed, whatever else is said of it: "daily 9-17; sun closed".
/// </remarks>
public static class HoursText
{
    /// <summary>A longer text is refused.</summary>
    public const int Longest = 2_000;

    private const string DaysMend = "Days are mon, tue, wed, thu, fri, sat and sun; also daily, weekdays and weekend.";
    private const string Example = "Say for example mon-fri 9:00-17:00.";

    public static HoursParse Parse(string? typed)
    {
        var text = typed ?? "";
        if (text.Length > Longest)
            return new HoursParse(null, new HoursProblem(Longest + 1, $"This is longer than {Longest} characters.", "Say the hours of one week; holidays have a list of their own."));
        return new Reader(text).Read();
    }

    /// <returns>The day of a word such as "mon", "Tues" or "sundays"; null when it is none.</returns>
    public static DayOfWeek? DayOf(string? word) => word?.ToLowerInvariant() switch
    {
        "mo" or "mon" or "monday" or "mondays" => DayOfWeek.Monday,
        "tu" or "tue" or "tues" or "tuesday" or "tuesdays" => DayOfWeek.Tuesday,
        "we" or "wed" or "weds" or "wednesday" or "wednesdays" => DayOfWeek.Wednesday,
        "th" or "thu" or "thur" or "thurs" or "thursday" or "thursdays" => DayOfWeek.Thursday,
        "fr" or "fri" or "friday" or "fridays" => DayOfWeek.Friday,
        "sa" or "sat" or "saturday" or "saturdays" => DayOfWeek.Saturday,
        "su" or "sun" or "sunday" or "sundays" => DayOfWeek.Sunday,
        _ => null,
    };

    /// <returns>A clock time alone, as in "8:30" or "9am", in minutes after midnight; null when it is none.</returns>
    public static int? ClockOf(string? typed)
    {
        if (typed is not { Length: > 0 and <= 10 })
            return null;
        // A minute that follows makes an interval of it, which the reader of intervals knows how to refuse.
        var scan = new HoursScan($"{typed.Trim()}-24:00");
        return scan.LooksLikeTimes() && scan.Times() is { } time && scan.IsAtEnd ? time.From : null;
    }

    private sealed class Reader(string text)
    {
        private readonly HoursScan scan = new(text);
        private readonly List<OpenTime>[] days = [.. Enumerable.Range(0, 7).Select(_ => new List<OpenTime>())];
        private readonly bool[] closed = new bool[7];
        private readonly List<int> named = [];
        private int namedAt;
        private bool isTold;

        public HoursParse Read()
        {
            while (scan.Problem is null)
            {
                scan.SkipBlanks();
                if (scan.IsAtEnd)
                    break;
                Step();
            }

            if (scan.Problem is null)
                EndPart();
            if (scan.Problem is null)
            {
                for (var day = 0; day < 7; day++)
                {
                    if (closed[day])
                        days[day].Clear();
                }

                if (days.All(day => day.Count == 0))
                    scan.Wrong(0, text.Trim().Length == 0 ? "No hours are said." : "With these hours nobody would ever be there.", Example);
            }

            return scan.Problem is { } problem ? new HoursParse(null, problem) : new HoursParse(new WeekHours(days), null);
        }

        private void Step()
        {
            var at = scan.At;
            var c = scan.Here;
            if (c is ';' or '\n' or '|')
            {
                scan.At++;
                EndPart();
            }
            else if (c is ',' or '&' or '+' or ':' or '.' || HoursScan.IsDash(c))
            {
                // A mark between a day and its hours, or between hours, says nothing that its neighbours do not.
                scan.At++;
            }
            else if (HoursScan.IsDigit(c))
            {
                if (text.AsSpan(at).StartsWith("24/7", StringComparison.Ordinal))
                {
                    scan.At += 4;
                    Always();
                }
                else if (scan.Times() is { } time)
                {
                    Add(time, at);
                }
            }
            else if (char.IsLetter(c))
            {
                Word(at);
            }
            else
            {
                scan.Wrong(at, $"“{scan.Shown(at)}” is not understood.", Example);
            }
        }

        private void Word(int at)
        {
            var word = scan.Word();
            switch (word)
            {
                case "and":
                    return;
                case "always":
                    Always();
                    return;
                case "closed":
                    if (named.Count == 0)
                        scan.Wrong(at, "It is not said which day is closed.", "Say sun closed.");
                    foreach (var day in named)
                        closed[day] = true;
                    isTold = true;
                    return;
            }

            if (DaysOf(word) is not { } first)
            {
                scan.Wrong(at, $"“{scan.Shown(at)}” is no day.", DaysMend);
                return;
            }

            if (isTold)
            {
                named.Clear();
                isTold = false;
            }

            if (named.Count == 0)
                namedAt = at;
            var (from, count) = first;
            if (count == 1 && RangeEnd() is { } last)
                count = (last - from + 7) % 7 + 1;
            for (var i = 0; i < count; i++)
            {
                var day = (from + i) % 7;
                if (!named.Contains(day))
                    named.Add(day);
            }
        }

        /// <summary>Where a dash and another day follow, that day.</summary>
        private int? RangeEnd()
        {
            var before = scan.At;
            scan.SkipBlanks();
            var isRange = false;
            if (HoursScan.IsDash(scan.Here))
            {
                scan.At++;
                isRange = true;
            }
            else if (char.IsLetter(scan.Here))
            {
                isRange = scan.Word() is "to" or "through" or "thru" or "until";
            }

            scan.SkipBlanks();
            if (!isRange || !char.IsLetter(scan.Here))
            {
                scan.At = before;
                return null;
            }

            var at = scan.At;
            var word = scan.Word();
            // "mon - closed" is a day and its hours.
            if (word is "closed" or "always")
            {
                scan.At = before;
                return null;
            }

            if (DayOf(word) is { } day)
                return WeekHours.Place(day);
            scan.Wrong(at, $"“{scan.Shown(at)}” is no day.", DaysMend);
            return null;
        }

        private static (int First, int Count)? DaysOf(string word) => word switch
        {
            "daily" or "everyday" => (0, 7),
            "weekdays" or "weekday" or "workdays" => (0, 5),
            "weekend" or "weekends" => (5, 2),
            _ => DayOf(word) is { } day ? (WeekHours.Place(day), 1) : null,
        };

        private void Always()
        {
            if (named.Count == 0 || isTold)
            {
                named.Clear();
                named.AddRange(Enumerable.Range(0, 7));
            }

            Add(new OpenTime(0, OpenTime.Day), scan.At);
        }

        private void Add(OpenTime time, int at)
        {
            if (named.Count == 0)
            {
                scan.Wrong(at, $"It is not said on which days {time} is.", $"Say for example mon-fri {time}.");
                return;
            }

            foreach (var day in named)
            {
                foreach (var other in days[day].Where(time.Overlaps))
                {
                    var name = WeekHours.Name(WeekHours.Days[day]);
                    scan.Wrong(at, time == other ? $"{name} {time} stands twice." : $"{name} {time} overlaps {other}.", time == other ? "Take one out." : "Make one of the two.");
                    return;
                }

                days[day].Add(time);
            }

            isTold = true;
        }

        private void EndPart()
        {
            if (named.Count > 0 && !isTold)
            {
                var name = scan.Shown(namedAt);
                scan.Wrong(namedAt, $"“{name}” has no hours.", $"Say {name} 9:00-17:00, or {name} closed.");
            }

            named.Clear();
            isTold = false;
        }
    }
}
