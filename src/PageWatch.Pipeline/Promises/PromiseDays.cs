using System.Globalization;
using System.Text.RegularExpressions;
using PageWatch.Pipeline.Checks;
using PageWatch.Pipeline.Understanding;

namespace PageWatch.Pipeline.Promises;

/// <summary>Reads when something is due out of the words of a sentence, UTC: "tomorrow", "by Friday 5 pm", "binnen 24 Stunden", "dans deux jours". Of several, what follows the promise first.</summary>
public sealed partial class PromiseDays
{
    /// <summary>What is promised "soon", or without a word of when.</summary>
    public static readonly TimeSpan WithoutDay = TimeSpan.FromHours(24);

    private const int EndOfWork = 17;
    private const int EndOfToday = 18;
    private const int EndOfEvening = 21;

    /// <summary>Words between "in" and the unit: "in the next two working days".</summary>
    private const int ReachOfPreposition = 4;

    /// <summary>UTF-16 units of a sentence that are looked through for times of day.</summary>
    private const int LongestSentence = 2_000;

    private static readonly ILookup<string, string> Lines = PhraseList.Read("promised.tsv");

    private static readonly PhraseList Times = new(
        ((string[])["today", "tonight", "tomorrow", "overmorrow", "none", "thisweek", "nextweek", "weekend", "monthend", "noon", "dayend", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"])
        .SelectMany(kind => Lines[kind].Select(phrase => (phrase, kind))));

    private static readonly Dictionary<string, int> Numbers = Valued("n", [1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 24, 48]);
    private static readonly Dictionary<string, int> Months = Valued("m", [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    private static readonly HashSet<string> Prepositions = [.. Folded("prep")];
    private static readonly HashSet<string> Working = [.. Folded("working")];

    private static readonly Dictionary<string, TimeSpan> Units = new (string Kind, TimeSpan Length)[]
    {
        ("minute", TimeSpan.FromMinutes(1)), ("hour", TimeSpan.FromHours(1)), ("day", TimeSpan.FromDays(1)), ("week", TimeSpan.FromDays(7)),
    }.SelectMany(unit => Folded(unit.Kind).Select(word => (Word: word, unit.Length))).DistinctBy(each => each.Word).ToDictionary(each => each.Word, each => each.Length);

    private readonly WordedText text;
    private readonly DateTimeOffset now;
    private readonly ILookup<int, SaidPhrase> said;
    private readonly Dictionary<int, List<Named>> days = [];

    internal PromiseDays(WordedText text, DateTimeOffset now)
    {
        this.text = text;
        this.now = now.ToUniversalTime();
        said = Times.In(text).ToLookup(phrase => text.Words[phrase.First].Sentence);
    }

    /// <summary>Reads what a person typed as a time: "2h", "45m", "3d", "friday", "tomorrow 10:00", "2026-12-01".</summary>
    /// <returns>Null when it is none.</returns>
    public static DateTimeOffset? Typed(string typed, DateTimeOffset now)
    {
        var tidy = typed.Trim().ToLowerInvariant();
        if (tidy.Length is 0 or > 100)
            return null;
        if (Short().Match(tidy) is { Success: true } brief)
        {
            var number = int.Parse(brief.Groups["n"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);
            return now + brief.Groups["u"].ValueSpan switch { "m" => TimeSpan.FromMinutes(number), "h" => TimeSpan.FromHours(number), "d" => TimeSpan.FromDays(number), _ => TimeSpan.FromDays(7 * number) };
        }

        // A number alone with a unit reads as "in" so long; a time of day alone as "at".
        var worded = WordedText.Of(char.IsDigit(tidy[0]) && !tidy.Contains("uhr", StringComparison.Ordinal) && char.IsLetter(tidy[^1]) ? "in " + tidy : tidy);
        return worded.Words.Count == 0 ? null : new PromiseDays(worded, now).Of(0, 0);
    }

    /// <param name="from">The first word of what is promised.</param>
    /// <returns>Null when the sentence names no time; never before now.</returns>
    public DateTimeOffset? Of(int sentence, int from)
    {
        if (!days.TryGetValue(sentence, out var named))
            days[sentence] = named = [.. DaysIn(sentence).OrderBy(day => day.At)];
        Named? day = named.Count == 0 ? null : named.Find(each => each.At >= from) is { Due.Ticks: > 0 } next ? next : named[^1];
        if (day is { IsExact: true } exact)
            return exact.Due;
        var clock = ClockIn(sentence);
        if (day is not { } meant)
            return clock is { } alone ? Ahead(now.Date.Add(alone), TimeSpan.FromDays(1)) : null;
        return Ahead(clock is { } time ? meant.Due.Date.Add(time) : meant.Due.UtcDateTime, null);
    }

    /// <summary>What is past already: so much later, or the end of that day, or soon.</summary>
    private DateTimeOffset Ahead(DateTime due, TimeSpan? later)
    {
        var at = Utc(due);
        if (at > now)
            return at;
        if (later is { } more)
            return at + more;
        var end = Utc(due.Date.AddDays(1).AddMinutes(-1));
        return end > now ? end : now.AddHours(1);
    }

    private IEnumerable<Named> DaysIn(int sentence)
    {
        foreach (var phrase in said[sentence])
        {
            if (DayOf(phrase.Tag) is { } due)
                yield return new Named(phrase.First, due, IsExact: false);
        }

        for (var i = text.Sentences[sentence].First; i < text.Words.Count && text.Words[i].Sentence == sentence; i++)
        {
            if (DurationAt(i) is { } due)
                yield return new Named(i, due, IsExact: true);
            else if (DateAt(i) is { } date)
                yield return new Named(i, date, IsExact: false);
        }
    }

    private DateTimeOffset? DayOf(string kind)
    {
        var today = now.Date;
        switch (kind)
        {
            case "today" or "dayend":
                return Utc(today.AddHours(EndOfToday));
            case "tonight":
                return Utc(today.AddHours(EndOfEvening));
            case "tomorrow":
                return Utc(today.AddDays(1).AddHours(EndOfWork));
            case "overmorrow":
                return Utc(today.AddDays(2).AddHours(EndOfWork));
            case "thisweek":
                // At a weekend, or late on a Friday, "this week" can only mean a day.
                var end = Utc(today.AddDays(((int)DayOfWeek.Friday - (int)today.DayOfWeek + 7) % 7).AddHours(EndOfWork));
                return today.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday || end <= now ? now + WithoutDay : end;
            case "nextweek":
                var monday = today.AddDays(((int)DayOfWeek.Monday - (int)today.DayOfWeek + 6) % 7 + 1);
                return Utc(monday.AddDays(4).AddHours(EndOfWork));
            case "weekend":
                return Utc(today.AddDays(((int)DayOfWeek.Sunday - (int)today.DayOfWeek + 7) % 7).AddHours(EndOfWork));
            case "monthend":
                return Utc(new DateTime(today.Year, today.Month, DateTime.DaysInMonth(today.Year, today.Month), EndOfWork, 0, 0, DateTimeKind.Utc));
            default:
                return Enum.TryParse<DayOfWeek>(kind, ignoreCase: true, out var weekday)
                    ? Utc(today.AddDays(((int)weekday - (int)today.DayOfWeek + 6) % 7 + 1).AddHours(EndOfWork))
                    : null;
        }
    }

    /// <summary>"in two hours", "within 24h", "sous 3 jours ouvrés": a number with its unit, behind a word that looks ahead.</summary>
    private DateTimeOffset? DurationAt(int at)
    {
        var word = text.Words[at];
        var number = NumberOf(word.Text, out var attached);
        if (number is not { } count || !LooksAhead(at))
            return null;
        var working = false;
        TimeSpan unit;
        if (attached is not null)
        {
            if (!Units.TryGetValue(attached, out unit))
                return null;
        }
        else
        {
            var next = at + 1;
            if (next < text.Words.Count && (text.Words[next].Text is "of" or "de"))
                next++;
            if (next < text.Words.Count && Working.Contains(text.Words[next].Text) && !Units.ContainsKey(text.Words[next].Text))
            {
                working = true;
                next++;
            }

            if (next >= text.Words.Count || text.Words[next].Sentence != word.Sentence || !Units.TryGetValue(text.Words[next].Text, out unit))
                return null;
            working |= Working.Contains(text.Words[next].Text) || (next + 1 < text.Words.Count && Working.Contains(text.Words[next + 1].Text));
        }

        // "In a minute" is a way of speaking.
        if (unit == TimeSpan.FromMinutes(1) && !char.IsDigit(word.Text[0]) && count == 1)
            return now.AddHours(1);
        if (count is 0 or > 1000 || unit * count > TimeSpan.FromDays(366))
            return null;
        return working && unit == TimeSpan.FromDays(1) ? AfterWorkingDays(count) : now + (unit * count);
    }

    private DateTimeOffset AfterWorkingDays(int days)
    {
        var at = now;
        while (days > 0)
        {
            at = at.AddDays(1);
            if (at.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday))
                days--;
        }

        return at;
    }

    private bool LooksAhead(int at)
    {
        for (var i = at - 1; i >= 0 && i >= at - ReachOfPreposition && text.Words[i].Sentence == text.Words[at].Sentence; i--)
        {
            if (Prepositions.Contains(text.Words[i].Text))
                return true;
        }

        return false;
    }

    private static int? NumberOf(string word, out string? attached)
    {
        attached = null;
        if (!char.IsAsciiDigit(word[0]))
            return Numbers.TryGetValue(word, out var said) ? said : null;
        var end = 1;
        while (end < word.Length && char.IsAsciiDigit(word[end]))
            end++;
        if (end > 4)
            return null;
        if (end < word.Length)
            attached = word[end..];
        return int.Parse(word.AsSpan(0, end), NumberStyles.None, CultureInfo.InvariantCulture);
    }

    /// <summary>"2026-12-01", "5 December", "December 5th", "le 5 décembre".</summary>
    private DateTimeOffset? DateAt(int at)
    {
        var words = text.Words;
        var word = words[at];
        if (word.Text.Length == 4 && at + 2 < words.Count && words[at + 2].End - word.Start == 10 && Iso().Match(text.Text, word.Start, 10) is { Success: true } iso)
            return DateOf(Number(iso, "y"), Number(iso, "m"), Number(iso, "d")) is { } written && written.Date >= now.Date ? written : null;
        if (!Months.TryGetValue(word.Text, out var month))
            return null;
        var day = DayBeside(at - 1, word.Sentence) ?? (at > 1 && words[at - 1].Text is "of" or "de" ? DayBeside(at - 2, word.Sentence) : null) ?? DayBeside(at + 1, word.Sentence);
        if (day is not { } number)
            return null;
        return DateOf(now.Year, month, number) is { } date && date < now.AddDays(-1) ? DateOf(now.Year + 1, month, number) : DateOf(now.Year, month, number);
    }

    private int? DayBeside(int at, int sentence)
    {
        if (at < 0 || at >= text.Words.Count || text.Words[at].Sentence != sentence || NumberOf(text.Words[at].Text, out var attached) is not { } number || !char.IsAsciiDigit(text.Words[at].Text[0]))
            return null;
        return attached is null or "st" or "nd" or "rd" or "th" or "er" && number is >= 1 and <= 31 ? number : null;
    }

    private static DateTimeOffset? DateOf(int year, int month, int day) =>
        year is >= 2000 and <= 9000 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month) ? new DateTimeOffset(year, month, day, EndOfWork, 0, 0, TimeSpan.Zero) : null;

    private TimeSpan? ClockIn(int sentence)
    {
        if (said[sentence].Any(phrase => phrase.Tag == "noon"))
            return TimeSpan.FromHours(12);
        var start = text.Words[text.Sentences[sentence].First].Start;
        var end = sentence + 1 < text.Sentences.Count && text.Sentences[sentence + 1].First < text.Words.Count ? text.Words[text.Sentences[sentence + 1].First].Start : text.Text.Length;
        var words = text.Text.Substring(start, Math.Min(end - start, LongestSentence));
        foreach (var match in (Match[])[Minutes().Match(words), HalfDay().Match(words), Uhr().Match(words), Bare().Match(words)])
        {
            if (match.Success)
                return TimeOf(match);
        }

        return null;
    }

    private static TimeSpan TimeOf(Match match)
    {
        var hour = Number(match, "h");
        var minute = match.Groups["m"].Success ? Number(match, "m") : 0;
        if (match.Groups["ap"].Success)
            hour = (hour % 12) + (match.Groups["ap"].ValueSpan is "p" or "P" ? 12 : 0);
        else if (match.Groups["bare"].Success && hour is >= 1 and <= 7)
            hour += 12;
        return new TimeSpan(hour % 24, minute, 0);
    }

    private static int Number(Match match, string group) => int.Parse(match.Groups[group].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);

    private static DateTimeOffset Utc(DateTime at) => new(at.Ticks, TimeSpan.Zero);

    private static IEnumerable<string> Folded(string kind) => Lines[kind].SelectMany(phrase => Domain.Understanding.WordStream.Of(phrase)).Select(word => word.Text);

    private static Dictionary<string, int> Valued(string kind, int[] values) => values
        .SelectMany(value => Folded(string.Create(CultureInfo.InvariantCulture, $"{kind}{value}")).Select(word => (word, value))).DistinctBy(each => each.word).ToDictionary(each => each.word, each => each.value);

    /// <param name="At">Its first word.</param>
    /// <param name="IsExact">To the minute: no time of day changes it.</param>
    private readonly record struct Named(int At, DateTimeOffset Due, bool IsExact);

    [GeneratedRegex(@"^(?<n>\d{1,4})\s?(?<u>[mhdw])$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Short();

    [GeneratedRegex(@"\G(?<y>\d{4})-(?<m>\d\d)-(?<d>\d\d)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Iso();

    /// <summary>"17:30", "17h30", "5:30 pm".</summary>
    [GeneratedRegex(@"(?<![\d.,:/-])(?<h>2[0-3]|[01]?\d)\s?[:hH]\s?(?<m>[0-5]\d)(?!\d)(\s?(?<ap>[apAP])m)?", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Minutes();

    [GeneratedRegex(@"(?<![\d.,:/-])(?<h>1[0-2]|0?\d)\s?(?<ap>[apAP])m\b", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex HalfDay();

    [GeneratedRegex(@"(?<![\d.,:/-])(?<h>2[0-3]|[01]?\d)(\.(?<m>[0-5]\d))?\s?Uhr\b", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Uhr();

    /// <summary>"by 5", "à 17 h", "a las 5": an hour without a sign of its own, where nothing behind it makes it a number of something.</summary>
    [GeneratedRegex(
        @"\b(by|until|till|before|at|um|bis|gegen|vor|à|avant|vers|las)\s(?<h>2[0-3]|[01]?\d)(\s?h(eures?)?)?(?<bare>)(?=\s*($|[.!?,;)]|(tomorrow|today|tonight|on|heute|morgen|am|demain|mañana|hoy|de la)\b))",
        RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Bare();
}
