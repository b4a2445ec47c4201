using PageWatch.Domain.Channels;
using PageWatch.Domain.Drafts;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Drafts;
using PageWatch.Pipeline.Journey;
using PageWatch.Testing.Builders;
using Shouldly;
using Xunit;

namespace PageWatch.Testing.Stores;

public abstract class CannedRepliesCompliance : StoreCompliance
{
    private ICannedReplies Canned => (ICannedReplies)Store.Services.GetService(typeof(ICannedReplies))!;

    [Fact]
    public async Task Fresh_database_has_no_canned_replies()
    {
        (await Canned.OfTeamAsync(TeamId.Default, Now)).ShouldBeEmpty();
        (await Canned.DueAsync(A.Morning.AddYears(10), 10, Now)).ShouldBeEmpty();
        (await AddNudgeAsync(Blog)).HasCanned.ShouldBeFalse();
    }

    [Fact]
    public async Task Reply_comes_back_as_it_was_added_and_is_found_without_regard_to_case()
    {
        var photo = Reply("Photo", "{name}, send us a photo.\n\n“Please” <!channel> '; DROP TABLE teams; --") with { Language = "pt-br" };
        var bare = Reply("late", "It is late.") with { TellAt = null };
        (await Canned.AddAsync(photo, Audit("canned add"), Now)).ShouldBeTrue();
        (await Canned.AddAsync(bare, Audit("canned add"), Now)).ShouldBeTrue();
        await ReopenAsync();
        (await Canned.FindAsync(TeamId.Default, "PHOTO", Now)).ShouldBe(photo);
        (await Canned.OfTeamAsync(TeamId.Default, Now)).ShouldBe([bare, photo], "by name");
        (await Canned.FindAsync(TeamId.Default, "phot", Now)).ShouldBeNull();
        (await Canned.FindAsync(TeamId.Default, "%", Now)).ShouldBeNull();
    }

    [Fact]
    public async Task Name_that_is_taken_changes_nothing_and_leaves_no_entry()
    {
        await Canned.AddAsync(Reply("photo", "one"), Audit("canned add"), Now);
        var rows = (await Teams.VerifyRecordAsync(Now)).Rows;
        (await Canned.AddAsync(Reply("PHOTO", "two"), Audit("canned add"), Now)).ShouldBeFalse();
        (await Canned.FindAsync(TeamId.Default, "photo", Now))!.Text.ShouldBe("one");
        (await Teams.VerifyRecordAsync(Now)).ShouldBe((rows, null));
    }

    [Fact]
    public async Task Replies_are_the_teams_own()
    {
        await Canned.AddAsync(Reply("photo", "ours"), Audit("canned add"), Now);
        (await Canned.OfTeamAsync(Zoe.Team, Now)).ShouldBeEmpty();
        (await Canned.FindAsync(Zoe.Team, "photo", Now)).ShouldBeNull();
        (await Canned.AddAsync(Reply("photo", "theirs") with { Team = Zoe.Team, Owner = Zoe.Id }, Audit("canned add") with { Team = Zoe.Team }, Now)).ShouldBeTrue("a name is taken in one team alone");
        (await Canned.RemoveAsync(Reply("photo", "theirs") with { Team = Zoe.Team }, [], Audit("canned remove") with { Team = Zoe.Team }, Now)).ShouldBeTrue();
        (await Canned.FindAsync(TeamId.Default, "photo", Now))!.Text.ShouldBe("ours");
        var theirs = await AddWatchAsync(Zoe, "theirs");
        (await AddNudgeAsync(Blog)).HasCanned.ShouldBeTrue();
        (await AddNudgeAsync(theirs, "z1")).HasCanned.ShouldBeFalse();
    }

