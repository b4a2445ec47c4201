using PageWatch.Domain.Nudges;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Rules;
using PageWatch.Domain.Understanding;
using PageWatch.Testing.Builders;

namespace PageWatch.Domain.Tests.Nudges;

/// <summary>What comes first, and what must never change that for the worse.</summary>
public sealed class NudgePriorityTests
{
    /// <summary>From the least to the most harm.</summary>
    private static readonly NudgeKind[] Kinds = [NudgeKind.Praise, NudgeKind.Review, NudgeKind.Question, NudgeKind.Complaint];

    private static readonly Sentiment[] Sentiments = [Sentiment.Positive, Sentiment.Mixed, Sentiment.Negative];

    [Theory]
    [InlineData(NudgeKind.Complaint, Urgency.Now, 0, 80)]
    [InlineData(NudgeKind.Complaint, Urgency.Whenever, 30, 60)]
    [InlineData(NudgeKind.Question, Urgency.Whenever, 0, 15)]
    [InlineData(NudgeKind.Question, Urgency.Whenever, 60, 65)]
    [InlineData(NudgeKind.Question, Urgency.Whenever, 90, 75)]
    [InlineData(NudgeKind.Question, Urgency.Whenever, 6_000, 85)]
    public void Harm_and_age_add_up(NudgeKind kind, Urgency urgency, int minutes, int points)
    {
        var signs = Signs(kind) with { Urgency = urgency, Sentiment = kind == NudgeKind.Complaint ? Sentiment.Negative : Sentiment.Neutral };
        NudgePriority.Of(signs, A.Morning + TimeSpan.FromMinutes(minutes)).Points.ShouldBe(points);
    }

    [Fact]
    public void Complaint_that_is_urgent_comes_before_a_question_that_is_a_little_late()
    {
        var now = A.Morning + TimeSpan.FromMinutes(70);
        var late = NudgePriority.Of(Signs(NudgeKind.Question), now);
        var urgent = NudgePriority.Of(new NudgeSigns(NudgeKind.Complaint, now, now + TimeSpan.FromHours(1)) { Urgency = Urgency.Now, Sentiment = Sentiment.Negative }, now);
        urgent.Points.ShouldBeGreaterThan(late.Points);
    }

    [Fact]
    public void Older_never_comes_lower()
    {
        var random = new Random(20261130);
        for (var i = 0; i < 5_000; i++)
        {
            var (signs, now) = Any(random);
            var before = NudgePriority.Of(signs, now);
            NudgePriority.Of(signs, now + TimeSpan.FromMinutes(random.Next(1, 2_000))).Points.ShouldBeGreaterThanOrEqualTo(before.Points);
            // Written earlier, with as much time allowed.
            var earlier = TimeSpan.FromMinutes(random.Next(1, 2_000));
            NudgePriority.Of(signs with { AskedAt = signs.AskedAt - earlier, DueAt = signs.DueAt - earlier }, now).Points.ShouldBeGreaterThanOrEqualTo(before.Points);
        }
    }

    [Fact]
    public void More_harm_never_comes_lower()
    {
        var random = new Random(7);
        for (var i = 0; i < 5_000; i++)
        {
            var (signs, now) = Any(random);
            var before = NudgePriority.Of(signs, now);
            NudgeSigns[] worse =
            [
                signs with { Kind = Next(Kinds, signs.Kind) },
                signs with { Sentiment = Next(Sentiments, signs.Sentiment) },
                signs with { Urgency = (Urgency)Math.Min((int)signs.Urgency + 1, (int)Urgency.Now) },
                signs with { Stars = Math.Max((signs.Stars ?? 6) - 1, 1) },
                signs with { Rule = (RulePriority)Math.Min((int)signs.Rule + 1, (int)RulePriority.High) },
                signs with { Alike = signs.Alike + 1 },
                signs with { Further = signs.Further + 1 },
                signs with { IsKnown = true },
            ];
            foreach (var other in worse)
                NudgePriority.Of(other, now).Points.ShouldBeGreaterThanOrEqualTo(before.Points, $"{other} against {signs}");
        }
    }

