namespace PageWatch.Platforms.Tests.Feeds;

public sealed class FeedDateTests
{
    /// <summary>As written, and what it means in UTC; null where nobody could say.</summary>
    public static TheoryData<string, string?> Dates() => new()
    {
        // RFC 822 and 2822
        { "Wed, 11 Mar 2026 08:20:00 GMT", "2026-03-11T08:20:00Z" },
        { "Wed, 11 Mar 2026 08:20:00 +0000", "2026-03-11T08:20:00Z" },
        { "Wed, 11 Mar 2026 08:20:00 -0500", "2026-03-11T13:20:00Z" },
        { "Wed, 11 Mar 2026 08:20:00 +0545", "2026-03-11T02:35:00Z" },
        { "Wed, 11 Mar 2026 08:20 UT", "2026-03-11T08:20:00Z" },
        { "11 Mar 26 08:20 EST", "2026-03-11T13:20:00Z" },
        { "11 Mar 26 08:20:01 EDT", "2026-03-11T12:20:01Z" },
        { "Wed, 11 Mar 98 08:20:00 PST", "1998-03-11T16:20:00Z" },
        { "Wed, 11 Mar 49 08:20:00 Z", "2049-03-11T08:20:00Z" },
        { "Wed, 11 Mar 50 08:20:00 Z", "1950-03-11T08:20:00Z" },
        { "Wed, 11 Mar 126 08:20:00 Z", "2026-03-11T08:20:00Z" },
        { "Wed, 11 Mar 2026 08:20:00 CET", "2026-03-11T07:20:00Z" },
        { "Wed, 11 Mar 2026 08:20:00 +0100 (CET)", "2026-03-11T07:20:00Z" },
        { "Wed, 11 Mar 2026 08:20:00 XYZ", "2026-03-11T08:20:00Z" },
        { "Wed, 1 Apr 2026 8:05:09 +0200", "2026-04-01T06:05:09Z" },
        { "Thu, 31 Dec 2026 23:59:60 GMT", "2026-12-31T23:59:59Z" },
        { "Thu, 31 Dec 2026 24:00:00 GMT", "2027-01-01T00:00:00Z" },
        // the same, written carelessly
        { "  wed,11 mar 2026  08:20:00   gmt ", "2026-03-11T08:20:00Z" },
        { "Fri, 11 Mar 2026 08:20:00 GMT", "2026-03-11T08:20:00Z" }, // it was a Wednesday
        { "Wednesday, 11-Mar-26 08:20:00 GMT", "2026-03-11T08:20:00Z" },
        { "Wed Mar 11 08:20:00 2026", "2026-03-11T08:20:00Z" },
        { "Wed Mar 11 08:20:00 EST 2026", "2026-03-11T13:20:00Z" },
        { "Wed Mar 11 2026 08:20:00 GMT+0100 (Central European Standard Time)", "2026-03-11T07:20:00Z" },
        { "Wed, 11 Mar 2026 08:20:00 +01:00", "2026-03-11T07:20:00Z" },
        { "Wed, 11 Mar 2026 08:20:00 GMT+1", "2026-03-11T07:20:00Z" },
        { "Wed, 11 Mar 2026 08:20:00 UTC -3", "2026-03-11T11:20:00Z" },
        { "Wed, 11 Mar 2026 08:20:00 +9900", "2026-03-11T08:20:00Z" },
        { "11/Mar/2026:08:20:00 +0100", "2026-03-11T07:20:00Z" },
        { "March 11, 2026 8:20 am", "2026-03-11T08:20:00Z" },
        { "March 11th, 2026, 12:20 AM", "2026-03-11T00:20:00Z" },
        { "Mar 11, 2026 8:20 P.M. EST", "2026-03-12T01:20:00Z" },
        { "14:20 PM 11 March 2026", "2026-03-11T14:20:00Z" },
        { "08:20, 11th of March 2026", "2026-03-11T08:20:00Z" },
        // RFC 3339, ISO 8601, W3C
        { "2026-03-11T08:20:00Z", "2026-03-11T08:20:00Z" },
        { "2026-03-11T09:20:00+01:00", "2026-03-11T08:20:00Z" },
        { "2026-03-11t08:20:00z", "2026-03-11T08:20:00Z" },
        { "2026-03-11T08:20:00.123Z", "2026-03-11T08:20:00.123Z" },
        { "2026-03-11T08:20:00.1234567891-02:30", "2026-03-11T10:50:00.1234567Z" },
        { "2026-03-11T08:20+0100", "2026-03-11T07:20:00Z" },
        { "2026-03-11T08:20Z", "2026-03-11T08:20:00Z" },
        { "2026-03-11 08:20:00", "2026-03-11T08:20:00Z" },
        { "2026-03-11 08:20:00 +0100", "2026-03-11T07:20:00Z" },
        { "2026-03-11 08:20:00 UTC", "2026-03-11T08:20:00Z" },
        { "2026/03/11 08:20", "2026-03-11T08:20:00Z" },
        { "20260311T082000Z", "2026-03-11T08:20:00Z" },
        { "20260311082000", "2026-03-11T08:20:00Z" },
        { "2026-02-11", "2026-02-11T00:00:00Z" },
        { "20260211", "2026-02-11T00:00:00Z" },
        // in the languages of their programs
        { "mer., 11 mars 2026 08:20:00 +0100", "2026-03-11T07:20:00Z" },
        { "Mi, 11 Mär 2026 08:20:00 +0100", "2026-03-11T07:20:00Z" },
        { "11. März 2026, 08:20 Uhr", "2026-03-11T08:20:00Z" },
        { "mié, 11 de marzo de 2026 08:20", "2026-03-11T08:20:00Z" },
        { "st, 11 března 2026 08:20:00 CET", "2026-03-11T07:20:00Z" },
        { "Ср, 11 марта 2026 08:20:00 MSK", "2026-03-11T05:20:00Z" },
        { "2026年3月11日 08:20", "2026-03-11T08:20:00Z" },
        { "٢٠٢٦-٠٣-١١T٠٨:٢٠:٠٠Z", "2026-03-11T08:20:00Z" },
        // numbers
        { "1773217200", "2026-03-11T08:20:00Z" },
        { "1773217200000", "2026-03-11T08:20:00Z" },
        { "11.03.2026 08:20", "2026-03-11T08:20:00Z" },
        { "3/11/2026 8:20:00 AM", "2026-03-11T08:20:00Z" },
        { "3/25/2026 08:20", "2026-03-25T08:20:00Z" },
        { "25/3/2026 08:20", "2026-03-25T08:20:00Z" },
        { "3/3/2026 08:20", "2026-03-03T08:20:00Z" },
        // nobody can say
        { "3/11/2026 08:20", null },
        { "2026", null },
        { "March", null },
        { "yesterday", null },
        { "Wed, 31 Feb 2026 08:20:00 GMT", null },
        { "Wed, 11 Mar 2026 25:20:00 GMT", null },
        { "2026-13-11T08:20:00Z", null },
        { "0001-01-01T00:00:00Z", null },
        { "0000-00-00 00:00:00", null },
        { "1970-01-01T00:00:00Z", null },
        { "Thu, 01 Jan 1970 00:00:00 +0000", null },
        { "0", null },
        { "99999999999999999999", null },
        { "9999-12-31T23:59:59-14:00", null },
        { "{{ post.date }}", null },
        { "-", null },
        { new string('9', 5000), null },
    };

