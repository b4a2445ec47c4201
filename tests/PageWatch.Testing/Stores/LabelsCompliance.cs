using PageWatch.Domain.Nudges;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Publishing;
using PageWatch.Domain.Teams;
using PageWatch.Domain.Understanding;
using PageWatch.Pipeline.Journey;
using PageWatch.Pipeline.Reports;
using PageWatch.Pipeline.Teams;
using PageWatch.Testing.Builders;
using Shouldly;
using Xunit;

namespace PageWatch.Testing.Stores;

public abstract class LabelsCompliance : StoreCompliance
{
    private static readonly DateTimeOffset Always = DateTimeOffset.UnixEpoch;
    private static readonly DateTimeOffset Later = A.Morning + TimeSpan.FromDays(1);

    [Fact]
    public async Task Later_word_stands_before_the_earlier_and_what_it_leaves_out_stays()
    {
        var file = await AddNudgeAsync(Blog);
        await SayAsync(file, "complaint positive now");
        await SayAsync(file, "sarcasm question");
        await ReopenAsync();
        var judged = (await Labels.ListAsync(TeamId.Default, null, 10, Now)).ShouldHaveSingleItem();
        judged.Label.Words.ShouldBe("question sarcasm negative now", "sarcasm says that it is negative");
        judged.Post.Text.ShouldBe(file.Focus!.Text);
        judged.Reading.Said!.Words.ShouldBe("question sarcasm positive now");
        judged.Reading.Before!.By.ShouldBe("test 1");
    }

    [Fact]
    public async Task Labels_are_listed_page_by_page_each_post_once()
    {
        for (var i = 0; i < 5; i++)
        {
            var file = await AddNudgeAsync(Blog, $"p{i}");
            await SayAsync(file, "complaint");
            await SayAsync(file, "negative");
        }

        var seen = new List<PostId>();
        while (await Labels.ListAsync(TeamId.Default, seen.Count == 0 ? null : seen[^1], 2, Now) is { Count: > 0 } some)
        {
            some.Count.ShouldBeLessThanOrEqualTo(2);
            seen.AddRange(some.Select(judged => judged.Post.Id));
        }

        seen.Count.ShouldBe(5);
        seen.ShouldBeUnique();
        seen.ShouldBeInOrder(SortDirection.Ascending, Comparer<PostId>.Create((one, other) => one.Value.CompareTo(other.Value)));
    }

