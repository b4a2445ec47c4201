using PageWatch.Domain.Posts;

namespace PageWatch.Domain.Hours;

/// <summary>Reads times of day out of a text that may hold anything; a place in it moves on.</summary>
internal sealed class HoursScan(string text)
{
    /// <summary>A word or a number longer than this is none that we know.</summary>
    private const int LongestShown = 20;

    public int At { get; set; }

    public bool IsAtEnd => At >= text.Length;

    public char Here => At < text.Length ? text[At] : '\0';

    public HoursProblem? Problem { get; private set; }

    public static bool IsDash(char c) => c is '-' or '\u2010' or '\u2011' or '\u2012' or '\u2013' or '\u2014' or '\u2212';

    public static bool IsDigit(char c) => c is >= '0' and <= '9';

    public void SkipBlanks()
    {
        while (!IsAtEnd && Here != '\n' && char.IsWhiteSpace(Here))
            At++;
    }

    /// <summary>The letters from here on, in lower case.</summary>
    public string Word()
    {
        var from = At;
        while (!IsAtEnd && char.IsLetter(Here))
            At++;
        return text[from..At].ToLowerInvariant();
    }

    public HoursProblem Wrong(int at, string what, string mend) => Problem = new HoursProblem(at + 1, what, mend);

    /// <summary>What stands there, up to the next blank or mark, short and harmless.</summary>
    public string Shown(int from)
    {
        var to = from;
        while (to < text.Length && to - from <= LongestShown && !char.IsWhiteSpace(text[to]) && text[to] is not (';' or ','))
            to++;
        return CleanText.Line(to == from && to < text.Length ? text[to..(to + 1)] : text[from..to], LongestShown);
    }

    /// <summary>Whether two times with a dash between them stand here, right or wrong.</summary>
    public bool LooksLikeTimes()
    {
        var (at, problem) = (At, Problem);
        var looks = IsDigit(Here) && Time() is not null && Dash() && IsDigit(Here);
        (At, Problem) = (at, problem);
        return looks;
    }

    /// <summary>"9:00-17:30", "9-17", "9am–5pm", "22:00-02:00".</summary>
    /// <returns>Null with a <see cref="Problem"/>.</returns>
    public OpenTime? Times()
    {
        var start = At;
        if (Time() is not { } from)
            return Bad(start);
        if (!Dash() || !IsDigit(Here))
        {
            Wrong(start, $"“{Shown(start)}” has no end.", "Say from when to when, as in 9:00-17:00.");
            return null;
        }

        var second = At;
        if (Time() is not { } to)
            return Bad(second);
        if (from.MinutesOf(laterAs: to) is not { } begins || begins == OpenTime.Day)
            return Bad(start);
        if (to.MinutesOf(null) is not { } ends)
            return Bad(second);
        // The midnight that ends a day is 24:00, however it is written.
        if (ends == 0 && begins > 0)
            ends = OpenTime.Day;
        if (ends == begins)
        {
            Wrong(start, $"“{CleanText.Line(text[start..At], LongestShown)}” ends when it begins.", "Say 0:00-24:00 for the whole day.");
            return null;
        }

        return new OpenTime(begins, ends > begins ? ends : ends + OpenTime.Day);

        OpenTime? Bad(int at)
        {
            Wrong(at, $"“{Shown(at)}” is no time of day.", "Times go from 0:00 to 24:00, as in 9:00-17:30.");
            return null;
        }
    }

    private bool Dash()
    {
        SkipBlanks();
        if (IsDash(Here))
            At++;
        else if (At + 2 < text.Length && text.AsSpan(At, 2).Equals("to", StringComparison.OrdinalIgnoreCase) && !char.IsLetter(text[At + 2]))
            At += 2;
        else
            return false;
        SkipBlanks();
        return true;
    }

    /// <summary>"9", "9:30", "9.30", "0930", "9 am".</summary>
    private TypedTime? Time()
    {
        var start = At;
        while (IsDigit(Here))
            At++;
        var digits = At - start;
        if (digits is 0 or > 4)
            return null;
        var number = int.Parse(text.AsSpan(start, digits), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture);
        var (hour, minute) = digits > 2 ? (number / 100, number % 100) : (number, 0);
        if (digits <= 2 && Here is ':' or '.' or 'h' or 'H' && At + 1 < text.Length && IsDigit(text[At + 1]))
        {
            var from = ++At;
            while (IsDigit(Here))
                At++;
            if (At - from != 2)
                return null;
            minute = ((text[from] - '0') * 10) + text[from + 1] - '0';
        }
        else if (digits <= 2 && Here is 'h' or 'H' && !(At + 1 < text.Length && char.IsLetter(text[At + 1])))
        {
            At++;
        }

        return new TypedTime(hour, minute, Half());
    }

    private char? Half()
    {
        var before = At;
        SkipBlanks();
        var c = char.ToLowerInvariant(Here);
        if (c is 'a' or 'p')
        {
            At++;
            var dotted = Here == '.';
            if (dotted)
                At++;
            if (Here is 'm' or 'M')
            {
                At++;
                if (dotted && Here == '.')
                    At++;
                if (!char.IsLetter(Here))
                    return c;
            }
        }

        At = before;
        return null;
    }

    /// <param name="Half">'a' or 'p' where it was written.</param>
    private readonly record struct TypedTime(int Hour, int Minute, char? Half)
    {
        /// <param name="laterAs">The end, of which a start without its half of the day may take the half: "1-5pm".</param>
        /// <returns>Null when no clock shows it.</returns>
        public int? MinutesOf(TypedTime? laterAs)
        {
            if (Minute > 59 || Hour > 24 || (Hour == 24 && Minute > 0) || (Half is not null && Hour is 0 or > 12))
                return null;
            if (Half is { } half)
                return (((Hour % 12) + (half == 'p' ? 12 : 0)) * 60) + Minute;
            var plain = (Hour * 60) + Minute;
            return laterAs is { Half: 'p' } end && Hour is > 0 and < 12 && end.MinutesOf(null) is { } ends && plain + (OpenTime.Day / 2) < ends ? plain + (OpenTime.Day / 2) : plain;
        }
    }
}
