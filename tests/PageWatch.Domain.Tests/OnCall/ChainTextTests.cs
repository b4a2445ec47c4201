using System.Text;
using PageWatch.Domain.OnCall;

namespace PageWatch.Domain.Tests.OnCall;

public sealed class ChainTextTests
{
    [Theory]
    [InlineData("channel 10m > on-call 10m > lead 20m > @Ana 20m > everyone", "channel 10m > on-call 10m > lead 20m > @Ana 20m > everyone 20m > repeat 3")]
    [InlineData("Channel 90m → ONCALL 1h30m -> on call 2 hours then admins 1 day, everybody 5min ; repeat 7x", "channel 90m > on-call 90m > on-call 2h > lead 1d > everyone 5m > repeat 7")]
    [InlineData("#care 10m, then @Ana Maria 10m --> round robin 15 minutes => approvers", "channel care 10m > @Ana Maria 10m > next 15m > approver 15m > repeat 3")]
    [InlineData("lead", "lead 15m > repeat 3")]
    [InlineData("> lead 15m > > repeat 1 times >", "lead 15m > repeat 1")]
    [InlineData("@\"Ana > Maria, then\" 10m", "@\"Ana > Maria, then\" 10m > repeat 3")]
    [InlineData("@“Bo \\\"B\\\" K” 10m", "@\"Bo \\\"B\\\" K\" 10m > repeat 3")]
    [InlineData("channel care team 24h", "channel care team 1d > repeat 3")]
    [InlineData("channel \"10m\" 20m", "channel \"10m\" 20m > repeat 3")]
    [InlineData("@Then 10m\n>\r\neveryone 168h", "@\"Then\" 10m > everyone 7d > repeat 3")]
    [InlineData("on-call->lead", null)]
    public void Chain_is_read_forgivingly_and_written_in_one_way(string text, string? canonical)
    {
        var result = ChainText.Parse(text);
        if (canonical is null)
        {
            result.Problem.ShouldNotBeNull();
            return;
        }

        result.Problem.ShouldBeNull();
        result.Chain!.ToString().ShouldBe(canonical);
        ChainText.Parse(canonical).Chain.ShouldBe(result.Chain);
    }

    [Theory]
    [InlineData("", 1, "empty", "channel 15m")]
    [InlineData("  > , then", 1, "empty", "channel 15m")]
    [InlineData("repeat 3", 1, "nothing to repeat", "channel 15m")]
    [InlineData("boss 10m", 1, "\"boss\" is nobody to call", "@Name")]
    [InlineData("leed 10m", 1, "\"leed\" is nobody", "did you mean lead?")]
    [InlineData("channel > lead 10m", 8, "wait before the next step is missing", "channel 15m")]
    [InlineData("lead 0m", 6, "wait of nothing", "1m")]
    [InlineData("lead 0 min > next", 6, "wait of nothing", "1m")]
    [InlineData("lead 8d", 6, "nobody waits that long", "7d")]
    [InlineData("lead 999999999d", 6, "nobody waits that long", "7d")]
    [InlineData("lead 99999999999999999999d", 6, "no wait", "10m")]
    [InlineData("lead 10x > next", 6, "\"10x\" is no wait", "10m, 2h or 1d")]
    [InlineData("lead -5m", 6, "\"-5m\" is no wait", "10m")]
    [InlineData("lead 90s", 6, "\"90s\" is no wait", "10m")]
    [InlineData("lead 5m > 10m > next", 11, "names nobody", "@Name")]
    [InlineData("@ 10m", 1, "name of the person is missing", "@Ana")]
    [InlineData("# 10m", 1, "name of the channel is missing", "#care")]
    [InlineData("lead 5m > @\"Ana 10m", 12, "quote is not closed", "add a \"")]
    [InlineData("repeat 3 > lead 10m", 1, "\"repeat\" stands before", "at the end")]
    [InlineData("lead 10m > repeat", 18, "no number", "repeat 3")]
    [InlineData("lead 10m > repeat 0", 19, "\"0\" is no number of repeats", "1 to 20")]
    [InlineData("lead 10m > repeat 21", 19, "\"21\" is no number", "1 to 20")]
    [InlineData("lead 10m > repeat 3 now", 21, "\"now\" is one word too many", "repeat 3")]
    [InlineData("lead 1m>lead 1m>lead 1m>lead 1m>lead 1m>lead 1m>lead 1m>lead 1m>lead 1m>lead 1m>lead 1m", 81, "11 steps", "leave 10")]
    public void Wrong_chain_gets_its_column_what_is_wrong_and_the_mend(string text, int column, string what, string mend)
    {
        var problem = ChainText.Parse(text).Problem.ShouldNotBeNull();
        (problem.Column, problem.What).ShouldSatisfyAllConditions(each => each.Column.ShouldBe(column), each => each.What.ShouldContain(what));
        problem.Mend.ShouldContain(mend);
    }

