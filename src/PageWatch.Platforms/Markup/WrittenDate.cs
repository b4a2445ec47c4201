using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using PageWatch.Domain.Understanding;

namespace PageWatch.Platforms.Markup;

/// <summary>
/// Reads dates as feeds and pages really write them: RFC 822 with its two-digit years and zone names, RFC 3339, and what programs print when nobody told
/// them a format.
/// </summary>
internal static partial class WrittenDate
{
    private const int Longest = 100;

    private static readonly FrozenDictionary<string, int> Months = MonthNames();

    // Names that mean one offset to almost everybody who writes them; what is not here counts as UTC, as RFC 5322 (4.3) asks.
    private static readonly FrozenDictionary<string, int> ZoneMinutes = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase)
    {
        ["EST"] = -300, ["EDT"] = -240, ["CST"] = -360, ["CDT"] = -300, ["MST"] = -420, ["MDT"] = -360, ["PST"] = -480, ["PDT"] = -420,
        ["AKST"] = -540, ["AKDT"] = -480, ["HST"] = -600, ["AST"] = -240, ["ADT"] = -180, ["NST"] = -210, ["NDT"] = -150, ["BRT"] = -180, ["ART"] = -180,
        ["WEST"] = 60, ["BST"] = 60, ["CET"] = 60, ["MEZ"] = 60, ["MET"] = 60, ["CEST"] = 120, ["MESZ"] = 120, ["MEST"] = 120, ["EET"] = 120, ["SAST"] = 120,
        ["EEST"] = 180, ["MSK"] = 180, ["TRT"] = 180, ["PKT"] = 300, ["ICT"] = 420, ["WIB"] = 420, ["HKT"] = 480, ["SGT"] = 480, ["AWST"] = 480,
        ["JST"] = 540, ["KST"] = 540, ["ACST"] = 570, ["AEST"] = 600, ["ACDT"] = 630, ["AEDT"] = 660, ["NZST"] = 720, ["NZDT"] = 780,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <returns>Null when no day can be made out, when two readings are as likely (03/04/2026), and for the zero of a clock that was never set.</returns>
    public static WrittenMoment? Read(string? written)
    {
        if (string.IsNullOrWhiteSpace(written) || written.Length > Longest)
            return null;
        var text = Comments().Replace(Plain(written), " ").Trim();
        if (ReadDigits(text) is { } counted)
            return Sane(counted);

        TimeOfDay? clock = null;
        if (Time().Match(text) is { Success: true } time)
        {
            var rest = text[(time.Index + time.Length)..];
            var zone = Zone().Match(rest);
            if (zone.Success && !IsMonth(zone.Value))
                rest = rest[zone.Length..];
            else
                zone = Match.Empty;
            text = $"{text[..time.Index]} {rest}";
            if (ReadTime(time, zone.Value) is not { } told)
                return null;
            clock = told;
        }

        return ReadDay(text, clock is { IsHalfDay: true }) is { } day ? Sane(Make(day, clock)) : null;
    }

    public static bool IsReadable(string? written) => Read(written) is not null;

    private static WrittenMoment? ReadDigits(string text)
    {
        if (Compact().Match(text) is { Success: true } compact)
        {
            var day = NumbersOf(compact);
            if (IsDay(day))
            {
                if (!compact.Groups["hour"].Success)
                    return Make(day, null);
                var clock = new TimeOfDay(Number(compact.Groups["hour"]), Number(compact.Groups["minute"]), Number(compact.Groups["second"]), 0, OffsetOf(compact.Groups["zone"].Value), false);
                return clock is { Hour: <= 23, Minute: <= 59, Second: <= 60 } ? Make(day, clock) : null;
            }
        }

        // Seconds or milliseconds since 1970.
        return text.Length is 9 or 10 or 12 or 13 && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var since)
            ? new WrittenMoment(text.Length <= 10 ? DateTimeOffset.FromUnixTimeSeconds(since) : DateTimeOffset.FromUnixTimeMilliseconds(since), IsOnlyADay: false)
            : null;
    }

    private static TimeOfDay? ReadTime(Match time, string zone)
    {
        var (hour, minute, second) = (Number(time.Groups["hour"]), Number(time.Groups["minute"]), Number(time.Groups["second"]));
        var half = time.Groups["half"].Value;
        if (half.Length > 0)
        {
            if (hour is 0 or > 12)
                half = ""; // "14:20 PM": the hour is right and the half is noise
            else if (half is "p" or "P")
                hour = hour == 12 ? 12 : hour + 12;
            else
                hour = hour == 12 ? 0 : hour;
        }

        if (hour > 24 || minute > 59 || second > 60 || (hour == 24 && minute + second > 0))
            return null;
        var fraction = time.Groups["fraction"].Value;
        var ticks = fraction.Length == 0 ? 0 : long.Parse(fraction.PadRight(7, '0')[..7], NumberStyles.None, CultureInfo.InvariantCulture);
        return new TimeOfDay(hour, minute, second, ticks, OffsetOf(zone), half.Length > 0);
    }

    private static (int Year, int Month, int Day)? ReadDay(string text, bool isHalfDay)
    {
        if (YearFirst().Match(text) is { Success: true } numbers && NumbersOf(numbers) is var plain && IsDay(plain))
            return plain;
        foreach (var pattern in (ReadOnlySpan<Regex>)[DayMonthYear(), MonthDayYear(), YearMonthDay()])
        {
            // Every place it fits: in "mar., 11 mars 2026" the first word that reads as a month is a Tuesday.
            for (var match = pattern.Match(text); match.Success; match = match.NextMatch())
            {
                if (Months.TryGetValue(WordStream.Fold(match.Groups["month"].Value), out var month)
                    && (Year(match.Groups["year"].Value), month, Number(match.Groups["day"])) is var named && IsDay(named))
                    return named;
            }
        }

        if (Numeric().Match(text) is not { Success: true } triple)
            return null;
        var (one, other, told) = (Number(triple.Groups["one"]), Number(triple.Groups["other"]), Year(triple.Groups["year"].Value));
        var dayFirst = (told, other, one);
        var monthFirst = (told, one, other);
        if (triple.Groups["mark"].Value == ".")
            return IsDay(dayFirst) ? dayFirst : null;
        // With slashes both orders are common. A clock of two halves is American; without one, only a number above 12 tells.
        if (IsDay(monthFirst) && (isHalfDay || one == other || !IsDay(dayFirst)))
            return monthFirst;
        return IsDay(dayFirst) && !IsDay(monthFirst) ? dayFirst : null;
    }

    private static WrittenMoment Make((int Year, int Month, int Day) day, TimeOfDay? clock)
    {
        var at = new DateTime(day.Year, day.Month, day.Day, 0, 0, 0, DateTimeKind.Utc);
        if (clock is { } told)
            at = at.AddHours(told.Hour).AddMinutes(told.Minute).AddSeconds(Math.Min(told.Second, 59)).AddTicks(told.Ticks).AddMinutes(-told.OffsetMinutes);
        return new WrittenMoment(new DateTimeOffset(at, TimeSpan.Zero), clock is null);
    }

    private static WrittenMoment? Sane(WrittenMoment read) =>
        // 1970-01-01T00:00:00 and 0001-01-01 are what programs write for "no date".
        read.At == DateTimeOffset.UnixEpoch || read.At.Year is < 1900 or > 2999 ? null : read;

    // A day's room at both ends, so that an offset cannot leave what DateTime can hold.
    private static bool IsDay((int Year, int Month, int Day) day) =>
        day is { Year: >= 2 and <= 9998, Month: >= 1 and <= 12, Day: >= 1 } && day.Day <= DateTime.DaysInMonth(day.Year, day.Month);

    // RFC 2822 (4.3): 00–49 are 2000 and later, 50–99 and three digits count from 1900.
    private static int Year(string digits)
    {
        var year = int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
        return digits.Length switch
        {
            2 when year < 50 => 2000 + year,
            2 or 3 => 1900 + year,
            _ => year,
        };
    }

    private static int OffsetOf(string zone)
    {
        var sign = zone.IndexOfAny(['+', '-']);
        if (sign < 0)
            return ZoneMinutes.GetValueOrDefault(zone.Trim(), 0);
        var digits = string.Concat(zone[sign..].Where(char.IsAsciiDigit));
        var minutes = digits.Length <= 2
            ? int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture) * 60
            : (int.Parse(digits[..^2], NumberStyles.None, CultureInfo.InvariantCulture) * 60) + int.Parse(digits[^2..], NumberStyles.None, CultureInfo.InvariantCulture);
        // No place on earth is further from UTC: what claims to be is noise.
        return minutes > 14 * 60 ? 0 : zone[sign] == '-' ? -minutes : minutes;
    }

    private static bool IsMonth(string word) => Months.ContainsKey(WordStream.Fold(word.Trim()));

    private static (int Year, int Month, int Day) NumbersOf(Match day) => (Number(day.Groups["year"]), Number(day.Groups["month"]), Number(day.Groups["day"]));

    private static int Number(Group digits) => digits.Length == 0 ? 0 : int.Parse(digits.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);

    /// <summary>Digits of every script as 0–9, dashes and spaces of every kind as one, the East Asian marks for year, month and day as dashes.</summary>
    private static string Plain(string written)
    {
        var plain = new StringBuilder(written.Length);
        foreach (var c in written)
        {
            plain.Append(c switch
            {
                '年' or '月' or '년' or '월' or '\u2010' or '\u2011' or '\u2012' or '\u2013' or '\u2212' => '-',
                '日' or '일' => ' ',
                _ when char.IsDigit(c) => (char)('0' + (int)char.GetNumericValue(c)),
                _ when char.IsWhiteSpace(c) || char.IsControl(c) => ' ',
                _ => c,
            });
        }

        return plain.ToString();
    }

    private static FrozenDictionary<string, int> MonthNames()
    {
        string[] names =
        [
            "jan january januar janner januari janvier janv enero ene gennaio gen janeiro leden ledna sty stycznia янв января",
            "feb february februar februari fevrier fevr fev febrero febbraio fevereiro unor unora lut lutego фев февраля",
            "mar march marz maerz mrz mars marzo maart mrt marco brezen brezna marca мар марта",
            "apr april avril avr abril abr aprile duben dubna kwi kwietnia апр апреля",
            "may mai mei mayo maggio mag maio kveten kvetna maj maja мая",
            "jun june juni juin junio giugno giu junho cerven cervna cze czerwca июн июня",
            "jul july juli juillet juil julio luglio lug julho cervenec cervence lip lipca июл июля",
            "aug august augustus aout agosto ago srpen srpna sie sierpnia авг августа",
            "sep sept september septembre septiembre settembre set setembro zari wrz wrzesnia сен сентября",
            "oct october okt oktober octobre octubre ottobre ott outubro out rijen rijna paz pazdziernika окт октября",
            "nov november novembre noviembre novembro listopad listopadu lis listopada ноя ноября",
            "dec december dez dezember decembre diciembre dic dicembre dezembro prosinec prosince gru grudnia дек декабря",
        ];
        return names.SelectMany((all, index) => all.Split(' ').Select(name => (name, index + 1))).ToFrozenDictionary(each => each.name, each => each.Item2);
    }

    [GeneratedRegex(@"\([^()]*\)", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Comments();

    [GeneratedRegex(@"^(?<year>[0-9]{4})(?<month>[0-9]{2})(?<day>[0-9]{2})(?:[Tt ]?(?<hour>[0-9]{2})(?<minute>[0-9]{2})(?<second>[0-9]{2})?)?\s*(?<zone>[Zz]|[+-][0-9]{2}:?[0-9]{2})?$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Compact();

    [GeneratedRegex(@"(?<![0-9])(?<hour>[0-9]{1,2}):(?<minute>[0-9]{2})(?::(?<second>[0-9]{2})(?:[.,](?<fraction>[0-9]{1,9})[0-9]*)?)?(?:\s*(?<half>[AaPp])\.?[Mm]\b\.?)?", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Time();

    [GeneratedRegex(@"^\s*(?:(?:GMT|UTC|UT)?\s*[+-][0-9]{1,2}(?::?[0-9]{2})?(?![0-9])|[A-Za-z]{1,5}(?!\p{L}))", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Zone();

    [GeneratedRegex(@"(?<![0-9])(?<year>[0-9]{4})\s*[-/.\s]\s*(?<month>[0-9]{1,2})\s*[-/.\s]\s*(?<day>[0-9]{1,2})(?![0-9])", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex YearFirst();

    [GeneratedRegex(@"(?<![0-9])(?<day>[0-9]{1,2})(?:st|nd|rd|th|er|º|ª)?[-/.,\s]*(?:(?:de|of)\s+)?(?<month>\p{L}{3,})[-/.,\s]*(?:del?\s+)?['’]?(?<year>[0-9]{2,4})(?![0-9])", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex DayMonthYear();

    [GeneratedRegex(@"(?<month>\p{L}{3,})[-/.\s]*(?<day>[0-9]{1,2})(?:st|nd|rd|th)?[-/.,\s]+['’]?(?<year>[0-9]{2,4})(?![0-9])", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex MonthDayYear();

    [GeneratedRegex(@"(?<![0-9])(?<year>[0-9]{4})[-/.,\s]+(?<month>\p{L}{3,})[-/.,\s]+(?<day>[0-9]{1,2})(?![0-9])", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex YearMonthDay();

    [GeneratedRegex(@"(?<![0-9])(?<one>[0-9]{1,2})\s*(?<mark>[-/.])\s*(?<other>[0-9]{1,2})\s*\k<mark>\s*(?<year>[0-9]{2,4})(?![0-9])", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Numeric();

    private readonly record struct TimeOfDay(int Hour, int Minute, int Second, long Ticks, int OffsetMinutes, bool IsHalfDay);
}
