using System.Globalization;
using PageWatch.Domain.Posts;

namespace PageWatch.Domain.Hours;

/// <summary>Reads holidays: a list with a line each, or the text of a calendar (iCalendar, RFC 5545). Never throws; what is wrong gets its line and a mend.</summary>
/// <remarks>
/// "2026-12-25 Christmas Day", "2026-12-24..2026-12-26 Christmas", "12-25 Christmas" (every year), "2026-12-24 9:00-12:00 Christmas Eve" (a shortened day). Lines may also be parted by ";" before a
/// date. Where a name begins like hours, "closed" before it says that it is a name.
/// </remarks>
public static class HolidayText
{
    /// <summary>Characters; a longer text is refused.</summary>
    public const int Longest = 1_048_576;

    /// <summary>More lines or entries are refused.</summary>
    public const int Most = 5_000;

    /// <summary>Problems that are told at once.</summary>
    public const int MostProblems = 20;

    internal const int LongestDays = 366;
    private const int LongestName = 80;
    private const string Closed = "closed";

    /// <summary>What people put between a date and what follows; no name begins with it.</summary>
    private static readonly char[] Marks = [' ', ',', '&', '.', '…', ':', '*', '•', '-', '\u2010', '\u2011', '\u2012', '\u2013', '\u2014', '\u2212'];

    private const string DateMend = "Write 2026-12-25, or 12-25 for every year.";

    public static HolidayParse Parse(string? typed)
    {
        var text = typed ?? "";
        if (text.Length > Longest)
            return Wrong(1, 1, "This is longer than 1 MB.", "Leave out the years that are over.");
        var lines = Unfenced(text.ReplaceLineEndings("\n").Split('\n'));
        return CalendarText.IsOne(lines) ? CalendarText.Read(lines) : ReadList(lines);
    }

    /// <summary>The list that reads back to the same: a line each.</summary>
    public static string Of(IEnumerable<Holiday> holidays) => string.Join('\n', InOrder(holidays));

    /// <summary>As lists are kept: with a year first, by day, each once.</summary>
    public static IReadOnlyList<Holiday> InOrder(IEnumerable<Holiday> holidays) =>
        [.. holidays.Distinct().OrderBy(each => each.IsYearly).ThenBy(each => each.From).ThenBy(each => each.To).ThenBy(each => each.ToString(), StringComparer.Ordinal)];

    internal static HolidayParse Wrong(int line, int column, string what, string mend) => new([], [new HolidayProblem(line, column, what, mend)]);

    /// <summary>What may stand behind a date without being taken for anything else.</summary>
    internal static string NameOf(string? typed) => CleanText.Line(typed, LongestName).Replace(';', ',').Replace('`', '\'').TrimStart(Marks).TrimEnd(',', ' ');

    /// <summary>Whether a name would be read as something else where it stands by itself.</summary>
    internal static bool NeedsClosed(string name) => name.Length > 0 && (IsRead(name) || IsClosedMark(name));

