using PageWatch.Domain.Drafts;
using PageWatch.Domain.Nudges;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Publishing;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Drafts;
using PageWatch.Pipeline.Journey;
using PageWatch.Pipeline.Teams;
using PageWatch.Testing.Builders;
using Shouldly;
using Xunit;

namespace PageWatch.Testing.Stores;

public abstract class DraftOutcomesCompliance : StoreCompliance
{
    private static readonly CitedClause Damaged = new(3, "Damaged goods");

    private IDraftOutcomes Outcomes => (IDraftOutcomes)Store.Services.GetService(typeof(IDraftOutcomes))!;

    [Fact]
    public async Task Outcome_comes_back_whole_the_latest_first_and_page_by_page()
    {
        for (var i = 0; i < 3; i++)
            await SendAsync($"p{i}", $"Sorry {i}.", $"Oh no {i}.", A.Morning + TimeSpan.FromMinutes(i));
        await ReopenAsync();
        var first = await ListAsync(most: 2);
        first.Select(each => each.Sent).ShouldBe(["Oh no 2.", "Oh no 1."]);
        (await ListAsync(before: first[^1].Reply, most: 2)).Select(each => each.Sent).ShouldBe(["Oh no 0."]);
        var one = first[0];
        (one.Clause, one.Language, one.Kind, one.Proposed, one.WasUnchanged).ShouldBe((Damaged, "de", ProposalKind.Offline, "Sorry 2.", false));
        (one.Author, one.Person, one.ByName, one.At).ShouldBe(("Quentin Xylander", "id-Quentin Xylander", "Ana", A.Morning + TimeSpan.FromMinutes(2)));
    }

    [Fact]
    public async Task Words_of_no_clause_are_kept_too_and_each_reply_once()
    {
        var (file, reply) = await SendAsync("p1", "Sorry.", "Sorry.", clause: null, unchanged: true);
        await SaveOutcomeAsync((await Journey.OpenNudgeAsync(file.Nudge!.Id, null, Now))!, reply, "again", "again", null, false, A.Morning);
        var only = (await ListAsync()).ShouldHaveSingleItem();
        (only.Clause, only.WasUnchanged, only.Sent).ShouldBe((null, true, "Sorry."));
    }

