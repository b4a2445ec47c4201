using PageWatch.Domain.Channels;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Promises;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Journey;
using PageWatch.Pipeline.Promises;
using PageWatch.Pipeline.Staff;
using PageWatch.Testing.Builders;
using Shouldly;
using Xunit;

namespace PageWatch.Testing.Stores;

public abstract class PromisesCompliance : StoreCompliance
{
    private IPromises Promises => (IPromises)Store.Services.GetService(typeof(IPromises))!;

    private INotes Notes => (INotes)Store.Services.GetService(typeof(INotes))!;

    [Fact]
    public async Task Promise_is_kept_whole_and_opened_with_its_nudge()
    {
        var file = await AddNudgeAsync(Blog);
        var promise = (await AddAsync(file, Of(file) with { Source = "reply 1 1" })).ShouldHaveSingleItem();
        promise.Id.Value.ShouldBeGreaterThan(0);
        await ReopenAsync();
        var known = (await Journey.OpenNudgeAsync(file.Nudge!.Id, null, Now))!;
        known.Promises.ShouldHaveSingleItem().ShouldBe(Of(file) with { Id = promise.Id, Source = "reply 1 1" });
        (await Promises.FindAsync(TeamId.Default, promise.Id, Now)).ShouldBe(promise);
        (await Promises.FindAsync(Zoe.Team, promise.Id, Now)).ShouldBeNull("another team's");
    }

    [Fact, Trait("Promise", "2")]
    public async Task Same_source_twice_is_one_promise_and_a_nudge_holds_no_more_than_it_may()
    {
        var file = await AddNudgeAsync(Blog);
        await AddAsync(file, Of(file) with { Source = "reply 1 1" });
        (await AddAsync(file, Of(file) with { Source = "reply 1 1", Words = "Another." })).ShouldHaveSingleItem().Words.ShouldBe("We call you tomorrow.");
        (await AddAsync(file, [.. Enumerable.Range(0, 60).Select(_ => Of(file))])).Count.ShouldBe(Promise.MostOfNudge);
    }

