namespace PageWatch.Domain.Hours;

/// <summary>When the clock on a wall shows a time: it skips some, and shows some twice.</summary>
/// <remarks>
/// Asks the zone only for the offset of an instant, which is never in doubt. Takes it that a clock is set no more than once in two days, and by less than a day and an hour:
/// true of every zone since clocks have been set.
/// </remarks>
internal readonly struct WallClock(TimeZoneInfo zone)
{
    private static readonly TimeSpan Around = TimeSpan.FromHours(26);

    /// <returns>The first instant at which the clock shows <paramref name="wall"/> or later.</returns>
    public DateTime First(DateTime wall)
    {
        var (before, after) = (Offset(wall - Around), Offset(wall + Around));
        if (before == after)
            return wall - before;
        var set = SetBetween(wall - Around, wall + Around, before);
        if (wall - before < set)
            return wall - before;
        return wall - after > set ? wall - after : set;
    }

    /// <returns>The first instant from which on the clock shows <paramref name="wall"/> or later, and nothing before it any more.</returns>
    public DateTime Last(DateTime wall)
    {
        var (before, after) = (Offset(wall - Around), Offset(wall + Around));
        if (before == after)
            return wall - before;
        var set = SetBetween(wall - Around, wall + Around, before);
        if (wall - after >= set)
            return wall - after;
        return wall - before < set ? wall - before : set;
    }

    private TimeSpan Offset(DateTime utc) => zone.GetUtcOffset(new DateTimeOffset(DateTime.SpecifyKind(utc, DateTimeKind.Utc)));

    /// <summary>The first second at which the offset is another.</summary>
    private DateTime SetBetween(DateTime low, DateTime high, TimeSpan before)
    {
        while (high - low > TimeSpan.FromSeconds(1))
        {
            var middle = low + TimeSpan.FromSeconds(Math.Floor((high - low).TotalSeconds / 2));
            if (Offset(middle) == before)
                low = middle;
            else
                high = middle;
        }

        return high;
    }
}
