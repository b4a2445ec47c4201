using Microsoft.Extensions.DependencyInjection;
using PageWatch.Domain.Nudges;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Rules;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Journey;
using PageWatch.Pipeline.Reports;
using PageWatch.Pipeline.Teams;
using PageWatch.Testing.Builders;
using Shouldly;
using Xunit;

namespace PageWatch.Testing.Stores;

public abstract class NudgeReportsCompliance : StoreCompliance
{
    /// <summary>What every nudge here is due at.</summary>
    private static readonly DateTimeOffset Due = A.Morning + TimeSpan.FromHours(1);

    private INudgeReports Reports => Store.Services.GetRequiredService<INudgeReports>();

    [Fact, Trait("Promise", "6")]
    public async Task Late_is_what_was_answered_after_its_moment_or_is_owed_after_it()
    {
        await NudgeAsync("in time", answered: 60);
        await NudgeAsync("late", answered: 61);
        await NudgeAsync("owed");
        await NudgeAsync("dismissed in time", NudgeState.Dismissed, ended: 60);
        await NudgeAsync("dismissed late", NudgeState.Dismissed, ended: 70);
        await NudgeAsync("withdrawn by an older program", NudgeState.Withdrawn);
        await ReopenAsync();
        (await CountAsync(Due + TimeSpan.FromMinutes(1))).ShouldBe(new DueCount(Due: 4, Late: 3, StillOwed: 1, OwedFromBefore: 0));
        var late = await LateAsync(Due + TimeSpan.FromMinutes(30));
        late.Select(each => (each.AuthorName, each.Until - Due)).ShouldBe(
            [("owed", TimeSpan.FromMinutes(30)), ("dismissed late", TimeSpan.FromMinutes(10)), ("late", TimeSpan.FromMinutes(1))], "the longest late first");
        late.ShouldAllBe(each => each.WatchName == "blog");
        (await LateAsync(Due + TimeSpan.FromMinutes(30), most: 1)).ShouldHaveSingleItem().AuthorName.ShouldBe("owed");
    }

    [Fact]
    public async Task Time_is_that_in_which_it_fell_due_and_what_is_owed_from_before_is_told_apart()
    {
        await NudgeAsync("owed");
        await NudgeAsync("answered", answered: 90);
        await NudgeAsync("dismissed", NudgeState.Dismissed, ended: 90);
        (await CountAsync(Due)).ShouldBe(new DueCount(0, 0, 0, 0), "not due yet");
        (await CountAsync(Due + TimeSpan.FromHours(1), since: Due)).ShouldBe(new DueCount(3, 3, 1, 0));
        (await CountAsync(Due + TimeSpan.FromHours(1), since: Due + TimeSpan.FromMilliseconds(1))).ShouldBe(new DueCount(0, 0, 0, 1));
    }

