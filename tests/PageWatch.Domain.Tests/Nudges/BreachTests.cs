using System.Globalization;
using PageWatch.Domain.Hours;
using PageWatch.Domain.Nudges;
using PageWatch.Domain.Teams;
using PageWatch.Testing.Builders;

namespace PageWatch.Domain.Tests.Nudges;

public sealed class BreachTests
{
    private static readonly WeekHours NineToFive = HoursText.Parse("Mon-Fri 9:00-17:00").Week!;

    /// <summary>Minutes after the post was written: what happened, by whom. The answer is due after 60, and comes at the end.</summary>
    public static TheoryData<string, int, string> Histories() => new()
    {
        { "", 90, "NobodyClaimed 90" },
        { "10 NobodyCalled", 90, "NobodyOnCall 80" },
        { "10 NobodyCalled | 50 Claimed Ana", 70, "NobodyOnCall 40" },
        { "50 Claimed Ana", 70, "NobodyClaimed 50" },
        { "5 Claimed Ana", 70, "Held 65 Ana" },
        { "5 Claimed Ana | 30 Worked Ana", 70, "Held 65 Ana" },
        { "5 Claimed Ana | 20 Worked Ben", 70, "Held 65 Ana" },
        { "20 Worked Ana", 70, "Held 50 Ana" },
        { "5 Claimed Ana | 20 Lapsed", 90, "Left 70 Ana" },
        { "5 Claimed Ana | 20 Released Ana", 90, "Left 70 Ana" },
        { "5 Claimed Ana | 20 Lapsed | 30 NobodyCalled", 90, "Left 70 Ana" },
        { "5 Claimed Ana | 20 Lapsed | 25 Claimed Ben", 90, "Held 65 Ben" },
        { "5 Offered Ana Ben", 90, "NotAccepted 85 Ana Ben" },
        { "5 Offered Ana Ben | 20 Lapsed", 90, "NotAccepted 85 Ana Ben" },
        { "5 Offered Ana | 70 Accepted Ben", 90, "NotAccepted 65 Ana" },
        { "5 Offered Ana Ben | 10 Accepted Ben", 90, "Held 80 Ben" },
        { "5 Offered Ana Ben | 10 Declined Ben", 90, "Held 80 Ana" },
        { "5 Worked Ana | 10 Approved Ana", 90, "AwaitedApproval 80 Ana" },
        { "5 Approved Ana | 20 Worked Ben", 90, "AwaitedApproval 85 Ana" },
        { "5 Approved Ana | 10 GivenBack Ben", 90, "Held 80 Ana" },
        { "5 Approved Ana | 5 Sent Ana", 90, "Publishing 85 Ana" },
        { "5 Approved Ana | 6 Sent Ana | 7 Stuck Ana", 90, "Stuck 83 Ana" },
        { "5 Approved Ana | 6 Sent Ana | 7 Stuck Ana | 22 Lapsed", 90, "Stuck 83 Ana" },
        { "5 Approved Ana | 6 Sent Ana | 7 Stuck Ana | 10 Claimed Ben", 90, "Held 80 Ben" },
        { "2 Paused Zoe | 5 Approved Ana | 5 Sent Ana", 90, "Paused 85 Zoe" },
        { "5 Approved Ana | 5 Sent Ana | 6 Paused Zoe | 80 Resumed Zoe", 90, "Paused 74 Zoe" },
        { "2 Paused Zoe | 4 Resumed Zoe | 5 Approved Ana | 5 Sent Ana", 90, "Publishing 85 Ana" },
        { "2 Paused Zoe", 90, "NobodyClaimed 90" },
        { "5 Snoozed Ana", 90, "Snoozed 85 Ana" },
        { "5 Snoozed Ana | 20 Woken", 90, "NobodyClaimed 75" },
        { "5 Claimed Ana | 10 Snoozed Ana | 20 Woken", 90, "Held 75 Ana" },
        { "5 TalkAgreed Ana", 90, "Talk 85 Ana" },
        { "5 TalkAgreed Ana | 20 Worked Ana", 90, "Talk 85 Ana" },
        { "5 TalkAgreed Ana | 20 Accepted Ben", 90, "Talk 70 Ben" },
        { "5 TalkAgreed Ana | 20 NotReached", 90, "NotReached 70 Ana" },
        { "5 TalkAgreed Ana | 20 Talked Ana", 90, "Held 70 Ana" },
        { "5 Approved Ana | 5 Sent Ana | 6 Published Ana | 70 TakenBack Ben | 75 Claimed Cleo", 90, "TakenBack 64 Ana" },
    };

    [Theory, MemberData(nameof(Histories))]
    public void What_took_most_of_the_time_explains_it(string history, int until, string told) =>
        Told(Breach.Of(Shown, Acts(history), BusinessHours.Always, At(until))).ShouldBe(told);

    [Theory, InlineData(60), InlineData(59), InlineData(0)]
    public void Answer_in_time_is_no_breach(int until) => Breach.Of(Shown, [], BusinessHours.Always, At(until)).ShouldBeNull();

    [Fact]
    public void Post_that_came_late_is_nobodys_fault()
    {
        var nudge = Shown with { Clock = new NudgeClock(A.Morning, At(80), At(81), At(81)) { ShownAt = At(82) } };
        Told(Breach.Of(nudge, Acts("100 Claimed Ana"), BusinessHours.Always, At(110))).ShouldBe("ArrivedLate 80");
    }