    [Fact, Trait("Promise", "teams")]
    public async Task Labels_of_another_team_are_not_there()
    {
        await SayAsync(await AddNudgeAsync(Blog), "complaint");
        (await Labels.ListAsync(Zoe.Team, null, 10, Now)).ShouldBeEmpty();
        (await Labels.CountAsync(Zoe.Team, Always, Later, Now)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Verdict_on_other_words_is_no_label_of_these()
    {
        var file = await AddNudgeAsync(Blog);
        await SayAsync(file, "praise");
        var again = await OpenAsync(file);
        var edit = Change(again);
        edit.Posts.Add(new StateChange.PostSave(again.Focus! with { Revision = 2, Text = "Other words." }, IsNew: false));
        edit.Readings.Add(A.Reading(post: again.Focus!.Id.Value, revision: 2));
        (await Journey.SaveAsync(edit, SavePriority.Click, Now)).ShouldBeTrue();
        (await Labels.ListAsync(TeamId.Default, null, 10, Now)).ShouldBeEmpty();
        (await Labels.CountAsync(TeamId.Default, Always, Later, Now)).ShouldHaveSingleItem().ShouldBe(new ReadingCount { Read = Intent.Complaint, ReadSentiment = Sentiment.Negative, IsNudged = true, Posts = 1 });
    }

    [Fact]
    public async Task Counts_tell_what_was_read_what_was_said_and_what_was_done()
    {
        await AddNudgeAsync(Blog, "plain");
        await AddNudgeAsync(Blog, "as-plain");
        await SayAsync(await AddNudgeAsync(Blog, "corrected"), "question positive");
        await SayAsync(await AddNudgeAsync(Blog, "denied"), "not a complaint");
        await SayAsync(await AddNudgeAsync(Blog, "urgent"), "now");
        var answered = await AddNudgeAsync(Blog, "answered", state: NudgeState.Answered);
        var reply = Change(answered);
        reply.Replies.Add(A.Reply(ReplyState.Published) with { Nudge = answered.Nudge!.Id, Conversation = answered.Id, Page = Blog.Id, Target = answered.Focus!.Id });
        (await Journey.SaveAsync(reply, SavePriority.Click, Now)).ShouldBeTrue();
        var asked = await AddNudgeAsync(Blog, "asked");
        var unclear = Change(asked);
        unclear.Readings.Add(asked.Readings[asked.Focus!.Id] with { Unclear = new Unclear("may be sarcasm", "complaint", 0.6, "praise", 0.4) });
        unclear.Nudges.Add(asked.Nudge! with { Kind = NudgeKind.Unclear });
        (await Journey.SaveAsync(unclear, SavePriority.Click, Now)).ShouldBeTrue();
        await CountsShouldBe(asked: new ReadingCount { Read = Intent.Complaint, ReadSentiment = Sentiment.Negative, IsNudged = true, IsAsked = true, Posts = 1 });

        await SayAsync(await OpenAsync(asked), "sarcasm");
        await CountsShouldBe(asked: new ReadingCount
        {
            Read = Intent.Complaint, ReadSentiment = Sentiment.Negative, IsNudged = true, IsAsked = true, IsSettled = true, IsJudged = true, Said = Intent.Complaint, SaidSentiment = Sentiment.Negative, Posts = 1,
        });

        async Task CountsShouldBe(ReadingCount asked)
        {
            var read = new ReadingCount { Read = Intent.Complaint, ReadSentiment = Sentiment.Negative, IsNudged = true, Posts = 1 };
            (await Labels.CountAsync(TeamId.Default, Always, Later, Now)).ShouldBe(
                [
                    read with { Posts = 2 },
                    read with { Said = Intent.Question, SaidSentiment = Sentiment.Positive, IsSettled = true, IsJudged = true },
                    read with { SaidNotAComplaint = true, IsSettled = true, IsJudged = true },
                    read with { IsJudged = true },
                    read with { IsAnswered = true },
                    asked,
                ],
                ignoreOrder: true);
        }
    }

    [Fact]
    public async Task Counts_are_of_visitors_posts_in_the_time_asked_for()
    {
        var file = await AddNudgeAsync(Blog);
        var other = await AddNudgeAsync(Blog, "own");
        var own = Change(other);
        own.Posts.Add(new StateChange.PostSave(other.Focus! with { IsOurs = true }, IsNew: false));
        (await Journey.SaveAsync(own, SavePriority.Click, Now)).ShouldBeTrue();
        var at = file.Focus!.PublishedAt;
        (await Labels.CountAsync(TeamId.Default, at, at + TimeSpan.FromTicks(10_000), Now)).Sum(count => count.Posts).ShouldBe(1);
        (await Labels.CountAsync(TeamId.Default, Always, at, Now)).ShouldBeEmpty();
    }

    [Fact, Trait("Promise", "10")]
    public async Task Labels_go_with_their_post_when_it_is_erased_purged_or_its_page_is_wiped()
    {
        var erased = await AddNudgeAsync(Blog, "erased");
        await SayAsync(erased, "complaint");
        await SayAsync(await AddNudgeAsync(Blog, "old", state: NudgeState.Dismissed), "complaint");
        (await Labels.ListAsync(TeamId.Default, null, 10, Now)).Count.ShouldBe(2);

        var again = await OpenAsync(erased);
        var erase = Change(again);
        erase.Posts.Add(new StateChange.PostSave(((PostChange.Deleted)PostHistory.Deleted(again.Focus, null, default, "erased", A.Morning)).After, IsNew: false));
        erase.Erased.Add(again.Focus!.Id);
        (await Journey.SaveAsync(erase, SavePriority.Click, Now)).ShouldBeTrue();
        (await Labels.ListAsync(TeamId.Default, null, 10, Now)).ShouldHaveSingleItem().Post.NativeId.ShouldBe("old");

        await Retention.PurgeAsync(new RetentionPlan(), A.Morning + TimeSpan.FromDays(401), Now);
        (await Labels.ListAsync(TeamId.Default, null, 10, Now)).ShouldBeEmpty();
        (await Store.HoldsAnywhereAsync("verdictmark")).ShouldBeFalse("not even what was said of it is left");

        await SayAsync(await AddNudgeAsync(Blog, "wiped"), "complaint");
        await Retention.WipePageAsync(Blog.Id, A.Morning, Audit("demo reset"), Now);
        (await Labels.ListAsync(TeamId.Default, null, 10, Now)).ShouldBeEmpty();
        (await Store.HoldsAnywhereAsync("verdictmark")).ShouldBeFalse();
    }

    [Fact]
    public async Task Post_that_is_not_public_any_more_is_not_listed()
    {
        var file = await AddNudgeAsync(Blog);
        await SayAsync(file, "complaint");
        var again = await OpenAsync(file);
        var gone = Change(again);
        gone.Posts.Add(new StateChange.PostSave(again.Focus! with { Standing = PostStanding.Gone }, IsNew: false));
        (await Journey.SaveAsync(gone, SavePriority.Click, Now)).ShouldBeTrue();
        (await Labels.ListAsync(TeamId.Default, null, 10, Now)).ShouldBeEmpty();
    }

    /// <summary>Saves a verdict as the desk would.</summary>
    private async Task SayAsync(ConversationFile file, string words)
    {
        var opened = await OpenAsync(file);
        var verdict = VerdictWords.Parse(words).Verdict!;
        var before = opened.Readings[opened.Focus!.Id];
        var after = verdict.On(before, "Ana", "Ana says so");
        var change = Change(opened);
        change.Readings.Add(after);
        change.Verdicts.Add(new StateChange.GivenVerdict(opened.Team, opened.Focus.Id, opened.Focus.Revision, Ana.Id, words + " verdictmark", verdict.MeantOf(before), after.Before, A.Morning));
        (await Journey.SaveAsync(change, SavePriority.Click, Now)).ShouldBeTrue();
    }

    private async Task<ConversationFile> OpenAsync(ConversationFile file) => (await Journey.OpenNudgeAsync(file.Nudge!.Id, null, Now))!;
}
