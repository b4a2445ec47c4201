using System.Globalization;
using System.Text;
using PageWatch.Domain.Posts;

namespace PageWatch.Domain.Hours;

/// <summary>Reads the whole days out of the text of a calendar, as far as holidays need it: https://www.rfc-editor.org/rfc/rfc5545</summary>
/// <remarks>Of a rule of repeating only "every year" is understood; all else is named with its line and counts once.</remarks>
internal static class CalendarText
{
    private const int LongestShown = 40;
    private const string Once = "It counts on its first day or days only: add a line for each further one.";

    /// <summary>How much of one property is kept: names are short, and a folded line may be as long as the text.</summary>
    private const int LongestLine = 2_000;

    public static bool IsOne(IReadOnlyList<string> lines) =>
        lines.Any(line => Is(line, "BEGIN:VEVENT")) || lines.FirstOrDefault(line => line.Trim().Length > 0) is { } first && Is(first, "BEGIN:VCALENDAR");

    public static HolidayParse Read(IReadOnlyList<string> lines)
    {
        var found = new List<Holiday>();
        var notUnderstood = new List<HolidayProblem>();
        var timed = 0;
        var events = 0;
        Event? open = null;
        var inner = 0;
        for (var i = 0; i < lines.Count;)
        {
            var number = i + 1;
            var line = Unfold(lines, ref i);
            if (Is(line, "BEGIN:VEVENT"))
            {
                if (open is not null)
                    Note(open.Line, "An entry does not end.", "It is left out.");
                if (++events > HolidayText.Most)
                    return HolidayText.Wrong(number, 1, $"There are more than {HolidayText.Most} entries.", "Leave out the years that are over.");
                (open, inner) = (new Event(number), 0);
            }
            else if (open is null)
            {
                continue;
            }
            else if (line.StartsWith("BEGIN:", StringComparison.OrdinalIgnoreCase))
            {
                inner++;
            }
            else if (Is(line, "END:VEVENT"))
            {
                if (open.IsTimed)
                    timed++;
                else if (open.Make(Note) is { } holiday)
                    found.Add(holiday);
                open = null;
            }
            else if (line.StartsWith("END:", StringComparison.OrdinalIgnoreCase))
            {
                inner = Math.Max(0, inner - 1);
            }
            else if (inner == 0)
            {
                open.Take(number, line);
            }
        }

        if (open is not null)
            Note(open.Line, "An entry does not end.", "It is left out.");
        return new HolidayParse(HolidayText.InOrder(found), []) { TimedEvents = timed, NotUnderstood = notUnderstood };

        void Note(int line, string what, string mend)
        {
            if (notUnderstood.Count < HolidayText.MostProblems)
                notUnderstood.Add(new HolidayProblem(line, 1, what, mend));
        }
    }

    private static bool Is(string line, string what) => line.AsSpan().Trim().Equals(what, StringComparison.OrdinalIgnoreCase);

    /// <summary>A line with those after it that begin with a blank.</summary>
    private static string Unfold(IReadOnlyList<string> lines, ref int i)
    {
        var first = lines[i++];
        if (i >= lines.Count || lines[i] is not [' ' or '\t', ..])
            return first;
        var whole = new StringBuilder(first);
        for (; i < lines.Count && lines[i] is [' ' or '\t', ..]; i++)
        {
            if (whole.Length < LongestLine)
                whole.Append(lines[i], 1, lines[i].Length - 1);
        }

        return whole.ToString();
    }

    private delegate void Noting(int line, string what, string mend);

    private sealed class Event(int line)
    {
        private readonly List<(int Line, string What)> odd = [];
        private DateOnly? from;
        private DateOnly? end;
        private (int Line, string Value)? rule;
        private string name = "";
        private bool isCancelled;

        public int Line { get; } = line;

        public bool IsTimed { get; private set; }

        public void Take(int number, string property)
        {
            var (called, parameters, value) = Split(property);
            switch (called)
            {
                case "DTSTART":
                    from = Day(value);
                    IsTimed = IsTimeOfDay(value) && !parameters.Contains("VALUE=DATE", StringComparison.OrdinalIgnoreCase) || parameters.Contains("VALUE=DATE-TIME", StringComparison.OrdinalIgnoreCase);
                    if (from is null && !IsTimed)
                        odd.Add((number, property));
                    break;
                case "DTEND":
                    end = Day(value);
                    if (end is null && !IsTimeOfDay(value))
                        odd.Add((number, property));
                    break;
                case "RRULE":
                    rule = (number, value);
                    break;
                case "RDATE" or "EXDATE" or "EXRULE" or "DURATION":
                    odd.Add((number, property));
                    break;
                case "SUMMARY":
                    name = HolidayText.NameOf(Unescape(value));
                    break;
                case "STATUS":
                    isCancelled = value.Trim().Equals("CANCELLED", StringComparison.OrdinalIgnoreCase);
                    break;
            }
        }