    [Fact]
    public void Post_that_lay_unread_and_card_that_no_chat_took_are_told_apart()
    {
        var unread = Shown with { Clock = new NudgeClock(A.Morning, At(1), At(70), At(70)) { ShownAt = At(71) } };
        Told(Breach.Of(unread, [], BusinessHours.Always, At(75))).ShouldBe("NotRead 69");
        var unseen = Shown with { Clock = new NudgeClock(A.Morning, At(1), At(1), At(1)) { ShownAt = At(65) } };
        Told(Breach.Of(unseen, Acts("70 Claimed Ana"), BusinessHours.Always, At(75))).ShouldBe("NotShown 64");
        Told(Breach.Of(unseen with { Clock = unseen.Clock with { ShownAt = null } }, [], BusinessHours.Always, At(75))).ShouldBe("NotShown 74");
    }

    [Fact]
    public void Time_in_which_the_team_is_not_there_blames_nobody()
    {
        // Written on Friday at 16:30, claimed on Monday at 9:10, answered at 10:00: thirty minutes lay open on Friday, ten on Monday.
        var hours = new BusinessHours(TimeZoneInfo.Utc, NineToFive, []);
        var friday = new DateTimeOffset(2026, 3, 6, 16, 30, 0, TimeSpan.Zero);
        var monday = new DateTimeOffset(2026, 3, 9, 9, 10, 0, TimeSpan.Zero);
        var nudge = Shown with
        {
            Deadline = Deadline.Of(friday, TimeSpan.FromHours(1), false, hours),
            Clock = new NudgeClock(friday, friday, friday, friday) { ShownAt = friday },
        };
        var breach = Breach.Of(nudge, [new NudgeAct(monday, NudgeActKind.Claimed, "Ana")], hours, monday + TimeSpan.FromMinutes(50))!;
        Told(breach).ShouldBe("Held 50 Ana");
        (breach.Late, breach.LateInHours).ShouldBe((TimeSpan.FromMinutes(30), TimeSpan.FromMinutes(30)));

        var tuesday = Breach.Of(nudge, [], hours, monday + TimeSpan.FromDays(1))!;
        (tuesday.Late, tuesday.LateInHours).ShouldBe((TimeSpan.FromMinutes((24 * 60) - 20), TimeSpan.FromMinutes((8 * 60) - 20)));
        var always = nudge with { Deadline = Deadline.Of(friday, TimeSpan.FromHours(1), true, hours) };
        Told(Breach.Of(always, [new NudgeAct(monday, NudgeActKind.Claimed, "Ana")], hours, monday + TimeSpan.FromMinutes(50))).ShouldBe($"NobodyClaimed {(int)(monday - friday).TotalMinutes}");
    }

    [Fact]
    public void Last_yes_is_told_from_one_that_asks_for_another()
    {
        var nudge = Shown with { Clock = Shown.Clock with { ApprovedAt = At(5) + TimeSpan.FromTicks(7) } };
        Told(Breach.Of(nudge, Acts("2 Approved Ben | 5 Approved Ana"), BusinessHours.Always, At(90))).ShouldBe("Publishing 85 Ana");
        Told(Breach.Of(nudge, Acts("2 Approved Ben | 3 Paused Zoe | 5 Approved Ana"), BusinessHours.Always, At(90))).ShouldBe("Paused 85 Zoe");
    }

    [Fact]
    public void Whoever_is_to_talk_is_named_and_not_who_said_so()
    {
        var nudge = Shown with { Contact = new Contact(ContactWay.Phone, new MemberId(2), "Ben", At(5), At(50), "") };
        Told(Breach.Of(nudge, Acts("5 TalkAgreed Ana"), BusinessHours.Always, At(90))).ShouldBe("Talk 85 Ben");
    }

    /// <summary>Whatever the record says, in whatever order and however torn: there is a reason, and it took no more than the whole wait.</summary>
    [Fact]
    public void Every_breach_has_a_reason()
    {
        var random = new Random(11);
        var kinds = Enum.GetValues<NudgeActKind>();
        for (var i = 0; i < 5_000; i++)
        {
            var acts = Enumerable.Range(0, random.Next(12)).Select(_ => new NudgeAct(At(random.Next(-30, 200)), kinds[random.Next(kinds.Length)], "Ana")).OrderBy(act => act.At).ToList();
            var seen = random.Next(200);
            var nudge = A.Nudge((NudgeState)random.Next(Enum.GetValues<NudgeState>().Length)) with
            {
                Clock = new NudgeClock(A.Morning, At(seen), At(seen), At(seen)) { ShownAt = random.Next(2) == 0 ? null : At(seen + random.Next(20)) },
            };
            var until = At(61 + random.Next(200));
            var breach = Breach.Of(nudge, acts, BusinessHours.Always, until).ShouldNotBeNull();
            breach.Took.ShouldBeInRange(TimeSpan.FromTicks(1), until - A.Morning);
            breach.Late.ShouldBe(until - At(60));
        }
    }

    private static Nudge Shown => A.Nudge() with { Clock = new NudgeClock(A.Morning, A.Morning, A.Morning, A.Morning) { ShownAt = A.Morning } };

    private static DateTimeOffset At(int minutes) => A.Morning + TimeSpan.FromMinutes(minutes);

    private static List<NudgeAct> Acts(string history) => [.. history.Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(act => act.Split(' ')).Select(words => new NudgeAct(
        At(int.Parse(words[0], CultureInfo.InvariantCulture)), Enum.Parse<NudgeActKind>(words[1]), words.ElementAtOrDefault(2) ?? "PageWatch", words.ElementAtOrDefault(3)))];

    private static string Told(Breach? breach) =>
        breach is null ? "" : string.Create(CultureInfo.InvariantCulture, $"{breach.Cause} {(int)breach.Took.TotalMinutes} {breach.Who} {breach.ToWhom}").TrimEnd();
}
