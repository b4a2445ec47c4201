using PageWatch.Domain.Posts;
using PageWatch.Domain.Sources;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Ingest;
using PageWatch.Testing.Builders;

namespace PageWatch.Pipeline.Tests.Ingest;

/// <summary>A day of hundreds of watches, second by second: the real line and the real pace, pages that are made up.</summary>
public sealed class PollDayTests
{
    private const int Pages = 300;
    private const int OnOneHost = 100;

    [Fact, Trait("Promise", "9")]
    public void Day_of_hundreds_of_pages_is_read_soon_seldom_and_by_turns()
    {
        var line = new PollLine();
        var chance = new Random(7);
        var pages = Enumerable.Range(0, Pages).Select(number => new MadeUp(number)).ToList();
        var running = new PriorityQueue<(MadeUp Page, PollLine.Place Place, int Brought), DateTimeOffset>();
        var perHost = new Dictionary<string, List<DateTimeOffset>>(StringComparer.Ordinal);
        var lags = new List<TimeSpan>();
        var (asked, latest) = (0, TimeSpan.Zero);
        for (var now = A.Morning; now < A.Morning + TimeSpan.FromDays(1); now += TimeSpan.FromSeconds(1))
        {
            while (running.TryPeek(out var done, out var at) && at <= now)
            {
                running.Dequeue();
                line.Done(done.Place, 1, now);
                done.Page.WasRead(done.Brought, now);
            }

            foreach (var page in pages)
            {
                if (chance.NextDouble() < page.PerHour / 3600)
                    page.Unread.Add(now);
                if (!page.IsInLine && page.Watch.DueAt <= now)
                {
                    line.Join(page.Watch.Id, page.Watch.Page.Address.Host, page.Watch.DueAt!.Value);
                    page.IsInLine = true;
                }
            }

            while (line.Waiting > 0 && line.Next(now, out _) is { } place)
            {
                var page = pages[(int)place.Page.Value];
                asked++;
                // The first look was due for ever.
                if (place.DueAt > DateTimeOffset.MinValue && now - place.DueAt > latest)
                    latest = now - place.DueAt;
                if (!perHost.TryGetValue(place.Host, out var times))
                    perHost[place.Host] = times = [];
                times.Add(now);
                lags.AddRange(page.Unread.Select(written => now - written));
                running.Enqueue((page, place, page.Unread.Count), now + TimeSpan.FromSeconds(page.Watch.Id.Value % 50 == 0 ? 12 : 1));
                page.Unread.Clear();
            }
        }

        latest.ShouldBeLessThan(TimeSpan.FromSeconds(30), "no watch is later than its bound and a moment");
        pages.ShouldAllBe(page => page.LongestBetween <= TimeSpan.FromMinutes(5) + TimeSpan.FromSeconds(45));
        lags.Sort();
        lags.Count.ShouldBeGreaterThan(5000);
        lags[lags.Count / 2].ShouldBeLessThan(TimeSpan.FromSeconds(60));
        lags[^1].ShouldBeLessThan(TimeSpan.FromMinutes(6));
        // Asking each every fifteen seconds would be 5,760 a page.
        (asked / Pages).ShouldBeInRange(300, 1200);
        foreach (var times in perHost.Values)
        {
            for (var i = 0; i + PollLine.PerMinute + PollLine.Burst < times.Count; i++)
                (times[i + PollLine.PerMinute + PollLine.Burst] - times[i]).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(59));
        }
    }

    private sealed class MadeUp(int number)
    {
        /// <summary>A few write all the time, most hardly ever.</summary>
        public double PerHour { get; } = (number % 10) switch { 0 => 30, 1 or 2 => 4, 3 or 4 or 5 => 0.5, _ => 0.02 };

        public List<DateTimeOffset> Unread { get; } = [];

        public bool IsInLine { get; set; }

        public TimeSpan LongestBetween { get; private set; }

        private DateTimeOffset? read;

        public Watch Watch { get; private set; } = new()
        {
            Page = new Page { Id = new PageId(number), Platform = new PlatformId("fake"), Address = new Uri(number < OnOneHost ? "https://everybody.example/" : $"https://host{number % 40}.example/"), Name = "Made up" },
            Team = TeamId.Default,
            Name = $"page-{number}",
            Owner = new MemberId(1),
            Can = A.Capabilities(),
            Cadence = TimeSpan.FromMinutes(1),
            Adapts = true,
            NudgesSince = A.Morning,
            State = WatchState.Active,
        };

        public void WasRead(int brought, DateTimeOffset now)
        {
            if (read is { } before && now - before > LongestBetween)
                LongestBetween = now - before;
            read = now;
            var wait = PollPace.Next(Watch, brought, null, now);
            Watch = Watch with { Health = Watch.Health with { PollWait = wait, NextPollAt = now + wait } };
            IsInLine = false;
        }
    }
}