        public Holiday? Make(Noting note)
        {
            if (isCancelled)
                return null;
            foreach (var (number, what) in odd)
                note(number, $"“{CleanText.Line(what, LongestShown)}” is not understood.", from is null ? "The entry is left out." : Once);
            if (from is not { } first)
            {
                if (odd.Count == 0)
                    note(Line, "An entry has no day.", "It is left out.");
                return null;
            }

            // The end of a calendar's day is the day after it; without one, or with a wrong one, it is a day.
            var last = end is { } after && after.DayNumber - 1 > first.DayNumber ? after.AddDays(-1) : first;
            if (last.DayNumber - first.DayNumber >= HolidayText.LongestDays)
            {
                note(Line, $"“{CleanText.Line(name, LongestShown)}” is longer than a year.", "It is left out.");
                return null;
            }

            var isYearly = false;
            if (rule is { } repeats)
            {
                isYearly = IsEveryYear(repeats.Value, first) && last.DayNumber - first.DayNumber < 365;
                if (!isYearly)
                    note(repeats.Line, $"“RRULE:{CleanText.Line(repeats.Value, LongestShown)}” is not understood.", Once);
            }

            return isYearly
                ? new Holiday(new DateOnly(Holiday.AnyYear, first.Month, first.Day), new DateOnly(Holiday.AnyYear, last.Month, last.Day), name) { IsYearly = true }
                : new Holiday(first, last, name);
        }

        /// <summary>Every year on the same day, without an end: some programs say the day again.</summary>
        private static bool IsEveryYear(string value, DateOnly first)
        {
            var isYearly = false;
            foreach (var part in value.Trim().Split(';', StringSplitOptions.RemoveEmptyEntries))
            {
                switch (part.ToUpperInvariant().Split('=', 2))
                {
                    case ["FREQ", "YEARLY"]:
                        isYearly = true;
                        break;
                    case ["INTERVAL", "1"] or ["WKST", _]:
                        break;
                    case ["BYMONTH", var month] when month.TrimStart('0') == first.Month.ToString(CultureInfo.InvariantCulture):
                        break;
                    case ["BYMONTHDAY", var day] when day.TrimStart('0') == first.Day.ToString(CultureInfo.InvariantCulture):
                        break;
                    default:
                        return false;
                }
            }

            return isYearly;
        }

        private static bool IsTimeOfDay(string value) => value.Trim() is { Length: >= 13 } stamp && stamp[8] is 'T' or 't' && Day(stamp[..8]) is not null;

        private static DateOnly? Day(string value)
        {
            var digits = value.Trim();
            return digits.Length == 8 && digits.All(char.IsAsciiDigit)
                ? HolidayText.DateIn(Part(0, 4), Part(4, 2), Part(6, 2))
                : null;

            int Part(int at, int length) => int.Parse(digits.AsSpan(at, length), NumberStyles.None, CultureInfo.InvariantCulture);
        }

        private static (string Name, string Parameters, string Value) Split(string property)
        {
            var quoted = false;
            var named = -1;
            for (var i = 0; i < property.Length; i++)
            {
                var c = property[i];
                if (c == '"')
                    quoted = !quoted;
                else if (c == ';' && !quoted && named < 0)
                    named = i;
                else if (c == ':' && !quoted)
                    return (property[..(named < 0 ? i : named)].Trim().ToUpperInvariant(), named < 0 ? "" : property[named..i], property[(i + 1)..]);
            }

            return ("", "", "");
        }

        private static string Unescape(string value)
        {
            if (!value.Contains('\\', StringComparison.Ordinal))
                return value;
            var plain = new StringBuilder(value.Length);
            for (var i = 0; i < value.Length; i++)
            {
                if (value[i] != '\\' || i + 1 == value.Length)
                    plain.Append(value[i]);
                else
                    plain.Append(value[++i] is 'n' or 'N' ? ' ' : value[i]);
            }

            return plain.ToString();
        }
    }
}