    [Fact]
    public void Followers_beyond_the_cap_add_nothing_and_below_it_little()
    {
        var random = new Random(11);
        for (var i = 0; i < 2_000; i++)
        {
            var (signs, now) = Any(random);
            var nobody = NudgePriority.Of(signs with { Followers = null }, now).Points;
            var most = NudgePriority.Of(signs with { Followers = NudgePriority.MostFollowers }, now).Points;
            NudgePriority.Of(signs with { Followers = NudgePriority.MostFollowers + random.NextInt64(long.MaxValue - NudgePriority.MostFollowers) }, now).Points.ShouldBe(most);
            (most - nobody).ShouldBeInRange(0, 4);
            // Whoever says it again gains as much as the largest account.
            NudgePriority.Of(signs with { Followers = null, Further = 1 }, now).Points.ShouldBeGreaterThanOrEqualTo(NudgePriority.Of(signs with { Followers = long.MaxValue, Further = 0 }, now).Points);
        }
    }

    [Fact]
    public void Parts_stay_within_what_they_say_of_themselves()
    {
        var random = new Random(3);
        for (var i = 0; i < 5_000; i++)
        {
            var (signs, now) = Any(random);
            var priority = NudgePriority.Of(signs, now);
            priority.Harm.ShouldBeInRange(0, 130);
            priority.Age.ShouldBeInRange(0, 70);
            (priority.Age >= 50).ShouldBe(now >= signs.DueAt && now > signs.AskedAt);
            priority.Commonness.ShouldBeInRange(0, 15);
            priority.Relationship.ShouldBeInRange(0, 15);
        }
    }

    [Fact]
    public void Signs_are_those_of_the_post_that_a_reply_answers()
    {
        var nudge = A.Nudge() with { Matches = [A.Rule("calm", "x").MatchedBy([]) with { Priority = RulePriority.Low }, A.Rule("loud", "y").MatchedBy([]) with { Priority = RulePriority.High }], Posts = [new PostId(1), new PostId(2)] };
        var post = A.Post() with { Stars = 1, Author = new Author("acct-1", "Jana") { Followers = 12 } };
        var signs = NudgeSigns.Of(nudge, post, A.Reading(urgency: Urgency.Now), 3);
        (signs.Rule, signs.Stars, signs.Followers, signs.IsKnown, signs.Further, signs.Alike, signs.Urgency).ShouldBe((RulePriority.High, 1, 12, true, 1, 3, Urgency.Now));
        NudgeSigns.Of(nudge, post with { IsAuthorsFirst = true }, null, 0).IsKnown.ShouldBeFalse();
        NudgeSigns.Of(nudge, post with { Author = new Author(null, "Jana") }, null, 0).IsKnown.ShouldBeFalse("a name alone proves nothing");
    }

    private static NudgeSigns Signs(NudgeKind kind) => new(kind, A.Morning, A.Morning + TimeSpan.FromHours(1));

    private static (NudgeSigns Signs, DateTimeOffset Now) Any(Random random)
    {
        var asked = A.Morning + TimeSpan.FromMinutes(random.Next(-500, 500));
        return (
            new NudgeSigns(Kinds[random.Next(Kinds.Length)], asked, asked + TimeSpan.FromMinutes(random.Next(0, 600)))
            {
                Urgency = (Urgency)random.Next(3),
                Sentiment = Sentiments[random.Next(3)],
                Stars = random.Next(6) is > 0 and var stars ? stars : null,
                Rule = (RulePriority)random.Next(-1, 2),
                Alike = random.Next(8),
                IsKnown = random.Next(2) == 0,
                Further = random.Next(4),
                Followers = random.Next(3) == 0 ? null : random.Next(30_000),
            },
            A.Morning + TimeSpan.FromMinutes(random.Next(-100, 1_000)));
    }

    private static T Next<T>(T[] inOrder, T one) => inOrder[Math.Min(Array.IndexOf(inOrder, one) + 1, inOrder.Length - 1)];
}