    [Fact]
    public async Task Reply_that_somebody_changed_meanwhile_is_not_written_over()
    {
        var first = Reply("photo", "one");
        await Canned.AddAsync(first, Audit("canned add"), Now);
        var renewed = first.Renewed(A.Morning.AddDays(300), "Ben", A.Morning);
        (await Canned.ChangeAsync(renewed, [], Audit("canned renew"), Now)).ShouldBeTrue();
        (await Canned.FindAsync(TeamId.Default, "photo", Now)).ShouldBe(renewed);
        var rows = (await Teams.VerifyRecordAsync(Now)).Rows;
        (await Canned.ChangeAsync(first.Renewed(A.Morning.AddDays(10), "Zed", A.Morning), [], Audit("canned renew"), Now)).ShouldBeFalse();
        (await Canned.RemoveAsync(first, [], Audit("canned remove"), Now)).ShouldBeFalse();
        (await Canned.FindAsync(TeamId.Default, "photo", Now)).ShouldBe(renewed);
        (await Teams.VerifyRecordAsync(Now)).ShouldBe((rows, null), "what was refused leaves no entry");
        (await Canned.RemoveAsync(renewed, [], Audit("canned remove"), Now)).ShouldBeTrue();
        (await Canned.RemoveAsync(renewed, [], Audit("canned remove"), Now)).ShouldBeFalse();
        (await Canned.OfTeamAsync(TeamId.Default, Now)).ShouldBeEmpty();
        (await Teams.VerifyRecordAsync(Now)).ShouldBe((rows + 1, null));
    }

