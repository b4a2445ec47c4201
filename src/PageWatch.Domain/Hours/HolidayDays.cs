namespace PageWatch.Domain.Hours;

/// <summary>Finds the holiday of a day among thousands.</summary>
internal sealed class HolidayDays
{
    private const int MonthSize = 32;

    private readonly Holiday[] dated;

    /// <summary>The latest last day of the first so many: where looking back may end.</summary>
    private readonly DateOnly[] latest;

    private readonly IReadOnlyList<OpenTime>?[] yearly = new IReadOnlyList<OpenTime>?[13 * MonthSize];

    public HolidayDays(IReadOnlyList<Holiday> holidays)
    {
        dated = [.. holidays.Where(holiday => !holiday.IsYearly).OrderBy(holiday => holiday.From)];
        latest = new DateOnly[dated.Length];
        for (var i = 0; i < dated.Length; i++)
            latest[i] = i > 0 && latest[i - 1] > dated[i].To ? latest[i - 1] : dated[i].To;
        foreach (var holiday in holidays.Where(holiday => holiday.IsYearly))
        {
            for (var day = holiday.From; ; day = day is { Month: 12, Day: 31 } ? new DateOnly(Holiday.AnyYear, 1, 1) : day.AddDays(1))
            {
                ref var known = ref yearly[(day.Month * MonthSize) + day.Day];
                known = Prevails(known, holiday.Open);
                if (day == holiday.To)
                    break;
            }
        }
    }

    /// <summary>One with a year wins over one of every year; of two alike a closed day wins, then the first.</summary>
    /// <returns>Null on a usual day; empty on a closed one.</returns>
    public IReadOnlyList<OpenTime>? On(DateOnly day)
    {
        IReadOnlyList<OpenTime>? found = null;
        for (var i = After(day) - 1; i >= 0 && latest[i] >= day; i--)
        {
            if (dated[i].To >= day)
                found = Prevails(dated[i].Open, found);
        }

        return found ?? yearly[(day.Month * MonthSize) + day.Day];
    }

    private static IReadOnlyList<OpenTime>? Prevails(IReadOnlyList<OpenTime>? first, IReadOnlyList<OpenTime>? second) => first is null || second is { Count: 0 } ? second : first;

    /// <summary>How many begin on this day or before.</summary>
    private int After(DateOnly day)
    {
        var (low, high) = (0, dated.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (dated[middle].From <= day)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}
