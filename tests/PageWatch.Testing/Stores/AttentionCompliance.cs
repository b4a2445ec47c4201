using PageWatch.Domain.Channels;
using PageWatch.Domain.Hours;
using PageWatch.Domain.Nudges;
using PageWatch.Domain.Rules;
using PageWatch.Domain.Teams;
using PageWatch.Domain.Understanding;
using PageWatch.Pipeline.Journey;
using PageWatch.Testing.Builders;
using Shouldly;
using Xunit;

namespace PageWatch.Testing.Stores;

/// <summary>What comes first, what waits in a digest, and what was spent of budgets.</summary>
public abstract class AttentionCompliance : StoreCompliance
{
    private static readonly DateOnly Today = new(2026, 3, 10);

    [Fact]
    public async Task Order_of_the_list_is_that_of_the_priority_as_the_domain_counts_it()
    {
        var random = new Random(20261130);
        var files = new List<ConversationFile>();
        for (var i = 0; i < 40; i++)
            files.Add(await AnyAsync(random, $"p{i}"));
        var now = A.Morning + TimeSpan.FromMinutes(100);
        var expected = files
            .Select(file => (file.Nudge!, Priority: Of(file, files, now)))
            .OrderByDescending(each => each.Priority.Points).ThenBy(each => each.Item1.DueAt).ThenBy(each => each.Item1.Id.Value)
            .Select(each => each.Item1.Id).ToList();
        expected.ShouldNotBe(files.OrderBy(file => file.Nudge!.DueAt).Select(file => file.Nudge!.Id), "or the test shows nothing");
        await ReopenAsync();
        (await Journey.ListNudgesAsync(TeamId.Default, new NudgeFilter(null, true) { At = now }, 100, Now)).Select(row => row.Id).ShouldBe(expected);
        (await Journey.ListNudgesAsync(TeamId.Default, new NudgeFilter(null, true) { At = now }, 3, Now)).Select(row => row.Id).ShouldBe(expected.Take(3));
        var overdue = files.Where(file => file.Nudge!.DueAt <= now).Select(file => file.Nudge!.Id).ToHashSet();
        (await Journey.ListNudgesAsync(TeamId.Default, new NudgeFilter(null, true) { At = now, OverdueOnly = true }, 100, Now)).Select(row => row.Id).ShouldBe(expected.Where(overdue.Contains));
        (await Journey.ListNudgesAsync(TeamId.Default, new NudgeFilter(Ana.Id, true) { At = now }, 100, Now)).ShouldBeEmpty();
        (await Journey.ListNudgesAsync(Zoe.Team, new NudgeFilter(null, true) { At = now }, 100, Now)).ShouldBeEmpty();
        foreach (var file in files)
            (await Journey.AlikeAsync(file.Nudge!, now, Now)).ShouldBe(Alike(file.Nudge!, files, now));
    }