    [Fact]
    public void Too_long_a_text_is_refused()
    {
        ChainText.Parse("lead 10m" + new string(' ', 992)).Problem.ShouldBeNull();
        ChainText.Parse("lead 10m" + new string(' ', 993)).Problem!.Column.ShouldBe(1_001);
        ChainText.Parse("@" + new string('a', 81) + " 10m").Problem!.What.ShouldContain("81 characters");
    }

    [Fact]
    public void What_steers_a_screen_is_taken_out_of_names_and_out_of_problems()
    {
        ChainText.Parse("@A\u202Ena 10m").Chain!.Steps[0].Target.ShouldBe(new ChainTarget.Person("Ana"));
        ChainText.Parse("bo\u202Ess\u0007 10m").Problem!.What.ShouldNotContain('\u202E');
    }

    [Fact]
    public void Default_is_what_it_says()
    {
        Chain.Default.ToString().ShouldBe("channel 15m > on-call 15m > lead 30m > repeat 3");
        ChainText.Parse(Chain.Default.ToString()).Chain.ShouldBe(Chain.Default);
        Chain.Default.GetHashCode().ShouldBe(ChainText.Parse("channel 15m, on-call 15m, lead 30m").Chain!.GetHashCode());
        ChainText.Parse("channel 15m, on-call 15m, lead 31m").Chain.ShouldNotBe(Chain.Default);
    }

    [Fact]
    public void Names_that_there_are_none_of_are_told_with_who_may_be_meant()
    {
        var chain = ChainText.Parse("#Care 10m > channel carr 10m > @ana 10m > @Bem 10m > @Zachary 10m > @bem 10m > lead 10m").Chain!;
        ChainText.Unknown(chain, ["Ana", "Ben"], ["#care", "night"]).Select(each => $"{each.Name}:{each.Closest}").ShouldBe(["carr:care", "Bem:Ben", "Zachary:", "bem:Ben"]);
        ChainText.Unknown(Chain.Default, [], []).ShouldBeEmpty();
    }

    [Fact]
    public void Any_chain_that_is_written_is_read_back_the_same()
    {
        var random = new Random(11);
        string[] names = ["Ana", "Ana Maria", "Ö", "10m", "then", "a then b", "Bo \"B\" K", "a > b", "\\", "a\\\"", "x, y", "#x", "@y", "repeat", "repeat 3", "“q”", "5", "min", "a  b", "李雷", "-", "ab->c", "10 min"];
        for (var i = 0; i < 2_000; i++)
        {
            var steps = Enumerable.Range(0, random.Next(1, Chain.MostSteps + 1)).Select(_ =>
            {
                var name = names[random.Next(names.Length)];
                var typed = "\"" + name.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("“", "\\“").Replace("”", "\\”") + "\"";
                var target = random.Next(8) switch { 0 => "channel", 1 => "channel " + typed, 2 => "on-call", 3 => "next", 4 => "approver", 5 => "lead", 6 => "@" + typed, _ => "everyone" };
                return $"{target} {random.Next(1, 10_081)}m";
            });
            var text = string.Join(" > ", steps);
            if (text.Length > ChainText.Longest)
                continue;
            var chain = ChainText.Parse(text + (random.Next(2) == 0 ? "" : $" > repeat {random.Next(1, 21)}"));
            chain.Problem.ShouldBeNull(text);
            var again = ChainText.Parse(chain.Chain!.ToString());
            again.Chain.ShouldBe(chain.Chain, text);
            again.Chain!.ToString().ShouldBe(chain.Chain.ToString());
        }
    }

    [Fact]
    public void Garbage_is_refused_with_a_place_in_it_or_read_back_the_same_and_never_throws()
    {
        var random = new Random(12);
        string[] bits = ["channel", "on-call", "on", "call", "lead", "@", "@Ana", "#", "#x", "next", "everyone", "repeat", "3", "10m", "1h30m", "0m", "9d", ">", "->", "→", ",", "then", "\"", "“", "\\", " ", " ", "  ", "\n", "\u202E", "\0", "😀", "\ud800", "-", "=", "é", "x", "min", "99999999999"];
        var read = 0;
        for (var i = 0; i < 10_000; i++)
        {
            var text = new StringBuilder();
            for (var bit = random.Next(14); bit > 0; bit--)
                text.Append(random.Next(5) == 0 ? ((char)random.Next(0x3000)).ToString() : bits[random.Next(bits.Length)]).Append(random.Next(2) == 0 ? " " : "");
            var result = ChainText.Parse(text.ToString());
            (result.Chain is null).ShouldBe(result.Problem is not null);
            if (result.Problem is { } problem)
            {
                problem.Column.ShouldBeInRange(1, text.Length + 1);
                continue;
            }

            read++;
            ChainText.Parse(result.Chain!.ToString()).Chain.ShouldBe(result.Chain, text.ToString());
            result.Chain.Steps.ShouldAllBe(step => step.Wait > TimeSpan.Zero && step.Wait <= ChainText.LongestWait);
        }

        read.ShouldBeGreaterThan(100, "or this test would show nothing");
    }
}