    [Theory]
    [MemberData(nameof(Dates))]
    public async Task Dates_are_read_as_feeds_write_them(string written, string? meant)
    {
        using var feed = new FeedAtHand();
        var posts = await feed.PostsAsync(_ => FeedAtHand.Answer($"<rss><channel><item><guid>1</guid><title>x</title><pubDate>{written}</pubDate></item></channel></rss>"));
        posts.ShouldHaveSingleItem().PublishedAt.ShouldBe(meant is null ? null : DateTimeOffset.Parse(meant));
    }

    [Theory]
    [InlineData("2026-03-11", null)] // today: midnight would be before the watch began, and surely before the author wrote
    [InlineData("11 Mar 2026", null)]
    [InlineData("2026-03-12", null)]
    [InlineData("2026-03-01", "2026-03-01T00:00:00Z")]
    public async Task A_fresh_day_without_a_time_is_no_time(string written, string? meant)
    {
        using var feed = new FeedAtHand();
        var posts = await feed.PostsAsync(_ => FeedAtHand.Answer($"<rss><channel><item><guid>1</guid><title>x</title><pubDate>{written}</pubDate></item></channel></rss>"));
        posts.ShouldHaveSingleItem().PublishedAt.ShouldBe(meant is null ? null : DateTimeOffset.Parse(meant));
    }

    [Fact]
    public async Task The_first_date_that_can_be_read_counts()
    {
        using var feed = new FeedAtHand();
        var posts = await feed.PostsAsync(_ => FeedAtHand.Answer(
            "<rss xmlns:dc='http://purl.org/dc/elements/1.1/'><channel><item><guid>1</guid><title>x</title><pubDate>soon</pubDate><dc:date>2026-03-11T08:20:00Z</dc:date></item></channel></rss>"));
        posts.ShouldHaveSingleItem().PublishedAt.ShouldBe(new DateTimeOffset(2026, 3, 11, 8, 20, 0, TimeSpan.Zero));
    }
}