    /// <summary>Null when no calendar has such a day.</summary>
    internal static DateOnly? DateIn(int year, int month, int day) =>
        year is >= 1 and <= 9_998 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month) ? new DateOnly(year, month, day) : null;

    private static bool IsClosedMark(string name) =>
        name.StartsWith(Closed, StringComparison.OrdinalIgnoreCase) && name.AsSpan(Closed.Length).TrimStart() is { Length: > 0 } rest && rest.Length < name.Length - Closed.Length
            && (IsRead(rest) || rest.StartsWith(Closed, StringComparison.OrdinalIgnoreCase));

    private static bool IsRead(ReadOnlySpan<char> name) => HoursScan.IsDigit(name[0]) || name.StartsWith("to ", StringComparison.OrdinalIgnoreCase);

    /// <summary>Chats keep a text as it is between three backticks.</summary>
    private static string[] Unfenced(string[] lines)
    {
        if (lines.Length > 0)
        {
            lines[0] = lines[0].TrimStart('\uFEFF');
            if (lines[0].TrimStart().StartsWith("```", StringComparison.Ordinal))
                lines[0] = lines[0].TrimStart()[3..];
            if (lines[^1].TrimEnd().EndsWith("```", StringComparison.Ordinal))
                lines[^1] = lines[^1].TrimEnd()[..^3];
        }

        return lines;
    }

    private static HolidayParse ReadList(string[] lines)
    {
        var found = new List<Holiday>();
        var problems = new List<HolidayProblem>();
        for (var i = 0; i < lines.Length && problems.Count < MostProblems; i++)
        {
            var line = lines[i];
            for (var start = 0; start < line.Length && problems.Count < MostProblems;)
            {
                var end = EndOf(line, start);
                if (!string.IsNullOrWhiteSpace(line[start..end]))
                {
                    if (found.Count == Most)
                        return Wrong(i + 1, start + 1, $"There are more than {Most} holidays.", "Leave out the years that are over.");
                    var entry = new Entry(line[..end], start);
                    if (entry.Read() is { } holiday)
                        found.Add(holiday);
                    else
                        problems.Add(new HolidayProblem(i + 1, entry.Problem!.Column, entry.Problem.What, entry.Problem.Mend));
                }

                start = end + 1;
            }
        }

        return problems.Count > 0 ? new HolidayParse([], problems) : new HolidayParse(InOrder(found), []);
    }

    /// <summary>Up to a ";" that a date follows: in a name it is only a mark.</summary>
    private static int EndOf(string line, int start)
    {
        for (var at = start; at < line.Length; at++)
        {
            if (line[at] == ';' && (line.AsSpan(at + 1).TrimStart() is not { Length: > 0 } rest || HoursScan.IsDigit(rest[0])))
                return at;
        }

        return line.Length;
    }

    /// <summary>One holiday of a list.</summary>
    private sealed class Entry(string text, int start)
    {
        private readonly HoursScan scan = new(text) { At = start };

        public HoursProblem? Problem => scan.Problem;

        public Holiday? Read()
        {
            SkipMarks();
            var at = scan.At;
            if (Date() is not { } first)
                return No(at);
            var to = first.Day;
            if (IsRange())
            {
                var second = scan.At;
                if (Date() is not { } last)
                    return No(second);
                if (last.IsYearly != first.IsYearly)
                    return Wrong(second, "One of the two days has a year, the other has none.", "Write both with the year, or none for every year.");
                to = last.Day;
                if (!first.IsYearly && to < first.Day)
                    return Wrong(second, "The last day comes before the first.", "Write the earlier day first.");
                if (!first.IsYearly && to.DayNumber - first.Day.DayNumber >= LongestDays)
                    return Wrong(second, "This is longer than a year.", "Holidays may last 366 days; take longer ones out of the hours of the week.");
            }

            var open = new List<OpenTime>();
            SkipMarks();
            while (scan.LooksLikeTimes())
            {
                var place = scan.At;
                if (scan.Times() is not { } time)
                    return null;
                if (open.Exists(time.Overlaps))
                    return Wrong(place, $"{time} overlaps other hours of that day.", "Make one of them.");
                open.Add(time);
                SkipMarks();
            }

            var name = text[scan.At..].Trim();
            if (open.Count == 0 && IsClosedMark(name))
                name = name[Closed.Length..];
            return new Holiday(first.Day, to, NameOf(name)) { IsYearly = first.IsYearly, Open = [.. open.OrderBy(time => time.From)] };
        }

        private void SkipMarks()
        {
            while (!scan.IsAtEnd && (char.IsWhiteSpace(scan.Here) || Marks.Contains(scan.Here)))
                scan.At++;
        }

        private bool IsRange()
        {
            var before = scan.At;
            scan.SkipBlanks();
            if (scan.Here == '…')
            {
                scan.At++;
            }
            else if (text.AsSpan(scan.At).StartsWith("..", StringComparison.Ordinal))
            {
                while (scan.Here == '.')
                    scan.At++;
            }
            else if (HoursScan.IsDash(scan.Here))
            {
                scan.At++;
            }
            else if (scan.Word() != "to")
            {
                scan.At = before;
                return false;
            }

            scan.SkipBlanks();
            // "12-25 - a name", "12-25 to be told": only a date makes a range of it.
            if (HoursScan.IsDigit(scan.Here) && LooksLikeDate())
                return true;
            scan.At = before;
            return false;
        }

        private bool LooksLikeDate()
        {
            var at = scan.At;
            while (at < text.Length && HoursScan.IsDigit(text[at]))
                at++;
            return at < text.Length && HoursScan.IsDash(text[at]) && at + 1 < text.Length && HoursScan.IsDigit(text[at + 1]);
        }

        private (DateOnly Day, bool IsYearly)? Date()
        {
            if (Number() is not { } first || !Dash() || Number() is not { } second)
                return null;
            if (first.Digits <= 2)
                return second.Digits <= 2 && DateIn(Holiday.AnyYear, first.Value, second.Value) is { } day ? (day, true) : null;
            return first.Digits == 4 && Dash() && Number() is { Digits: <= 2 } third && DateIn(first.Value, second.Value, third.Value) is { } dated ? (dated, false) : null;

            bool Dash()
            {
                if (!HoursScan.IsDash(scan.Here))
                    return false;
                scan.At++;
                return true;
            }
        }

        private (int Value, int Digits)? Number()
        {
            var from = scan.At;
            while (HoursScan.IsDigit(scan.Here))
                scan.At++;
            var digits = scan.At - from;
            return digits is > 0 and <= 4 ? (int.Parse(text.AsSpan(from, digits), NumberStyles.None, CultureInfo.InvariantCulture), digits) : null;
        }

        private Holiday? No(int at)
        {
            var shown = scan.Shown(at);
            return Wrong(at, shown.Length == 0 ? "A date is missing." : $"“{shown}” is no date.", DateMend);
        }

        private Holiday? Wrong(int at, string what, string mend)
        {
            scan.Wrong(at, what, mend);
            return null;
        }
    }
}
