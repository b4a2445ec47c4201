using PageWatch.Domain.Hours;
using PageWatch.Pipeline.Reports;
using PageWatch.Testing.Builders;

namespace PageWatch.Pipeline.Tests.Reports;

public sealed class FairnessReportTests
{
    [Fact]
    public void Accounts_below_the_median_and_those_that_nobody_knows_are_small()
    {
        var report = Of([(10, 1), (20, 5), (30, null), (40, 100), (50, 1_000)])!;
        (report.Median, report.Small, report.Large).ShouldBe((100, Figures(3, 20), Figures(2, 45)));
        Of([(10, null), (20, null)]).ShouldBeNull("nobody to compare");
        Of([(10, 7), (20, 7)]).ShouldBeNull("nobody is smaller");
    }

    /// <summary>Checked against tables: with 10 and 10 without a tie, the middle value gives one half, and all small ones behind all large ones about 1 in 10,000.</summary>
    [Fact]
    public void Chance_is_that_of_the_ranks()
    {
        var apart = Of([.. Enumerable.Range(0, 10).Select(i => (100 + i, (long?)1)), .. Enumerable.Range(0, 10).Select(i => (10 + i, (long?)1_000))])!;
        apart.Chance.ShouldBe(9.13e-5, 0.02e-5);
        apart.IsFlagged.ShouldBeTrue();
        var other = Of([.. Enumerable.Range(0, 10).Select(i => (10 + i, (long?)1)), .. Enumerable.Range(0, 10).Select(i => (100 + i, (long?)1_000))])!;
        other.Chance.ShouldBeGreaterThan(0.9999);
        other.IsFlagged.ShouldBeFalse("large ones may wait");
        var same = Of([.. Enumerable.Range(0, 20).Select(_ => (30, (long?)1)), .. Enumerable.Range(0, 20).Select(_ => (30, (long?)1_000))])!;
        (same.Chance, same.IsFlagged).ShouldBe((1, false), "all are tied");
    }

    [Fact]
    public void Trifle_is_not_flagged_however_sure_and_difference_is_not_where_few_waited()
    {
        Of([.. Enumerable.Range(0, 200).Select(i => (1_050 + (i % 5), (long?)1)), .. Enumerable.Range(0, 200).Select(i => (1_000 + (i % 5), (long?)1_000))])!.ShouldSatisfyAllConditions(
            report => report.Chance.ShouldBeLessThan(1e-9), report => report.IsFlagged.ShouldBeFalse());
        Of([.. Enumerable.Range(0, 9).Select(i => (100 + i, (long?)1)), .. Enumerable.Range(0, 40).Select(i => (10 + i, (long?)1_000))])!.IsFlagged.ShouldBeFalse();
    }

    [Fact]
    public void Those_who_are_treated_alike_are_hardly_ever_flagged()
    {
        var random = new Random(3);
        var flagged = Enumerable.Range(0, 1_000).Count(_ => Of([.. Enumerable.Range(0, 60).Select(i => (random.Next(5, 600), (long?)(i % 2 == 0 ? 1 : 1_000)))])!.IsFlagged);
        flagged.ShouldBeLessThan(20, "one in a hundred is what chance is allowed");
    }

    [Fact]
    public void Nights_are_nobodys_wait()
    {
        var hours = new BusinessHours(TimeZoneInfo.Utc, HoursText.Parse("Mon-Fri 9:00-17:00").Week!, []);
        var evening = new DateTimeOffset(2026, 3, 10, 16, 50, 0, TimeSpan.Zero);
        FairnessReport.Of([new AnswerWait(evening, evening.AddHours(17), 1), new AnswerWait(evening, evening.AddMinutes(5), 1_000)], hours)!.Small.Median.ShouldBe(TimeSpan.FromMinutes(60));
    }

    private static FairnessReport? Of((int Minutes, long? Followers)[] waits) =>
        FairnessReport.Of([.. waits.Select(wait => new AnswerWait(A.Morning, A.Morning + TimeSpan.FromMinutes(wait.Minutes), wait.Followers))], BusinessHours.Always);

    private static WaitFigures Figures(int waits, int minutes) => new(waits, TimeSpan.FromMinutes(minutes));
}
