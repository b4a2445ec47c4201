namespace PageWatch.Domain.Hours;

/// <summary>
/// When a team is there: a zone, the hours of a week, holidays. Counts the time that really goes by: an hour that summer time takes away is not counted, one that comes twice counts twice.
/// All answers are in UTC.
/// </summary>
/// <remarks>
/// A stretch begins at the first instant at which the clock on the wall shows its start or later, and ends after the last one at which it shows less than its end: what is left out by the clock is
/// not waited for, what comes twice is open from the first to the last. A stretch belongs to the day on which it begins, and goes on into a holiday. Where two overlap, the time counts once.
/// </remarks>
public sealed class BusinessHours : IEquatable<BusinessHours>
{
    /// <summary>Nothing looks further ahead than ten years: holidays without end shall not keep a clock from ending.</summary>
    public static readonly TimeSpan Farthest = TimeSpan.FromDays(3_653);

    private const int FirstYear = 2;
    private const int LastYear = 9_980;

    private readonly HolidayDays days;

    public BusinessHours(TimeZoneInfo zone, WeekHours week, IReadOnlyList<Holiday> holidays)
    {
        Zone = zone;
        Week = week;
        Holidays = HolidayText.InOrder(holidays);
        days = new HolidayDays(Holidays);
    }

    /// <summary>Round the clock, UTC: what holds where nobody said anything.</summary>
    public static BusinessHours Always { get; } = new(TimeZoneInfo.Utc, WeekHours.Always, []);

    public TimeZoneInfo Zone { get; }

    public WeekHours Week { get; }

    /// <summary>With a year first, by day; then those of every year.</summary>
    public IReadOnlyList<Holiday> Holidays { get; }

    /// <summary>Round the clock on every day, without a holiday.</summary>
    public bool IsAlways => Week.IsAlways && Holidays.Count == 0;

    public bool IsOpen(DateTimeOffset at)
    {
        if (IsAlways)
            return true;
        var now = at.UtcDateTime;
        var walk = WalkFrom(now, now);
        while (walk.Next(out var from, out var to) && from <= now)
        {
            if (now < to)
                return true;
        }

        return false;
    }

    /// <summary>The instant at which so much open time has gone by: at a closing, the closing itself.</summary>
    /// <param name="open">With zero or less, <paramref name="from"/> itself comes back, open or not.</param>
    /// <returns><paramref name="from"/> and <see cref="Farthest"/> where it takes longer than that.</returns>
    public DateTimeOffset Add(DateTimeOffset from, TimeSpan open)
    {
        var now = from.UtcDateTime;
        if (open <= TimeSpan.Zero || !Reaches(now))
            return Utc(now);
        if (IsAlways)
            return Utc(now + (open < Farthest ? open : Farthest));
        var until = now + Farthest;
        var walk = WalkFrom(now, until);
        while (walk.Next(out var start, out var end))
        {
            if (start < now)
                start = now;
            if (end <= start)
                continue;
            if (open <= end - start)
                return Utc(start + open < until ? start + open : until);
            open -= end - start;
        }

        return Utc(until);
    }

    /// <summary>How much open time lies between two instants; zero when <paramref name="to"/> is not later. What is further than <see cref="Farthest"/> after the first is not counted.</summary>
    public TimeSpan Between(DateTimeOffset from, DateTimeOffset to)
    {
        var (first, last) = (from.UtcDateTime, to.UtcDateTime);
        if (last <= first || !Reaches(first))
            return TimeSpan.Zero;
        if (last - first > Farthest)
            last = first + Farthest;
        if (IsAlways)
            return last - first;
        var sum = TimeSpan.Zero;
        var walk = WalkFrom(first, last);
        while (walk.Next(out var start, out var end) && start < last)
        {
            start = start < first ? first : start;
            end = end > last ? last : end;
            if (end > start)
                sum += end - start;
        }

        return sum;
    }

    /// <returns><paramref name="at"/> itself when open; <paramref name="at"/> and <see cref="Farthest"/> when it does not open so soon.</returns>
    public DateTimeOffset NextOpening(DateTimeOffset at)
    {
        var now = at.UtcDateTime;
        if (IsAlways || !Reaches(now))
            return Utc(now);
        var until = now + Farthest;
        var walk = WalkFrom(now, until);
        while (walk.Next(out var start, out var end))
        {
            if (end > now)
                return Utc(start <= now ? now : start < until ? start : until);
        }

        return Utc(until);
    }

