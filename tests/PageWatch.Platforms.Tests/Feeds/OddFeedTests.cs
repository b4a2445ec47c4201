using PageWatch.Domain.Sources;
using Xunit.Abstractions;

namespace PageWatch.Platforms.Tests.Feeds;

[Trait("Promise", "7")]
public sealed class OddFeedTests(ITestOutputHelper output)
{
    [Fact]
    public void There_are_three_hundred_and_each_has_a_name_of_its_own()
    {
        OddFeeds.All.Count.ShouldBeGreaterThanOrEqualTo(300);
        OddFeeds.All.Select(odd => odd.Name).ShouldBeUnique();
        output.WriteLine($"figure: odd feeds {OddFeeds.All.Count}, of which {OddFeeds.All.Count(odd => odd.Expected is null)} are no feeds");
    }

    public static TheoryData<string> Names() => [.. OddFeeds.All.Select(each => each.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Odd_feeds_are_read_as_leniently_as_a_feed_reader_does(string name)
    {
        var odd = OddFeeds.All.Single(each => each.Name == name);
        using var feed = new FeedAtHand();
        if (odd.Expected is not { } expected)
        {
            var problem = await Should.ThrowAsync<PlatformException>(() => feed.PollAsync(_ => FeedAtHand.Answer(odd.Body, odd.Type)));
            problem.Failure.ShouldBe(PlatformFailure.NotUnderstood);
            problem.Message.ShouldContain(FeedAtHand.Address.AbsoluteUri);
            return;
        }

        var events = await feed.PollAsync(_ => FeedAtHand.Answer(odd.Body, odd.Type));
        events.OfType<SourceEvent.PostSeen>().Select(seen => odd.Show(seen.Post)).ShouldBe(expected);
        events.OfType<SourceEvent.PostUnreadable>().Count().ShouldBe(odd.Unreadable);
        events.OfType<SourceEvent.PostDeleted>().ShouldBeEmpty();
        (await feed.PollAsync()).ShouldBeEmpty("what was seen is not seen again");
    }

    [Fact]
    public async Task An_answer_that_is_no_feed_changes_nothing_that_is_known()
    {
        using var feed = new FeedAtHand();
        await feed.PollAsync(_ => FeedAtHand.Answer("<rss><channel><item><guid>1</guid><title>One</title></item></channel></rss>"));
        var known = feed.CursorText;
        foreach (var odd in OddFeeds.All.Where(each => each.Expected is null))
        {
            await Should.ThrowAsync<PlatformException>(() => feed.PollAsync(_ => FeedAtHand.Answer(odd.Body, odd.Type)));
            feed.CursorText.ShouldBe(known, odd.Name);
        }
    }
}
