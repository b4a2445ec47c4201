using PageWatch.Domain.Posts;
using PageWatch.Pipeline.Ingest;
using PageWatch.Testing.Builders;

namespace PageWatch.Pipeline.Tests.Ingest;

public sealed class PollLineTests
{
    private static readonly DateTimeOffset Now = A.Morning;

    private readonly PollLine line = new();

    [Fact]
    public void Who_was_due_first_asks_first_whenever_it_came()
    {
        Join(1, "a", 30);
        Join(2, "b", 10);
        Join(3, "c", 20);
        Take(3).Select(place => place.Page.Value).ShouldBe([2, 3, 1]);
        line.Waiting.ShouldBe(0);
    }

    [Fact, Trait("Promise", "9")]
    public void Slow_host_takes_no_place_of_others()
    {
        for (var page = 0; page < 40; page++)
            Join(page, "slow", 0);
        Join(100, "quick", 10);
        var asked = Take(50);
        asked.Count.ShouldBe(PollLine.OfOneHost + 1);
        asked[^1].Host.ShouldBe("quick");
    }

    [Fact]
    public void Few_are_asked_at_once()
    {
        for (var page = 0; page < 40; page++)
            Join(page, $"host {page}", 0);
        var first = Take(50);
        first.Count.ShouldBe(PollLine.AtOnce);
        line.Done(first[3], 1, Now);
        Take(50).ShouldHaveSingleItem().Page.ShouldBe(new PageId(PollLine.AtOnce));
    }

    [Fact]
    public void Page_is_not_asked_twice_at_once()
    {
        Join(1, "a", 0);
        Join(1, "a", 1);
        var first = Take(2).ShouldHaveSingleItem();
        line.Done(first, 1, Now);
        Take(2).ShouldHaveSingleItem();
    }

    [Fact, Trait("Promise", "9")]
    public void Host_is_asked_no_more_often_than_its_budget_allows()
    {
        var at = Now;
        var asked = new List<DateTimeOffset>();
        for (var page = 0; page < 300; page++)
            Join(page, "one", 0);
        while (line.Waiting > 0)
        {
            if (line.Next(at, out var again) is { } place)
            {
                asked.Add(at);
                line.Done(place, 1, at);
                continue;
            }

            again.ShouldNotBeNull().ShouldBeGreaterThan(at);
            at = again.Value;
        }

        asked.Count(each => each == Now).ShouldBe(PollLine.Burst);
        foreach (var from in asked)
            asked.Count(each => each >= from && each < from + TimeSpan.FromMinutes(1)).ShouldBeLessThanOrEqualTo(PollLine.PerMinute + PollLine.Burst);
        (at - Now).TotalSeconds.ShouldBe((300 - PollLine.Burst) * 60.0 / PollLine.PerMinute, 2);
    }

    [Fact, Trait("Promise", "9")]
    public void Page_that_needed_many_answers_is_paid_for_by_its_host_alone()
    {
        Join(1, "greedy", 0);
        line.Done(Take(1)[0], 50, Now);
        Join(2, "greedy", 0);
        Join(3, "other", 0);
        Take(2).ShouldHaveSingleItem().Page.ShouldBe(new PageId(3));
        line.Next(Now, out var again).ShouldBeNull();
        again.ShouldNotBeNull().ShouldBeGreaterThan(Now + TimeSpan.FromSeconds(9));
        line.Next(again.Value, out _).ShouldNotBeNull();
    }

    [Fact]
    public void Who_gives_up_its_place_is_not_called()
    {
        var place = Join(1, "a", 0);
        line.Leave(place).ShouldBeTrue();
        Take(1).ShouldBeEmpty();
        line.Leave(place).ShouldBeFalse();
    }

    private PollLine.Place Join(int page, string host, int due) => line.Join(new PageId(page), host, Now + TimeSpan.FromSeconds(due));

    private List<PollLine.Place> Take(int most)
    {
        var taken = new List<PollLine.Place>();
        while (taken.Count < most && line.Next(Now, out _) is { } place)
            taken.Add(place);
        return taken;
    }
}
