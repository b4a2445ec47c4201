using PageWatch.Domain.Hours;

namespace PageWatch.Domain.Tests.Hours;

/// <summary>Hours against a count of minutes that knows nothing of intervals in UTC: it looks at the wall at each minute.</summary>
public sealed class HoursByMinuteTests
{
    private static readonly string[] Zones =
    [
        "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "UTC", "Asia/Kathmandu", "Pacific/Chatham", "America/Sao_Paulo", "Africa/Casablanca", "Europe/Dublin", "Pacific/Apia", "Asia/Tehran", "America/St_Johns",
    ];

    public static TheoryData<string, string> Years() => new()
    {
        { "Europe/Berlin", "mon-fri 9:00-12:30 13:30-18:00; sat 22:00-06:00; sun 2:30-4:00" },
        { "Europe/Berlin", "daily 1:00-2:30 22:00-24:00" },
        { "America/New_York", "mon-fri 9:00-12:30 13:30-18:00; sat 22:00-02:00; sun 1:30-3:00" },
        { "America/New_York", "sat 20:00-12:00; sun 0:30-1:15 1:45-2:30" },
        { "Australia/Lord_Howe", "mon-fri 9:00-17:00; sat 18:00-03:00; sun 1:45-1:55 2:10-6:00" },
        { "Australia/Lord_Howe", "sun 1:40-2:20; sat 23:00-01:45" },
    };