    [Fact]
    public async Task Live_ones_come_the_soonest_first_open_before_proposed()
    {
        var file = await AddNudgeAsync(Blog);
        await AddAsync(
            file,
            Of(file) with { Words = "later", State = PromiseState.Open, DueAt = A.Morning.AddDays(3) },
            Of(file) with { Words = "proposed", DueAt = A.Morning.AddHours(1) },
            Of(file) with { Words = "soon", State = PromiseState.Open, DueAt = A.Morning.AddDays(1) },
            Of(file) with { Words = "kept", State = PromiseState.Kept, KeptAt = A.Morning, EndedAt = A.Morning });
        (await Promises.LiveAsync(TeamId.Default, null, 10, Now)).Select(each => each.Words).ShouldBe(["soon", "later", "proposed"]);
        (await Promises.LiveAsync(TeamId.Default, Ana.Id, 1, Now)).Select(each => each.Words).ShouldBe(["soon"]);
        (await Promises.LiveAsync(TeamId.Default, new MemberId(999), 10, Now)).ShouldBeEmpty();
        (await Promises.LiveAsync(Zoe.Team, null, 10, Now)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Due_nudges_are_those_that_time_changes()
    {
        var first = await AddNudgeAsync(Blog, "p1");
        var second = await AddNudgeAsync(Blog, "p2");
        await AddAsync(first, Of(first) with { State = PromiseState.Open, OpenSince = A.Morning, DueAt = A.Morning.AddHours(10) });
        await AddAsync(second, Of(second) with { State = PromiseState.Open, OpenSince = A.Morning, DueAt = A.Morning.AddHours(5) }, Of(second) with { State = PromiseState.Kept, KeptAt = A.Morning, EndedAt = A.Morning });
        (await Promises.DueAsync(A.Morning.AddHours(3), 10, Now)).ShouldBeEmpty();
        (await Promises.DueAsync(A.Morning.AddHours(4), 10, Now)).ShouldBe([second.Nudge!.Id]);
        (await Promises.DueAsync(A.Morning.AddHours(9), 10, Now)).ShouldBe([second.Nudge.Id, first.Nudge!.Id]);
        (await Promises.DueAsync(A.Morning.AddHours(9), 1, Now)).ShouldBe([second.Nudge.Id]);
    }

    [Fact]
    public async Task Rates_count_by_person_what_came_to_its_end_in_the_time()
    {
        var file = await AddNudgeAsync(Blog);
        var ben = await Members.AddAsync(TeamId.Default, "Ben", Role.Approver, Audit("add"), Now);
        await AddAsync(
            file,
            Of(file) with { State = PromiseState.Kept, KeptAt = A.Morning, EndedAt = A.Morning },
            Of(file) with { State = PromiseState.Broken, KeptAt = A.Morning, EndedAt = A.Morning },
            Of(file) with { State = PromiseState.Broken, EndedAt = A.Morning, By = ben.Id, ByName = "Ben" },
            Of(file) with { State = PromiseState.Broken, EndedAt = A.Morning.AddDays(-100) },
            Of(file) with { State = PromiseState.Dropped, EndedAt = A.Morning },
            Of(file) with { State = PromiseState.Open });
        (await Promises.RatesAsync(TeamId.Default, A.Morning.AddDays(-90), A.Morning, Now))
            .ShouldBe([new MemberRate(Ana.Id, "Ana", new KeptRate(1, 1, 0)), new MemberRate(ben.Id, "Ben", new KeptRate(0, 0, 1))]);
        (await Promises.RatesAsync(Zoe.Team, A.Morning.AddDays(-90), A.Morning, Now)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Note_that_is_changed_takes_back_what_it_proposed_and_nobody_answered()
    {
        var file = await AddNudgeAsync(Blog);
        await KeepNoteAsync(file, "I call her tomorrow.", "one", "two");
        var both = (await Journey.OpenNudgeAsync(file.Nudge!.Id, null, Now))!;
        var change = Change(both);
        change.Promises.Add(both.Promises[0] with { State = PromiseState.Open, OpenSince = A.Morning });
        (await Journey.SaveAsync(change, SavePriority.Click, Now)).ShouldBeTrue();
        await KeepNoteAsync(file, "I call her tomorrow, or Ben does.", "one", "three");
        (await Journey.OpenNudgeAsync(file.Nudge.Id, null, Now))!.Promises.Select(each => each.Words).ShouldBe(["one", "three"], ignoreOrder: true);
        await KeepNoteAsync(file, "");
        (await Journey.OpenNudgeAsync(file.Nudge.Id, null, Now))!.Promises.Select(each => each.Words).ShouldBe(["one"], "what a person said yes to stays");
    }

    [Fact, Trait("Promise", "10")]
    public async Task Erased_post_takes_the_words_and_the_name_and_leaves_the_count()
    {
        await Teams.AddChannelAsync(TeamId.Default, ChannelKind.Console, "#staff", "", Audit("channel"), Now);
        var file = await AddNudgeAsync(Blog, author: "Quincequill");
        await AddAsync(
            file,
            Of(file) with { Words = "zebrastripe kept", ToName = "Quincequill", State = PromiseState.Kept, KeptAt = A.Morning, EndedAt = A.Morning },
            Of(file) with { Words = "zebrastripe open", ToName = "Quincequill", State = PromiseState.Open, OpenSince = A.Morning },
            Of(file) with { Words = "zebrastripe proposed", ToName = "Quincequill" });
        var open = (await Promises.LiveAsync(TeamId.Default, null, 10, Now))[0];
        await TellAsync(file, open);
        (await Store.HoldsAnywhereAsync("zebrastripe")).ShouldBeTrue();

        var again = (await Journey.OpenNudgeAsync(file.Nudge!.Id, null, Now))!;
        var erase = Change(again);
        erase.Posts.Add(new StateChange.PostSave(((PostChange.Deleted)PostHistory.Deleted(again.Focus, null, default, "p1", A.Morning)).After, false));
        erase.Erased.Add(again.Focus!.Id);
        (await Journey.SaveAsync(erase, SavePriority.Click, Now)).ShouldBeTrue();

        (await Store.HoldsAnywhereAsync("zebrastripe")).ShouldBeFalse();
        (await Store.HoldsAnywhereAsync("Quincequill")).ShouldBeFalse();
        (await Promises.LiveAsync(TeamId.Default, null, 10, Now)).ShouldBeEmpty("nobody can keep what nobody can read");
        (await Promises.DueAsync(A.Morning.AddYears(1), 10, Now)).ShouldBeEmpty();
        (await Promises.RatesAsync(TeamId.Default, A.Morning.AddDays(-1), A.Morning, Now)).ShouldHaveSingleItem().Rate.ShouldBe(new KeptRate(1, 0, 0));
        (await Outbox.FindNoticeAsync(TeamId.Default, PromiseKey(open), Now))!.IsOver.ShouldBeTrue();
    }

    [Fact, Trait("Promise", "10")]
    public async Task Wiped_page_leaves_no_promise_and_no_call()
    {
        var file = await AddNudgeAsync(Blog);
        var promise = (await AddAsync(file, Of(file) with { Words = "zebrastripe", State = PromiseState.Open, OpenSince = A.Morning })).ShouldHaveSingleItem();
        await TellAsync(file, promise);
        await Retention.WipePageAsync(Blog.Id, A.Morning, Audit("wipe"), Now);
        (await Promises.FindAsync(TeamId.Default, promise.Id, Now)).ShouldBeNull();
        (await Outbox.FindNoticeAsync(TeamId.Default, PromiseKey(promise), Now)).ShouldBeNull();
        (await Store.HoldsAnywhereAsync("zebrastripe")).ShouldBeFalse();
    }

    private static string PromiseKey(Promise promise) => $"promise {promise.Id} soon 202603111700";

    private Promise Of(ConversationFile file) => new()
    {
        Id = default,
        Team = file.Team,
        Nudge = file.Nudge!.Id,
        By = Ana.Id,
        ByName = "Ana",
        ToName = "Jana K.",
        Words = "We call you tomorrow.",
        DueAt = A.Morning.AddHours(32),
        State = PromiseState.Proposed,
        MadeAt = A.Morning,
    };

    private async Task<IReadOnlyList<Promise>> AddAsync(ConversationFile file, params Promise[] promises)
    {
        var change = Change((await Journey.OpenNudgeAsync(file.Nudge!.Id, null, Now))!);
        change.Promises.AddRange(promises);
        (await Journey.SaveAsync(change, SavePriority.Click, Now)).ShouldBeTrue();
        return (await Journey.OpenNudgeAsync(file.Nudge.Id, null, Now))!.Promises;
    }

    private async Task TellAsync(ConversationFile file, Promise promise)
    {
        var change = Change((await Journey.OpenNudgeAsync(file.Nudge!.Id, null, Now))!);
        change.Notices.Add(new Notice(TeamId.Default, PromiseKey(promise), "Promise", promise.Words, Tone.Soon, A.Morning) { Calls = [Ana.Id], Nudge = file.Nudge.Id });
        (await Journey.SaveAsync(change, SavePriority.Click, Now)).ShouldBeTrue();
    }

    private async Task KeepNoteAsync(ConversationFile file, string text, params string[] promises) => (await Notes.KeepAsync(
        new NudgeNote(TeamId.Default, file.Nudge!.Id, Ana.Id, "Ana", text, A.Morning) { Promises = [.. promises.Select((words, i) => Of(file) with { Words = words, Source = $"note slack 1 {i + 1}" })] },
        "slack 1",
        Audit("note"),
        Now)).ShouldBeTrue();
}