    [Fact]
    public async Task Digest_holds_what_waits_there_until_it_does_no_longer()
    {
        var care = (await Teams.ChannelsAsync(TeamId.Default, Now))[0];
        var file = await SaveAsync(await AddNudgeAsync(Blog), nudge => nudge with { Digest = new DigestPlace(Today, [care.Id.Value]) });
        await ReopenAsync();
        file.Nudge!.Digest!.Day.ShouldBe(Today);
        (await DigestAsync(care.Id, Today)).ShouldBe([file.Nudge.Id]);
        (await DigestAsync(care.Id, Today.AddDays(1))).ShouldBeEmpty();
        (await DigestAsync(new ChannelId(99), Today)).ShouldBeEmpty();
        (await Journey.DigestAsync(Zoe.Team, care.Id, Today, A.Morning, Now)).ShouldBeEmpty();
        (await Journey.ListNudgesAsync(TeamId.Default, new NudgeFilter(null, true), 10, Now)).ShouldHaveSingleItem().IsQuiet.ShouldBeTrue();

        await SaveAsync(file, nudge => nudge with { State = NudgeState.Dismissed });
        (await DigestAsync(care.Id, Today)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Spending_adds_up_within_a_day_and_begins_anew_with_the_next()
    {
        var file = await AddNudgeAsync(Blog);
        file = await SpendAsync(file, ("rule 1", Today, 2), ("channel 1", Today, 1));
        file = await SpendAsync(file, ("rule 1", Today, 3));
        await ReopenAsync();
        (await Journey.SpentAsync(TeamId.Default, Today, Now)).ShouldBe(new Dictionary<string, int> { ["rule 1"] = 5, ["channel 1"] = 1 }, ignoreOrder: true);
        (await Journey.SpentAsync(Zoe.Team, Today, Now)).ShouldBeEmpty();

        file = await SpendAsync(file, ("rule 1", Today.AddDays(1), 1));
        await SpendAsync(file, ("rule 1", Today, 7));
        (await Journey.SpentAsync(TeamId.Default, Today.AddDays(1), Now)).ShouldBe(new Dictionary<string, int> { ["rule 1"] = 1 });
        (await Journey.SpentAsync(TeamId.Default, Today, Now)).ShouldBe(new Dictionary<string, int> { ["channel 1"] = 1 });
    }

    [Fact]
    public async Task Spending_is_saved_with_what_was_decided_or_not_at_all()
    {
        var file = await AddNudgeAsync(Blog);
        await SpendAsync(file, ("rule 1", Today, 1));
        var late = Change(file);
        late.Spent.Add(new StateChange.BudgetSpent(TeamId.Default, "rule 1", Today, 1));
        (await Journey.SaveAsync(late, SavePriority.Bulk, Now)).ShouldBeFalse();
        (await Journey.SpentAsync(TeamId.Default, Today, Now))["rule 1"].ShouldBe(1);
    }

    [Fact, Trait("Promise", "13")]
    public async Task Budget_of_a_channel_is_kept_and_only_its_team_sets_it()
    {
        var care = (await Teams.ChannelsAsync(TeamId.Default, Now))[0];
        care.DailyBudget.ShouldBeNull();
        (await Teams.SetChannelBudgetAsync(care, 40, Audit("channel budget"), Now)).ShouldBeTrue();
        (await Teams.SetChannelBudgetAsync(care with { Team = Zoe.Team }, 4, Audit("channel budget"), Now)).ShouldBeFalse();
        await ReopenAsync();
        (await Teams.ChannelsAsync(TeamId.Default, Now))[0].DailyBudget.ShouldBe(40);
        (await Teams.SetChannelBudgetAsync(care, null, Audit("channel budget"), Now)).ShouldBeTrue();
        (await Teams.ChannelsAsync(TeamId.Default, Now))[0].DailyBudget.ShouldBeNull();
    }

    [Fact]
    public async Task Notice_for_one_channel_goes_there_and_nowhere_else()
    {
        var care = (await Teams.ChannelsAsync(TeamId.Default, Now))[0];
        var night = (await Teams.AddChannelAsync(new StaffChannel(default, TeamId.Default, ChannelKind.Mail, "night", "night@contoso.example") { IsFallback = true }, null, Audit("channel add"), Now))!;
        await Notices.NotifyAsync(new Notice(TeamId.Default, "digest 2", "digest 2", "", Tone.Calm, A.Morning) { Only = night.Id, DigestOf = Today }, Now);
        var row = (await Outbox.DueAsync(A.Morning, 10, [], Now)).ShouldHaveSingleItem();
        row.Channel.Id.ShouldBe(night.Id);
        row.Channel.Id.ShouldNotBe(care.Id);
        (await Outbox.FindNoticeAsync(TeamId.Default, "digest 2", Now))!.DigestOf.ShouldBe(Today);
    }

    private async Task<IReadOnlyList<NudgeId>> DigestAsync(ChannelId channel, DateOnly day) => [.. (await Journey.DigestAsync(TeamId.Default, channel, day, A.Morning, Now)).Select(row => row.Id)];

    private async Task<ConversationFile> SpendAsync(ConversationFile file, params (string Budget, DateOnly Day, int Count)[] spent)
    {
        var change = Change(file);
        change.Spent.AddRange(spent.Select(each => new StateChange.BudgetSpent(TeamId.Default, each.Budget, each.Day, each.Count)));
        (await Journey.SaveAsync(change, SavePriority.Bulk, Now)).ShouldBeTrue();
        return (await Journey.OpenNudgeAsync(file.Nudge!.Id, null, Now))!;
    }

    private async Task<ConversationFile> SaveAsync(ConversationFile file, Func<Nudge, Nudge> next)
    {
        var change = Change(file);
        change.Nudges.Add(next(file.Nudge!));
        (await Journey.SaveAsync(change, SavePriority.Bulk, Now)).ShouldBeTrue();
        return (await Journey.OpenNudgeAsync(file.Nudge!.Id, null, Now))!;
    }

    private async Task<ConversationFile> AnyAsync(Random random, string nativeId)
    {
        var file = await AddNudgeAsync(Blog, nativeId, author: $"Visitor {random.Next(10)}");
        var asked = A.Morning + TimeSpan.FromMinutes(random.Next(-2_000, 90));
        var change = Change(file);
        var focus = file.Focus!;
        change.Posts.Add(new StateChange.PostSave(focus with { Stars = random.Next(3) == 0 ? random.Next(1, 6) : null, Author = focus.Author with { Followers = random.Next(2) == 0 ? random.Next(20_000) : null } }, IsNew: false));
        change.Readings.Add(file.Readings[focus.Id] with { Urgency = (Urgency)random.Next(3), Sentiment = (Sentiment)random.Next(4) });
        change.Nudges.Add(file.Nudge! with
        {
            Kind = (NudgeKind)random.Next(7),
            Deadline = Deadline.Of(asked, TimeSpan.FromMinutes(random.Next(10, 300)), false, BusinessHours.Always),
            Matches = [A.Match() with { Priority = (RulePriority)random.Next(-1, 2) }, A.Match() with { Priority = RulePriority.Low }],
            Matter = new[] { null, "late", "damaged" }[random.Next(3)],
        });
        (await Journey.SaveAsync(change, SavePriority.Bulk, Now)).ShouldBeTrue();
        return (await Journey.OpenNudgeAsync(file.Nudge!.Id, null, Now))!;
    }

    private static NudgePriority Of(ConversationFile file, IReadOnlyList<ConversationFile> all, DateTimeOffset now) =>
        NudgePriority.Of(NudgeSigns.Of(file.Nudge!, file.Focus, file.Readings[file.Nudge!.Focus], Alike(file.Nudge!, all, now)), now);

    private static int Alike(Nudge nudge, IReadOnlyList<ConversationFile> all, DateTimeOffset now) =>
        all.Count(other => nudge.Matter is not null && other.Nudge!.Id != nudge.Id && other.Nudge.Matter == nudge.Matter && other.Nudge.AskedAt >= now - NudgePriority.AlikeWithin);
}