    [Theory, MemberData(nameof(Years))]
    public void Year_with_both_changes_of_the_clock_is_counted_to_the_minute(string zone, string week)
    {
        var hours = BusinessHoursTests.Of(week, zone, "2026-12-25 C\n2026-12-24 9:00-12:00 E\n05-01 L\n2026-08-01..2026-08-14 S");
        var minutes = new Minutes(hours, new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc), 365 * 1440);
        Spans(hours, minutes.At(0), minutes.At(minutes.Count)).ShouldBe(minutes.Spans());
        hours.Between(minutes.At(0), minutes.At(minutes.Count)).ShouldBe(TimeSpan.FromMinutes(minutes.Open(0, minutes.Count)));
        Compare(hours, minutes, new Random(7), 2_000);
    }

    [Fact]
    public void Calendars_by_chance_are_counted_to_the_minute()
    {
        var random = new Random(20261130);
        // Around a day on which a clock was set, for the zones that set theirs: Apia left out a day, Sao Paulo had no midnight.
        DateTime[] begins = [new(2026, 3, 5), new(2026, 3, 25), new(2026, 10, 20), new(2026, 10, 28), new(2026, 4, 1), new(2026, 9, 30), new(2011, 12, 25), new(2018, 10, 30), new(2018, 2, 12), new(2026, 2, 10), new(2026, 12, 20), new(2028, 2, 25)];
        for (var i = 0; i < 240; i++)
        {
            var (week, holidays) = (Week(random), Holidays(random));
            var zone = Zones[random.Next(Zones.Length)];
            var begin = DateTime.SpecifyKind(begins[random.Next(begins.Length)], DateTimeKind.Utc);
            var hours = BusinessHoursTests.Of(week, zone, holidays);
            var minutes = new Minutes(hours, begin, 14 * 1440);
            var told = $"{i}: {zone} {begin:d} {week} / {holidays}";
            Spans(hours, minutes.At(0), minutes.At(minutes.Count)).ShouldBe(minutes.Spans(), told);
            Compare(hours, minutes, random, 60, told);
            HoursText.Parse(hours.Week.ToString()).Week.ShouldBe(hours.Week, told);
            HolidayText.Parse(HolidayText.Of(hours.Holidays)).Holidays.ShouldBe(hours.Holidays, told);
        }
    }

    [Fact]
    public void Months_are_walked_by_days()
    {
        var hours = BusinessHoursTests.Of("mon-fri 9:00-12:30 13:30-18:00", holidays: string.Join('\n', Enumerable.Range(0, 5_000).Select(i => $"{new DateOnly(2010, 1, 1).AddDays(i * 3):yyyy-MM-dd} h{i}")));
        var at = new DateTimeOffset(2026, 11, 30, 12, 0, 0, TimeSpan.Zero);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
            hours.Add(at, TimeSpan.FromHours(500));
        // Minutes would each need a look at the zone and at the holidays; a hundred quarters of a year are a matter of milliseconds, and of no memory to speak of.
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(1_000_000);
    }

    private static void Compare(BusinessHours hours, Minutes minutes, Random random, int times, string? told = null)
    {
        for (var i = 0; i < times; i++)
        {
            var (from, to) = (random.Next(minutes.Count), random.Next(minutes.Count));
            hours.IsOpen(minutes.At(from)).ShouldBe(minutes.IsOpen(from), told);
            hours.IsOpen(minutes.At(from).AddSeconds(59)).ShouldBe(minutes.IsOpen(from), told);
            hours.Between(minutes.At(from), minutes.At(to)).ShouldBe(TimeSpan.FromMinutes(minutes.Open(from, to)), told);
            if (minutes.Next(from) is { } next)
                hours.NextOpening(minutes.At(from)).ShouldBe(minutes.At(next), told);
            var open = random.Next(1, 3_000);
            if (minutes.After(from, open) is { } after)
                hours.Add(minutes.At(from), TimeSpan.FromMinutes(open)).ShouldBe(minutes.At(after), told);
        }
    }

    /// <summary>What the hours say is open, from closing to closing.</summary>
    private static List<(DateTimeOffset From, DateTimeOffset To)> Spans(BusinessHours hours, DateTimeOffset from, DateTimeOffset to)
    {
        var spans = new List<(DateTimeOffset, DateTimeOffset)>();
        for (var at = hours.NextOpening(from); at < to; at = hours.NextOpening(at))
        {
            var closing = hours.NextClosing(at);
            spans.Add((at, closing is { } known && known < to ? known : to));
            if (closing is not { } next)
                break;
            at = next;
        }

        return spans;
    }

    private static string Week(Random random)
    {
        string[] days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
        while (true)
        {
            var parts = days.Where(_ => random.Next(3) > 0).Select(day => $"{day} {string.Join(' ', Enumerable.Range(0, random.Next(1, 4)).Select(_ => Interval(random)))}");
            var text = string.Join("; ", parts);
            if (HoursText.Parse(text).Week is not null)
                return text;
        }
    }

    private static string Interval(Random random)
    {
        // Much around the hours at which clocks are set.
        var from = random.Next(3) == 0 ? random.Next(0, 240) : random.Next(0, 1440);
        var to = random.Next(4) == 0 ? random.Next(0, 240) : random.Next(0, 1441);
        return $"{from / 60}:{from % 60:00}-{to / 60}:{to % 60:00}";
    }

    private static string Holidays(Random random)
    {
        DateOnly[] near = [new(2026, 3, 8), new(2026, 3, 29), new(2026, 10, 25), new(2026, 4, 5), new(2011, 12, 30), new(2018, 11, 4), new(2026, 12, 26), new(2028, 2, 29)];
        var lines = new List<string>();
        for (var i = random.Next(6); i > 0; i--)
        {
            var day = near[random.Next(near.Length)].AddDays(random.Next(-5, 6));
            var last = day.AddDays(random.Next(3));
            var line = random.Next(3) switch
            {
                0 => $"{day:MM-dd} h{i}",
                1 => $"{day:yyyy-MM-dd}..{last:yyyy-MM-dd} h{i}",
                _ => $"{day:yyyy-MM-dd} {Interval(random)} h{i}",
            };
            if (HolidayText.Parse(line).Problems.Count == 0)
                lines.Add(line);
        }

        return string.Join('\n', lines);
    }

    /// <summary>
    /// Whether somebody is there, minute by minute. A stretch has begun once the wall has shown its start or later, and is over once the wall will show nothing before its end any more: that
    /// is the whole definition, and neither an offset nor an instant of an end is ever worked out.
    /// </summary>
    private sealed class Minutes
    {
        private const int Margin = 3 * 1440;

        private readonly DateTime begin;
        private readonly bool[] open;
        private readonly int[] sum;

        public Minutes(BusinessHours hours, DateTime begin, int count)
        {
            this.begin = begin;
            var wall = new long[count + (2 * Margin)];
            for (var i = 0; i < wall.Length; i++)
                wall[i] = TimeZoneInfo.ConvertTimeFromUtc(begin.AddMinutes(i - Margin), hours.Zone).Ticks / TimeSpan.TicksPerMinute;
            var (shown, toCome) = ((long[])wall.Clone(), (long[])wall.Clone());
            for (var i = 1; i < wall.Length; i++)
                shown[i] = Math.Max(shown[i], shown[i - 1]);
            for (var i = wall.Length - 2; i >= 0; i--)
                toCome[i] = Math.Min(toCome[i], toCome[i + 1]);

            var known = new Dictionary<long, List<(long From, long To)>>();
            open = new bool[count];
            sum = new int[count + 1];
            for (var i = 0; i < count; i++)
            {
                var (most, least) = (shown[i + Margin], toCome[i + Margin]);
                for (var day = (least / 1440) - 2; day <= (most / 1440) + 1 && !open[i]; day++)
                {
                    if (!known.TryGetValue(day, out var stretches))
                        known[day] = stretches = [.. On(hours, DateOnly.FromDayNumber((int)day)).Select(time => ((day * 1440) + time.From, (day * 1440) + time.To))];
                    open[i] = stretches.Exists(each => most >= each.From && least < each.To);
                }

                sum[i + 1] = sum[i] + (open[i] ? 1 : 0);
            }
        }

        public int Count => open.Length;

        public DateTimeOffset At(int minute) => new(begin.AddMinutes(minute));

        public bool IsOpen(int minute) => open[minute];

        public int Open(int from, int to) => to > from ? sum[to] - sum[from] : 0;

        public int? Next(int from)
        {
            for (; from < Count; from++)
            {
                if (open[from])
                    return from;
            }

            return null;
        }

        public int? After(int from, int minutes)
        {
            for (var at = from; at <= Count; at++)
            {
                if (sum[at] - sum[from] == minutes)
                    return at;
            }

            return null;
        }

        public List<(DateTimeOffset From, DateTimeOffset To)> Spans()
        {
            var spans = new List<(DateTimeOffset, DateTimeOffset)>();
            for (var from = Next(0); from is { } first; from = Next(first))
            {
                var start = At(first);
                while (first < Count && open[first])
                    first++;
                spans.Add((start, At(first)));
            }

            return spans;
        }

        private static IReadOnlyList<OpenTime> On(BusinessHours hours, DateOnly day)
        {
            var dated = hours.Holidays.Where(each => !each.IsYearly && each.From <= day && day <= each.To).ToList();
            var yearly = hours.Holidays.Where(each => each.IsYearly && Key(each.From) <= Key(day) && Key(day) <= Key(each.To)).ToList();
            var holding = dated.Count > 0 ? dated : yearly;
            return holding.Count == 0 ? hours.Week.On(day.DayOfWeek) : holding.Find(each => each.Open.Count == 0)?.Open ?? holding[0].Open;
        }



        private static int Key(DateOnly day) => (day.Month * 100) + day.Day;
    }
}