    [Fact]
    public async Task Longest_due_comes_first_and_what_is_told_is_due_no_more()
    {
        var late = Reply("late", "x").Until(A.Morning.AddDays(20), A.Morning);
        var soon = Reply("soon", "x").Until(A.Morning.AddDays(10), A.Morning);
        await Canned.AddAsync(late, Audit("canned add"), Now);
        await Canned.AddAsync(soon, Audit("canned add"), Now);
        (await Canned.DueAsync(A.Morning.AddDays(3).AddMilliseconds(-1), 10, Now)).ShouldBeEmpty();
        (await Canned.DueAsync(A.Morning.AddDays(14), 10, Now)).ShouldBe([soon, late]);
        (await Canned.DueAsync(A.Morning.AddDays(14), 1, Now)).ShouldBe([soon]);

        var told = soon.Told(A.Morning.AddDays(3));
        (await Canned.TellAsync(soon, told, Notice("canned soon"), [], Now)).ShouldBeTrue();
        await ReopenAsync();
        (await Canned.FindAsync(TeamId.Default, "soon", Now)).ShouldBe(told, "the same version: nobody changed it");
        (await Notices.AllAsync(Now)).ShouldHaveSingleItem().Key.ShouldBe("canned soon");
        (await Canned.DueAsync(A.Morning.AddDays(3), 10, Now)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Who_tells_second_tells_nothing()
    {
        var reply = Reply("photo", "x").Until(A.Morning.AddDays(10), A.Morning);
        await Canned.AddAsync(reply, Audit("canned add"), Now);
        (await Canned.TellAsync(reply, reply.Told(A.Morning.AddDays(3)), Notice("first"), [], Now)).ShouldBeTrue();
        (await Canned.TellAsync(reply, reply.Told(A.Morning.AddDays(3)), Notice("second"), [], Now)).ShouldBeFalse();
        (await Notices.AllAsync(Now)).Select(notice => notice.Key).ShouldBe(["first"]);
        // Renewed between the look and the telling.
        var ahead = (await Canned.FindAsync(TeamId.Default, "photo", Now))!;
        await Canned.ChangeAsync(ahead.Renewed(A.Morning.AddDays(100), "Ana", A.Morning), [], Audit("canned renew"), Now);
        (await Canned.TellAsync(ahead, ahead.Told(A.Morning.AddDays(10)), Notice("third"), [], Now)).ShouldBeFalse();
        (await Notices.AllAsync(Now)).Select(notice => notice.Key).ShouldBe(["first"]);
    }

    [Fact]
    public async Task Notice_that_stands_open_is_over_with_the_change_and_one_that_never_was_is_not_told()
    {
        var reply = Reply("photo", "x").Until(A.Morning.AddDays(10), A.Morning);
        await Canned.AddAsync(reply, Audit("canned add"), Now);
        await Canned.TellAsync(reply, reply.Told(A.Morning.AddDays(3)), Notice("ends"), [], Now);
        var ahead = (await Canned.FindAsync(TeamId.Default, "photo", Now))!;
        await Canned.ChangeAsync(ahead.Renewed(A.Morning.AddDays(100), "Ana", A.Morning), [Notice("ends") with { IsOver = true }, Notice("expired") with { IsOver = true }], Audit("canned renew"), Now);
        (await Notices.AllAsync(Now)).ShouldHaveSingleItem().ShouldSatisfyAllConditions(notice => notice.Key.ShouldBe("ends"), notice => notice.IsOver.ShouldBeTrue());
    }

    [Fact]
    public async Task Open_cards_are_drawn_again_with_the_first_reply_and_after_the_last()
    {
        await Teams.AddChannelAsync(TeamId.Default, ChannelKind.Console, "care", "care", Audit("channel"), Now);
        await AddNudgeAsync(Blog);
        var before = await WantedAsync();
        var first = Reply("photo", "x");
        await Canned.AddAsync(first, Audit("canned add"), Now);
        (await WantedAsync()).ShouldBe(before + 1);
        var second = Reply("late", "x");
        await Canned.AddAsync(second, Audit("canned add"), Now);
        await Canned.RemoveAsync(first, [], Audit("canned remove"), Now);
        (await WantedAsync()).ShouldBe(before + 1, "there were some before and after");
        await Canned.RemoveAsync(second, [], Audit("canned remove"), Now);
        (await WantedAsync()).ShouldBe(before + 2);
    }

    [Fact, Trait("Promise", "10")]
    public async Task Canned_reply_outlives_the_posts_that_it_answered_and_what_was_made_of_it_does_not()
    {
        await Canned.AddAsync(Reply("photo", "{name}, send us a photo of the umbrellastand."), Audit("canned add", "{name}, send us a photo of the umbrellastand."), Now);
        var file = await AddNudgeAsync(Blog);
        var filled = Change(file);
        filled.Nudges.Add(file.Nudge!);
        filled.Drafts.Add(file.Draft! with { Text = "Zebrastripe, send us a photo of the umbrellastand." });
        filled.Audit.Add(Audit("canned", "Zebrastripe, send us a photo of the umbrellastand.") with { Nudge = file.Nudge!.Id.Value });
        (await Journey.SaveAsync(filled, SavePriority.Click, Now)).ShouldBeTrue();
        (await Store.HoldsAnywhereAsync("Zebrastripe")).ShouldBeTrue();
        var again = (await Journey.OpenNudgeAsync(file.Nudge.Id, null, Now))!;
        var erase = Change(again);
        erase.Posts.Add(new StateChange.PostSave(((PostChange.Deleted)PostHistory.Deleted(again.Focus, null, default, "p1", A.Morning)).After, false));
        erase.Erased.Add(again.Focus!.Id);
        (await Journey.SaveAsync(erase, SavePriority.Click, Now)).ShouldBeTrue();
        (await Store.HoldsAnywhereAsync("Zebrastripe")).ShouldBeFalse();
        (await Canned.FindAsync(TeamId.Default, "photo", Now))!.Text.ShouldContain("umbrellastand");
    }

    private CannedReply Reply(string name, string text) => new CannedReply
    {
        Team = TeamId.Default, Name = name, Text = text, Owner = Ana.Id, OwnerName = Ana.Name, ExpiresAt = A.Morning, Version = 1, ChangedBy = "Ana", ChangedAt = A.Morning,
    }.Until(A.Morning + CannedReply.Usually, A.Morning);

    private static Notice Notice(string key) => new(TeamId.Default, key, "The canned reply ends", "Look at it.", Tone.Soon, A.Morning);

    /// <summary>How often the one card was asked for.</summary>
    private async Task<long> WantedAsync() => (await Outbox.DueAsync(A.Morning.AddYears(1), 100, [], Now)).Where(row => row.Nudge is not null).Select(row => row.Wanted).DefaultIfEmpty(-1).Max();
}