    [Fact, Trait("Promise", "teams")]
    public async Task Nudges_of_another_team_are_not_there()
    {
        await NudgeAsync("owed");
        (await Reports.DueAsync(Zoe.Team, A.Morning, Due + TimeSpan.FromDays(1), Now)).ShouldBe(new DueCount(0, 0, 0, 0));
        (await Reports.DueAsync(Zoe.Team, Due + TimeSpan.FromHours(1), Due + TimeSpan.FromDays(1), Now)).ShouldBe(new DueCount(0, 0, 0, 0));
        (await Reports.LateAsync(Zoe.Team, A.Morning, Due + TimeSpan.FromDays(1), 10, Now)).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_on_record_comes_with_each_in_order_and_with_the_pauses_of_the_team()
    {
        var first = await NudgeAsync("first");
        var second = await NudgeAsync("second");
        await PauseAsync("pause publishing", -300);
        await PauseAsync("resume", -200);
        await PauseAsync("pause publishing", -100);
        await RecordAsync(second, "claim", 2);
        await RecordAsync(first, "snooze", 3);
        await PauseAsync("resume", 5);
        await RecordAsync(first, "claim", 7, "after");
        var late = await LateAsync(Due + TimeSpan.FromMinutes(30));
        late.ToDictionary(each => each.AuthorName, each => string.Join(" ", each.Record.Select(entry => $"{entry.Verb}@{(entry.At - A.Morning).TotalMinutes:0}"))).ShouldBe(new Dictionary<string, string>
        {
            // The last pause from before may have held the first of them back; what was before that is over.
            ["first"] = "pause publishing@-100 snooze@3 resume@5 claim@7",
            ["second"] = "pause publishing@-100 claim@2 resume@5",
        });
        late.Single(each => each.AuthorName == "first").Record[^1].ShouldSatisfyAllConditions(entry => entry.After.ShouldBe("after"), entry => entry.ByName.ShouldBe("test"));
    }

    [Fact]
    public async Task Answer_that_is_taken_back_is_owed_again()
    {
        var file = await NudgeAsync("late", answered: 30);
        (await CountAsync(Due + TimeSpan.FromMinutes(1))).Late.ShouldBe(0);
        var again = Change(file);
        again.Nudges.Add(file.Nudge! with { State = NudgeState.Claimed, Owner = Ana.Id, Clock = file.Nudge.Clock with { AnsweredAt = null, EndedAt = null } });
        (await Journey.SaveAsync(again, SavePriority.Click, Now)).ShouldBeTrue();
        (await CountAsync(Due + TimeSpan.FromMinutes(1))).ShouldBe(new DueCount(1, 1, 1, 0));
    }

    [Fact]
    public async Task Opened_are_counted_by_the_rules_that_opened_them_whatever_matches_since()
    {
        var file = await NudgeAsync("first", rules: [3, 12]);
        await NudgeAsync("second", NudgeState.Dismissed, ended: 5, rules: [3, 12], reason: NudgeReason.Spam);
        await NudgeAsync("third", NudgeState.Dismissed, ended: 5, rules: [3, 12], reason: NudgeReason.Spam);
        await NudgeAsync("fourth", answered: 3, rules: [2]);
        var change = Change(file);
        change.Nudges.Add(file.Nudge! with { Matches = [A.Match() with { Rule = new RuleId(77) }] });
        (await Journey.SaveAsync(change, SavePriority.Click, Now)).ShouldBeTrue();
        await ReopenAsync();
        var counts = await Reports.OpenedAsync(TeamId.Default, A.Morning, A.Morning + TimeSpan.FromHours(1), Now);
        counts.Select(count => (Rules: string.Join(' ', count.Rules), count.State, count.Reason, count.Nudges)).ShouldBe(
            [("2", NudgeState.Answered, null, 1), ("3 12", NudgeState.Open, (NudgeReason?)null, 1), ("3 12", NudgeState.Dismissed, NudgeReason.Spam, 2)], ignoreOrder: true);
        (await Reports.OpenedAsync(TeamId.Default, A.Morning + TimeSpan.FromMinutes(2), A.Morning + TimeSpan.FromHours(1), Now)).ShouldBeEmpty("opened before");
        (await Reports.OpenedAsync(Zoe.Team, A.Morning, A.Morning + TimeSpan.FromHours(1), Now)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Decided_posts_of_a_rule_come_with_what_can_tell_them_apart()
    {
        await NudgeAsync("worth it", answered: 3, rules: [2]);
        await NudgeAsync("spam", NudgeState.Dismissed, ended: 5, rules: [1, 2, 12], reason: NudgeReason.Spam);
        await NudgeAsync("elsewhere", NudgeState.Dismissed, ended: 5, rules: [2], reason: NudgeReason.Duplicate);
        await NudgeAsync("open", rules: [2]);
        await NudgeAsync("of another rule", answered: 3, rules: [12, 22]);
        var decided = await DecidedAsync(2);
        decided.ToDictionary(post => post.Account!, post => post.WasWorthIt).ShouldBe(new Dictionary<string, bool> { ["id-worth it"] = true, ["id-spam"] = false, ["id-elsewhere"] = true }, ignoreOrder: true);
        var one = decided[0];
        (one.Text, one.WatchName, one.Language, one.Confidence).ShouldBe(("Third parcel in a row that arrives broken.", "blog", A.Reading().Language, A.Reading().SentimentConfidence));
        (await DecidedAsync(2, most: 1)).ShouldHaveSingleItem();
        (await DecidedAsync(22)).ShouldHaveSingleItem().Account.ShouldBe("id-of another rule");
        (await Reports.DecidedAsync(Zoe.Team, new RuleId(2), A.Morning, A.Morning + TimeSpan.FromHours(1), 10, Now)).ShouldBeEmpty();
    }

    [Fact, Trait("Promise", "10")]
    public async Task Erased_post_is_not_among_the_decided()
    {
        var file = await NudgeAsync("spam", NudgeState.Dismissed, ended: 5, rules: [2], reason: NudgeReason.Spam);
        (await DecidedAsync(2)).ShouldHaveSingleItem();
        var erase = Change(file);
        erase.Posts.Add(new StateChange.PostSave(((PostChange.Deleted)PostHistory.Deleted(file.Focus, null, default, "of spam", A.Morning)).After, false));
        erase.Erased.Add(file.Focus!.Id);
        (await Journey.SaveAsync(erase, SavePriority.Click, Now)).ShouldBeTrue();
        (await DecidedAsync(2)).ShouldBeEmpty();
        (await Reports.OpenedAsync(TeamId.Default, A.Morning, A.Morning + TimeSpan.FromHours(1), Now)).ShouldHaveSingleItem().Nudges.ShouldBe(1, "the count stays");
    }

    [Fact]
    public async Task Waits_are_of_the_answered_and_of_the_late_from_the_first_post_on()
    {
        await NudgeAsync("answered", answered: 30, followers: 5_000);
        await NudgeAsync("owed");
        await NudgeAsync("dismissed", NudgeState.Dismissed, ended: 5);
        (await WaitsAsync(Due)).ShouldBe([(30, 5_000)], "what is not due yet says nothing yet");
        (await WaitsAsync(Due + TimeSpan.FromMinutes(10))).ShouldBe([(30, 5_000), (70, null)], ignoreOrder: true);
        (await Reports.WaitsAsync(Zoe.Team, A.Morning, Due + TimeSpan.FromMinutes(10), Now)).ShouldBeEmpty();
        (await Reports.WaitsAsync(TeamId.Default, A.Morning + TimeSpan.FromMinutes(2), Due + TimeSpan.FromMinutes(10), Now)).ShouldBeEmpty();
    }

    /// <summary>All that is counted, in one text: to compare what two programs made of the same nudges.</summary>
    protected async Task<string> AllAsync()
    {
        var opened = await Reports.OpenedAsync(TeamId.Default, A.Morning, Due, Now);
        return string.Join('\n', opened.Select(count => $"{string.Join(' ', count.Rules)} {count.State} {count.Reason} {count.Nudges}").Order(StringComparer.Ordinal))
            + $"\n{await CountAsync(Due + TimeSpan.FromHours(1))}\n{string.Join(' ', (await WaitsAsync(Due + TimeSpan.FromHours(1))).Order())}";
    }

    /// <summary>One of each state that columns are filled from.</summary>
    protected async Task AddOneOfEachAsync()
    {
        await NudgeAsync("answered", answered: 30, rules: [1, 2]);
        await NudgeAsync("answered late", answered: 61, rules: [2]);
        await NudgeAsync("owed", rules: [3]);
        var dismissed = await NudgeAsync("dismissed", NudgeState.Dismissed, ended: 62, reason: NudgeReason.Spam);
        await RecordAsync(dismissed, "dismiss", 62);
        await NudgeAsync("withdrawn", NudgeState.Withdrawn, reason: NudgeReason.AuthorDeleted);
    }

    private ValueTask<IReadOnlyList<DecidedPost>> DecidedAsync(long rule, int most = 10) => Reports.DecidedAsync(TeamId.Default, new RuleId(rule), A.Morning, A.Morning + TimeSpan.FromHours(1), most, Now);

    private async Task<List<(int Minutes, long? Followers)>> WaitsAsync(DateTimeOffset now) =>
        [.. (await Reports.WaitsAsync(TeamId.Default, A.Morning, now, Now)).Select(wait => ((int)(wait.Until - wait.From).TotalMinutes, wait.Followers))];

    private ValueTask<DueCount> CountAsync(DateTimeOffset now, DateTimeOffset? since = null) => Reports.DueAsync(TeamId.Default, since ?? A.Morning, now, Now);

    private ValueTask<IReadOnlyList<LateNudge>> LateAsync(DateTimeOffset now, int most = 10) => Reports.LateAsync(TeamId.Default, A.Morning, now, most, Now);

    /// <param name="answered">Minutes after the post.</param>
    private async Task<ConversationFile> NudgeAsync(
        string author, NudgeState state = NudgeState.Open, int? answered = null, int? ended = null, long[]? rules = null, NudgeReason? reason = null, long? followers = null)
    {
        var post = A.Post("of " + author, Journey.Next(Numbered.Post)) with
        {
            Page = Blog.Id,
            Conversation = new ConversationId(Journey.Next(Numbered.Conversation)),
            Author = new Author("id-" + author, author) { Followers = followers },
        };
        var nudge = A.Nudge(answered is null ? state : NudgeState.Answered) with
        {
            Id = new NudgeId(Journey.Next(Numbered.Nudge)),
            Conversation = post.Conversation,
            Page = Blog.Id,
            Focus = post.Id,
            Posts = [post.Id],
            Reply = null,
            Reason = reason,
            Matches = [.. (rules ?? [1]).Select(rule => A.Match() with { Rule = new RuleId(rule) })],
        };
        nudge = nudge with { Clock = nudge.Clock with { AnsweredAt = At(answered), EndedAt = At(answered ?? ended) } };
        var change = new StateChange();
        change.Guards.Add(new StateChange.Guard(post.Conversation, post.Team, Blog.Id, post.NativeId, 0, IsNew: true));
        change.Posts.Add(new StateChange.PostSave(post, IsNew: true));
        change.Readings.Add(A.Reading(post: post.Id.Value));
        change.Nudges.Add(nudge);
        (await Journey.SaveAsync(change, SavePriority.Bulk, Now)).ShouldBeTrue();
        return (await Journey.OpenNudgeAsync(nudge.Id, null, Now))!;
    }

    private async Task RecordAsync(ConversationFile file, string verb, int minutes, string? after = null)
    {
        var change = Change((await Journey.OpenNudgeAsync(file.Nudge!.Id, null, Now))!);
        change.Audit.Add(Audit(verb, after) with { At = At(minutes)!.Value, Nudge = file.Nudge.Id.Value });
        (await Journey.SaveAsync(change, SavePriority.Click, Now)).ShouldBeTrue();
    }

    private async Task PauseAsync(string verb, int minutes) =>
        await Teams.SetPublishingPauseAsync(TeamId.Default, verb == "resume" ? null : new PublishingPause("Zoe", At(minutes)!.Value), Audit(verb) with { At = At(minutes)!.Value }, Now);

    private static DateTimeOffset? At(int? minutes) => minutes is { } given ? A.Morning + TimeSpan.FromMinutes(given) : null;
}