    /// <summary>The end of the stretch that is open now, or of the next one.</summary>
    /// <returns>Null when it does not close within <see cref="Farthest"/>.</returns>
    public DateTimeOffset? NextClosing(DateTimeOffset at)
    {
        var now = at.UtcDateTime;
        if (IsAlways || !Reaches(now))
            return null;
        var until = now + Farthest;
        DateTime? closing = null;
        var walk = WalkFrom(now, until);
        while (walk.Next(out var start, out var end))
        {
            if (end <= now)
                continue;
            if (closing is { } known && start > known)
                return Utc(known);
            closing = end;
        }

        return closing < until ? Utc(closing.Value) : null;
    }

    /// <summary>What begins on a day, holidays minded; empty when nobody is there.</summary>
    public IReadOnlyList<OpenTime> On(DateOnly day) => days.On(day) ?? Week.On(day.DayOfWeek);

    /// <summary>The day that the wall shows.</summary>
    public DateOnly DayOf(DateTimeOffset at) => DateOnly.FromDateTime((Reaches(at.UtcDateTime) ? TimeZoneInfo.ConvertTime(at, Zone) : at).DateTime);

    /// <summary>The first instant at which the clock on the wall shows so many minutes after midnight of a day, or later.</summary>
    public DateTimeOffset At(DateOnly day, int minutes) =>
        Utc(day.Year is < FirstYear or > LastYear ? DateTime.SpecifyKind(day.ToDateTime(default), DateTimeKind.Utc) : new WallClock(Zone).First(Wall(day, minutes)));

    /// <summary>The holidays that are not over on a day, soonest first; each once.</summary>
    public IReadOnlyList<HolidayAhead> Ahead(DateOnly day, int most) =>
        [.. Holidays.Select(holiday => Next(holiday, day)).OfType<HolidayAhead>().OrderBy(each => each.From).ThenBy(each => each.To).Take(most)];

    public bool Equals(BusinessHours? other) => other is not null && Zone.Id == other.Zone.Id && Week.Equals(other.Week) && Holidays.SequenceEqual(other.Holidays);

    public override bool Equals(object? obj) => Equals(obj as BusinessHours);

    public override int GetHashCode() => HashCode.Combine(Zone.Id, Week, Holidays.Count);

    public override string ToString() => $"{Week} ({Zone.Id})";

    private static HolidayAhead? Next(Holiday holiday, DateOnly day)
    {
        if (!holiday.IsYearly)
            return holiday.To >= day ? new HolidayAhead(holiday.From, holiday.To, holiday) : null;
        // One that goes over New Year may have begun the year before; a 29 February may be eight years away.
        for (var year = day.Year - 1; year <= day.Year + 8; year++)
        {
            if (holiday.In(year) is var (from, to) && to >= day)
                return new HolidayAhead(from, to, holiday);
        }

        return null;
    }

    private static bool Reaches(DateTime at) => at.Year is >= FirstYear and <= LastYear;

    private static DateTimeOffset Utc(DateTime at) => new(DateTime.SpecifyKind(at, DateTimeKind.Utc));

    private static DateTime Wall(DateOnly day, int minutes) => day.ToDateTime(default).AddMinutes(minutes);

    private Walk WalkFrom(DateTime from, DateTime until) => Reaches(from)
        ? new Walk(this, DayOf(Utc(from)).AddDays(-2), DayOf(Utc(until)).AddDays(1))
        : new Walk(this, DateOnly.MaxValue, DateOnly.MinValue);

    /// <summary>Goes through the stretches of open time in order; none overlaps the one before.</summary>
    private struct Walk(BusinessHours hours, DateOnly first, DateOnly last)
    {
        private readonly WallClock clock = new(hours.Zone);
        private DateOnly day = first;
        private IReadOnlyList<OpenTime>? times;
        private DateTime reached;
        private int next;

        public bool Next(out DateTime from, out DateTime to)
        {
            while (day <= last)
            {
                times ??= hours.On(day);
                while (next < times.Count)
                {
                    var time = times[next++];
                    from = clock.First(Wall(day, time.From));
                    to = clock.Last(Wall(day, time.To));
                    if (from < reached)
                        from = reached;
                    if (to <= from)
                        continue;
                    reached = to;
                    return true;
                }

                (day, times, next) = (day.AddDays(1), null, 0);
            }

            from = to = default;
            return false;
        }
    }
}
