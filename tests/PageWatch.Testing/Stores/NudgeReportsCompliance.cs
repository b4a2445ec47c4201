using Microsoft.Extensions.DependencyInjection;
using PageWatch.Domain.Nudges;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Ingest;
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

    [Fact]
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

    private ValueTask<DueCount> CountAsync(DateTimeOffset now, DateTimeOffset? since = null) => Reports.DueAsync(TeamId.Default, since ?? A.Morning, now, Now);

    private ValueTask<IReadOnlyList<LateNudge>> LateAsync(DateTimeOffset now, int most = 10) => Reports.LateAsync(TeamId.Default, A.Morning, now, most, Now);

    /// <param name="answered">Minutes after the post.</param>
    private async Task<ConversationFile> NudgeAsync(string author, NudgeState state = NudgeState.Open, int? answered = null, int? ended = null)
    {
        var file = await AddNudgeAsync(Blog, "of " + author, author: author);
        var change = Change(file);
        change.Nudges.Add(file.Nudge! with
        {
            State = answered is null ? state : NudgeState.Answered,
            Clock = file.Nudge.Clock with { AnsweredAt = At(answered), EndedAt = At(answered ?? ended) },
        });
        (await Journey.SaveAsync(change, SavePriority.Click, Now)).ShouldBeTrue();
        return (await Journey.OpenNudgeAsync(file.Nudge.Id, null, Now))!;
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
