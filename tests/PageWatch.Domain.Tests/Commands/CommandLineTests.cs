using PageWatch.Domain.Commands;
using PageWatch.Domain.Teams;

namespace PageWatch.Domain.Tests.Commands;

public sealed class CommandLineTests
{
    private static readonly CommandSpec[] Specs =
    [
        new("help", "", Role.Viewer) { Arguments = [new CommandArgument("command", "the command", IsRequired: false, IsRest: true)] },
        new("find", "", Role.Viewer) { Arguments = [new CommandArgument("query", "words", IsRest: true)] },
        new("rule add", "", Role.Admin)
        {
            Arguments = [new CommandArgument("name", "its name"), new CommandArgument("query", "words", IsRest: true)],
            Options = [new CommandOption("target", "time", "how fast"), new CommandOption("notify", "channel", "who is told", IsRepeatable: true)],
        },
        new("rule list", "", Role.Viewer),
        new("publish", "", Role.Approver) { Arguments = [new CommandArgument("nudge", "its number")], Options = [new CommandOption("confirm", "code", "the code")] },
        new("watch", "", Role.Admin)
        {
            Arguments = [new CommandArgument("address", "where")],
            Options =
            [
                new CommandOption("backfill", "days", "back", ValueIsOptional: true), new CommandOption("name", "name", "what to call it"), new CommandOption("dry", null, "only look"),
                new CommandOption("map", "field=place", "where a field is", IsRepeatable: true),
            ],
        },
    ];

    [Theory]
    [InlineData("find \"late order\" sentiment:negative -author:@staff", "\"late order\" sentiment:negative -author:@staff")]
    [InlineData("FIND   broken", "broken")]
    [InlineData("find “in a row”  x", "“in a row”  x")]
    [InlineData("find --strange (a OR b)", "--strange (a OR b)")]
    [InlineData("find 5\" disk", "5\" disk")]
    public void Query_reaches_its_parser_as_it_was_typed(string line, string query) => Read(line)["query"].ShouldBe(query);

    [Fact]
    public void Words_of_a_shell_reach_it_verbatim_too()
    {
        Read("find", "\"late order\" lang:de", "-author:@staff")["query"].ShouldBe("\"late order\" lang:de -author:@staff");
        Read("find", "@file", "--", "x")["query"].ShouldBe("@file -- x");
    }

    [Fact]
    public void Options_may_follow_any_words()
    {
        var line = Read("rule add late \"where is\" order --target 30m");
        line["name"].ShouldBe("late");
        line["query"].ShouldBe("\"where is\" order");
        line.Option("target").ShouldBe("30m");
        Read("publish --confirm ABCD 12").Option("confirm").ShouldBe("ABCD");
        Read("publish 12 —confirm=ABCD").Option("confirm").ShouldBe("ABCD");
    }

    [Fact]
    public void Option_that_may_be_repeated_keeps_every_value_in_order()
    {
        var line = Read("rule add late where is it --notify one --target 30m --notify=webhook:https://two.example/x?a=b");
        line["query"].ShouldBe("where is it");
        line.All("notify").ShouldBe(["one", "webhook:https://two.example/x?a=b"]);
        line.Option("target").ShouldBe("30m");
        line.All("target").ShouldBeEmpty();
        Read("rule add late x").All("notify").ShouldBeEmpty();
        line.Spec.Usage.ShouldEndWith("[--notify channel]…");
    }

    [Fact]
    public void Optional_value_may_be_left_out()
    {
        var line = Read("watch https://x.example --backfill --name blog");
        line.Has("backfill").ShouldBeTrue();
        line.Option("backfill").ShouldBeNull();
        line.Option("name").ShouldBe("blog");
        Read("watch https://x.example --backfill 3d").Option("backfill").ShouldBe("3d");
    }

    [Fact]
    public void Repeatable_option_keeps_every_value_in_order()
    {
        var line = Read("watch x --map text=/data/body --name blog --map=id=/data/id --map \"author=/data/by whom\"");
        line.All("map").ShouldBe(["text=/data/body", "id=/data/id", "author=/data/by whom"]);
        line.Option("map").ShouldBe("author=/data/by whom");
        line.Option("name").ShouldBe("blog");
        line.All("name").ShouldBeEmpty();
        Read("watch", "x", "--map", "items=", "--map", "a=b c").All("map").ShouldBe(["items=", "a=b c"]);
        Read("watch x").All("map").ShouldBeEmpty();
        Specs.Single(spec => spec.Verb == "watch").Usage.ShouldEndWith("[--map field=place]…");
    }

    [Theory, Trait("Promise", "14")]
    [InlineData("watch x --map", "needs a field=place")]
    [InlineData("", "help")]
    [InlineData("publsh 12", "Did you mean publish?")]
    [InlineData("rule", "add, list")]
    [InlineData("rule ad x", "add, list")]
    [InlineData("nonsense", "help lists them")]
    [InlineData("publish", "<nudge>")]
    [InlineData("publish 12 13", "one word too many")]
    [InlineData("publish 12 --confirm", "needs a code")]
    [InlineData("publish 12 --confirm A --confirm B", "twice")]
    [InlineData("publish 12 --colour red", "--confirm")]
    [InlineData("watch x --dry=1", "takes no value")]
    [InlineData("find", "<query>")]
    public void Wrong_words_get_the_mend(string line, string mend)
    {
        var parse = CommandLine.Parse(line, Specs);
        parse.Line.ShouldBeNull();
        parse.Problem!.ShouldContain(mend);
    }

    [Fact, Trait("Promise", "14")]
    public void No_line_throws()
    {
        var random = new Random(7);
        const string Letters = "find rule add publish watch --confirm=\"“” \t\n—-\0\uD800@#12";
        for (var i = 0; i < 20_000; i++)
        {
            var text = new string([.. Enumerable.Range(0, random.Next(0, 60)).Select(_ => Letters[random.Next(Letters.Length)])]);
            var parse = CommandLine.Parse(text, Specs);
            (parse.Line is null).ShouldBe(parse.Problem is not null);
        }

        CommandLine.Parse(new string('x', 1_000_000), Specs).Problem.ShouldNotBeNull();
    }

    private static CommandLine Read(string line) => CommandLine.Parse(line, Specs) is { Line: { } read } ? read : throw new InvalidOperationException(CommandLine.Parse(line, Specs).Problem);

    private static CommandLine Read(params string[] words) => CommandLine.Parse(words, Specs) is { Line: { } read } ? read : throw new InvalidOperationException(CommandLine.Parse(words, Specs).Problem);
}