    [Fact, Trait("Promise", "teams")]
    public async Task Outcomes_of_another_time_or_team_are_not_there()
    {
        await SendAsync("p1", "Sorry.", "Oh no.");
        (await ListAsync(since: A.Morning + TimeSpan.FromSeconds(1))).ShouldBeEmpty();
        (await Outcomes.ListAsync(Zoe.Team, DateTimeOffset.UnixEpoch, null, 10, Now)).ShouldBeEmpty();
        (await ListAsync(since: A.Morning)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task What_a_reply_began_as_comes_back_with_it_and_reply_of_an_older_program_began_as_nothing()
    {
        var (file, _) = await SendAsync("p1", "Sorry.", "Oh no.");
        var (other, _) = await SendAsync("p2", null, "Oh no.");
        await ReopenAsync();
        (await Journey.OpenNudgeAsync(file.Nudge!.Id, null, Now))!.Replies.ShouldHaveSingleItem().From
            .ShouldBe(new ReplyOrigin(ProposalKind.Offline, "Sorry.", "de", "playbook §3 “Damaged goods”", Damaged));
        (await Journey.OpenNudgeAsync(other.Nudge!.Id, null, Now))!.Replies.ShouldHaveSingleItem().From.ShouldBeNull();
    }

    [Fact, Trait("Promise", "10")]
    public async Task Words_go_with_the_post_that_they_answer_and_the_count_stays()
    {
        var (file, _) = await SendAsync("p1", "Quentin, sorry about the zebrastripe.", "Quentin, that zebrastripe is too wide.");
        await SendAsync("p2", "Sorry about the lid.", "Oh no, the lid.");
        (await Store.HoldsAnywhereAsync("zebrastripe")).ShouldBeTrue();
        var again = (await Journey.OpenNudgeAsync(file.Nudge!.Id, null, Now))!;
        var erase = Change(again);
        // Whoever had the reply open may still save it; the store erases last, and a later save fills nothing.
        erase.Replies.AddRange(again.Replies);
        erase.Posts.Add(new StateChange.PostSave(((PostChange.Deleted)PostHistory.Deleted(again.Focus, null, default, "p1", A.Morning)).After, false));
        erase.Erased.Add(again.Focus!.Id);
        (await Journey.SaveAsync(erase, SavePriority.Click, Now)).ShouldBeTrue();
        var late = Change((await Journey.OpenNudgeAsync(file.Nudge.Id, null, Now))!);
        late.Replies.AddRange(again.Replies);
        (await Journey.SaveAsync(late, SavePriority.Click, Now)).ShouldBeTrue();
        foreach (var trace in (string[])["zebrastripe", "too wide"])
            (await Store.HoldsAnywhereAsync(trace)).ShouldBeFalse(trace);
        var left = await ListAsync();
        left.Select(each => (each.Proposed, each.Sent, each.Clause)).ShouldBe([("Sorry about the lid.", "Oh no, the lid.", Damaged), ("", "", Damaged)]);
        left[1].Author.ShouldNotContain("Quentin");
        left[1].Person.ShouldNotContain("Quentin");
    }

    [Fact, Trait("Promise", "10")]
    public async Task Outcomes_go_with_retention_and_with_a_wiped_page()
    {
        var (file, _) = await SendAsync("p1", "Sorry about the zebrastripe.", "That zebrastripe is too wide.");
        var end = Change((await Journey.OpenNudgeAsync(file.Nudge!.Id, null, Now))!);
        end.Nudges.Add(file.Nudge with { State = NudgeState.Dismissed });
        await Journey.SaveAsync(end, SavePriority.Click, Now);
        var plan = new RetentionPlan();
        await Retention.PurgeAsync(plan, A.Morning + plan.Posts - TimeSpan.FromDays(1), Now);
        (await ListAsync()).ShouldHaveSingleItem();
        await Retention.PurgeAsync(plan, A.Morning + plan.Posts + TimeSpan.FromDays(1), Now);
        (await ListAsync()).ShouldBeEmpty();
        (await Store.HoldsAnywhereAsync("zebrastripe")).ShouldBeFalse();

        await SendAsync("p2", "Sorry about the umbrella.", "That umbrella is too wide.");
        await Retention.WipePageAsync(Blog.Id, A.Morning, Audit("demo reset"), Now);
        (await ListAsync()).ShouldBeEmpty();
        (await Store.HoldsAnywhereAsync("umbrella")).ShouldBeFalse();
    }

    private ValueTask<IReadOnlyList<DraftOutcome>> ListAsync(DateTimeOffset? since = null, ReplyId? before = null, int most = 10) =>
        Outcomes.ListAsync(TeamId.Default, since ?? DateTimeOffset.UnixEpoch, before, most, Now);

    private async Task<(ConversationFile File, Reply Reply)> SendAsync(string nativeId, string? proposed, string sent, DateTimeOffset? at = null, bool unchanged = false) =>
        await SendAsync(nativeId, proposed, sent, Damaged, unchanged, at);

    private async Task<(ConversationFile File, Reply Reply)> SendAsync(string nativeId, string? proposed, string sent, CitedClause? clause, bool unchanged, DateTimeOffset? at = null)
    {
        var file = await AddNudgeAsync(Blog, nativeId, author: "Quentin Xylander");
        var reply = A.Reply(ReplyState.Published) with
        {
            Id = new ReplyId(Journey.Next(Numbered.Reply)),
            NativeId = "r" + nativeId,
            Nudge = file.Nudge!.Id,
            Conversation = file.Id,
            Page = Blog.Id,
            Target = file.Focus!.Id,
            Text = sent,
            From = proposed is null ? null : new ReplyOrigin(ProposalKind.Offline, proposed, "de", "playbook §3 “Damaged goods”", clause),
        };
        await SaveOutcomeAsync(file, reply, proposed, sent, clause, unchanged, at ?? A.Morning);
        return (file, reply);
    }

    private async Task SaveOutcomeAsync(ConversationFile file, Reply reply, string? proposed, string sent, CitedClause? clause, bool unchanged, DateTimeOffset at)
    {
        var done = Change(file);
        done.Replies.Add(reply);
        done.Past.Add(new StateChange.PublishedReply(reply.Id, TeamId.Default, file.Focus!.Id, new PastKey("en", Domain.Understanding.Intent.Complaint, ["parcel"]), "Ana", at));
        if (proposed is not null)
            done.Outcomes.Add(new StateChange.SentDraft(reply.Id, TeamId.Default, file.Focus.Id, new ReplyOrigin(ProposalKind.Offline, proposed, "de", "", clause), sent, unchanged, at));
        (await Journey.SaveAsync(done, SavePriority.Click, Now)).ShouldBeTrue();
    }
}
