using PageWatch.Domain.Posts;
using PageWatch.Domain.Rules;
using PageWatch.Domain.Understanding;
using PageWatch.Testing.Builders;

namespace PageWatch.Domain.Tests.Rules;

public sealed class QueryTests
{
    [Theory]
    [InlineData("broken", "My parcel is BROKEN", true)]
    [InlineData("broken", "unbroken", false)]
    [InlineData("\"in a row\"", "Third parcel in a row!", true)]
    [InlineData("\"in a row\"", "a row in the parcel", false)]
    [InlineData("“in a row”", "Third parcel in a row!", true)]
    [InlineData("broken parcel", "The parcel? Broken.", true)]
    [InlineData("broken refund", "The parcel? Broken.", false)]
    [InlineData("cafe", "Das Café", true)]
    [InlineData("買え", "京都でも買えますか", true)]
    [InlineData("🙃", "Great 🙃", true)]
    [InlineData("e-mail", "Send me an e mail", true)]
    public void Words_and_phrases_match_whole_words(string query, string text, bool expected) => (Match(query, A.Post().Saying(text)) is not null).ShouldBe(expected);

    [Theory]
    [InlineData("is:complaint", true)]
    [InlineData("IS:Complaint", true)]
    [InlineData("is:question", false)]
    [InlineData("is:unclear", false)]
    [InlineData("is:review", true)]
    [InlineData("sentiment:negative", true)]
    [InlineData("sentiment:positive", false)]
    [InlineData("urgency:today", true)]
    [InlineData("lang:en", true)]
    [InlineData("lang:de", false)]
    [InlineData("page:contoso", true)]
    [InlineData("platform:demo", true)]
    [InlineData("author:\"jana k.\"", true)]
    [InlineData("author:visitor-1", true)]
    [InlineData("author:jana", false)]
    [InlineData("stars:2", true)]
    [InlineData("stars:3", false)]
    [InlineData("is:complaint broken", true)]
    public void Fields_ask_about_everything_else(string query, bool expected) => (Match(query, A.Post() with { Stars = 2 }) is not null).ShouldBe(expected);

    [Fact]
    public void Match_tells_the_places()
    {
        var post = A.Post().Saying("Broken again. So broken!");
        Match("broken", post)!.Select(place => post.Text.Substring(place.Start, place.Length)).ShouldBe(["Broken", "broken"]);
    }

    [Fact]
    public void Title_is_searched_and_gives_no_place() => Match("grinder", A.Post().Saying("Stopped.") with { Title = "Broken grinder" }).ShouldNotBeNull().ShouldBeEmpty();

    [Theory]
    [InlineData("broken parcel")]
    [InlineData("\"in a row\" is:complaint")]
    [InlineData("author:\"Jana K.\" lang:de stars:1")]
    [InlineData("e-mail 24/7 #late 🙃")]
    public void Printed_query_parses_to_the_same(string query)
    {
        var parsed = QueryParser.Parse(query).Query.ShouldNotBeNull();
        QueryParser.Parse(parsed.ToString()).Query.ShouldNotBeNull().Terms.ShouldBe(parsed.Terms);
        QueryParser.Parse(parsed.ToString()).Query!.ToString().ShouldBe(parsed.ToString());
    }

    [Theory, Trait("Promise", "14")]
    [InlineData("", 1)]
    [InlineData("   ", 1)]
    [InlineData("\"open", 1)]
    [InlineData("late \"open", 6)]
    [InlineData("late OR early", 6)]
    [InlineData("NOT late", 1)]
    [InlineData("(late)", 1)]
    [InlineData("late refund*", 12)]
    [InlineData("-author:x", 1)]
    [InlineData("stars<=2", 6)]
    [InlineData("late NEAR/4 cup", 6)]
    [InlineData("colour:red", 1)]
    [InlineData("is:angry", 4)]
    [InlineData("is:", 4)]
    [InlineData("stars:9", 7)]
    [InlineData("late ???", 6)]
    public void What_is_not_understood_points_at_its_column(string query, int column)
    {
        var result = QueryParser.Parse(query);
        result.Query.ShouldBeNull();
        result.Problem!.Column.ShouldBe(column);
        result.Problem.Mend.ShouldNotBeNullOrWhiteSpace();
    }

    [Fact, Trait("Promise", "teams")]
    public void Rule_asks_about_posts_of_its_own_team_alone()
    {
        WatchRule[] rules = [A.Rule("ours", "broken", id: 1), A.Rule("theirs", "broken", id: 2, team: 2), A.Rule("off", "broken", id: 3) with { IsOn = false }];
        RuleBook.Match(rules, A.Post(), A.Reading(), "blog", new PlatformId("demo")).Select(match => match.RuleName).ShouldBe(["ours"]);
    }

    [Fact, Trait("Promise", "14")]
    public void No_text_makes_the_parser_throw()
    {
        var random = new Random(20260310);
        const string Letters = "ab:\"(*-)<>=“”OR ANDNEAR/is stars\0\uD800😀é";
        for (var i = 0; i < 20_000; i++)
        {
            var text = new string([.. Enumerable.Range(0, random.Next(0, 40)).Select(_ => Letters[random.Next(Letters.Length)])]);
            var result = QueryParser.Parse(text);
            (result.Query is null).ShouldBe(result.Problem is not null);
            if (result.Query is { } query)
                QueryParser.Parse(query.ToString()).Query.ShouldNotBeNull($"{text} printed as {query}").Terms.ShouldBe(query.Terms);
        }

        QueryParser.Parse(new string('(', 100_000)).Problem.ShouldNotBeNull();
    }

    private static IReadOnlyList<Evidence>? Match(string query, Post post) =>
        (QueryParser.Parse(query).Query ?? throw new ArgumentException(query, nameof(query))).Match(new QuerySubject(post, A.Reading(), "contoso", new PlatformId("demo")));
}
