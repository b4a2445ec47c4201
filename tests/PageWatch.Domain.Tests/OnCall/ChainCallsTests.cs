using PageWatch.Domain.OnCall;
using PageWatch.Domain.Teams;
using PageWatch.Testing.Builders;

namespace PageWatch.Domain.Tests.OnCall;

public sealed class ChainCallsTests
{
    private static readonly Member Ana = A.Member("Ana", Role.Admin, 1);
    private static readonly Member Ben = A.Member("Ben", Role.Approver, 2);
    private static readonly Member Cleo = A.Member("Cleo", Role.Responder, 3);
    private static readonly Member Vera = A.Member("Vera", Role.Viewer, 4);
    private static readonly Member[] Team = [Ana, Ben, Cleo, Vera];

    /// <summary>Cleo is on call, then Ben.</summary>
    private static readonly Rota Weeks = new() { People = [Person(Cleo), Person(Ben)], Days = 7, FirstDay = new DateOnly(2026, 3, 9), ChangeAt = new TimeOnly(9, 0), Zone = TimeZoneInfo.Utc };

    [Theory]
    [InlineData("channel", "Channel: ")]
    [InlineData("#care", "Channel: ")]
    [InlineData("on-call", "OnCall: Cleo")]
    [InlineData("next", "RoundRobin: Ana")]
    [InlineData("approver", "Approver: Ana, Ben")]
    [InlineData("lead", "Lead: Ana")]
    [InlineData("@ben", "Named: Ben")]
    [InlineData("@Zed", "Named: NoSuchPerson")]
    [InlineData("everyone", "Everyone: Ana, Ben, Cleo, Vera")]
    public void Step_calls_whom_it_names(string step, string called) => Told(Who(step, Weeks)).ShouldBe(called);

    [Theory]
    [InlineData("on-call", "OnCall: Ben")]
    [InlineData("next", "RoundRobin: Ben")]
    [InlineData("lead", "Lead: NobodyThere")]
    [InlineData("@Ana", "Named: PersonAway")]
    [InlineData("everyone", "Everyone: Ben, Vera")]
    public void Whoever_is_away_is_not_called_and_a_step_without_anybody_is_a_gap(string step, string called) =>
        Told(Who(step, Weeks.Away(Person(Ana), new DateOnly(2026, 3, 1), null).Away(Person(Cleo), new DateOnly(2026, 3, 10), new DateOnly(2026, 3, 10)))).ShouldBe(called);

    [Fact]
    public void Rota_with_a_hole_or_no_rota_is_a_gap()
    {
        Who("on-call", null).Gap.ShouldBe(ChainGap.NoRota);
        Who("on-call", Weeks with { Gone = [Cleo.Id, Ben.Id] }).Gap.ShouldBe(ChainGap.NobodyOnCall);
        Who("on-call", Weeks with { FirstDay = new DateOnly(2026, 3, 11) }).Gap.ShouldBe(ChainGap.NobodyOnCall);
        Told(Who("lead", null)).ShouldBe("Lead: Ana", "without a rota nobody is known to be away");
    }

    [Fact]
    public void Member_who_was_removed_or_may_not_be_called_is_passed_over()
    {
        Member[] left = [Ana, Ben, Cleo with { IsRemoved = true }];
        Told(ChainCalls.Who(Step("on-call"), Weeks, left, A.Morning)).ShouldBe("OnCall: Ben");
        Told(ChainCalls.Who(Step("@Cleo"), Weeks, left, A.Morning)).ShouldBe("Named: NoSuchPerson");
        Told(ChainCalls.Who(Step("everyone"), Weeks, left, A.Morning)).ShouldBe("Everyone: Ana, Ben");
        Told(ChainCalls.Who(Step("everyone"), Weeks, [], A.Morning)).ShouldBe("Everyone: NobodyThere");
    }

    [Fact]
    public void Round_robin_goes_from_one_to_the_next_who_is_there()
    {
        var calls = new List<string>();
        MemberId? last = null;
        for (var i = 0; i < 5; i++)
        {
            var next = ChainCalls.Who(Step("next"), Weeks, Team, A.Morning, last).Members[0];
            last = next.Id;
            calls.Add(next.Name);
        }

        calls.ShouldBe(["Ana", "Ben", "Cleo", "Ana", "Ben"], "a viewer has nothing to answer");
        RoundRobin.Next(Team, Cleo.Id, id => id == Cleo.Id).ShouldBe(Cleo, "the same one again when nobody else is there");
        RoundRobin.Next(Team, new MemberId(99), _ => true).ShouldBe(Ana, "the last one left the team");
        RoundRobin.Next(Team, Ana.Id, _ => false).ShouldBeNull();
        RoundRobin.Next([], null, _ => true).ShouldBeNull();
    }

    private static ChainCall Who(string step, Rota? rota) => ChainCalls.Who(Step(step), rota, Team, A.Morning.AddHours(1));

    private static ChainStep Step(string text) => ChainText.Parse(text).Chain!.Steps[0];

    private static string Told(ChainCall call) => $"{call.Reason}: {call.Gap?.ToString() ?? string.Join(", ", call.Members.Select(member => member.Name))}";

    private static RotaPerson Person(Member member) => new(member.Id, member.Name);
}
