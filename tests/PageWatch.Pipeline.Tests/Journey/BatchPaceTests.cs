using Microsoft.Extensions.Time.Testing;
using PageWatch.Pipeline.Journey;

namespace PageWatch.Pipeline.Tests.Journey;

public sealed class BatchPaceTests
{
    private readonly FakeTimeProvider time = new();

    [Fact]
    public void Batches_are_small_while_more_comes_in_than_is_worked_off()
    {
        var pace = new BatchPace(time);
        var usual = pace.Most;
        Second(pace, worked: usual, accepted: 100);
        pace.Most.ShouldBeLessThan(usual);
        Second(pace, worked: pace.Most, accepted: 100);
        pace.Most.ShouldBeLessThan(usual, "more came again");
        Second(pace, worked: pace.Most, accepted: pace.Most);
        pace.Most.ShouldBe(usual, "as much came as was worked off");
    }

    [Fact]
    public void Batch_that_empties_the_inbox_is_no_sign_of_a_rush()
    {
        var pace = new BatchPace(time);
        var usual = pace.Most;
        Second(pace, worked: usual - 1, accepted: 100_000);
        pace.Most.ShouldBe(usual);
    }

    [Fact]
    public void One_batch_says_nothing_yet()
    {
        var pace = new BatchPace(time);
        var usual = pace.Most;
        pace.Note(usual, 100_000);
        pace.Most.ShouldBe(usual);
    }

    private long before;

    private void Second(BatchPace pace, int worked, long accepted)
    {
        time.Advance(TimeSpan.FromSeconds(1));
        before += accepted;
        pace.Note(worked, before);
    }
}
