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
    [InlineData("refund*", "No refunds here", true)]
    [InlineData("refund*", "a fund", false)]
    [InlineData("\"my ref*\"", "I want my refund", true)]
    [InlineData("\"my ref*\"", "a refund is my wish", false)]
    [InlineData("ÜBER*", "uberhaupt nicht", true)]
    [InlineData("京*", "京都でも買えますか", true)]
    [InlineData("late OR early", "too early", true)]
    [InlineData("late OR early", "on time", false)]
    [InlineData("late early OR never", "never", true)]
    [InlineData("late AND early", "late, not early", true)]
    [InlineData("(late OR early) bus", "the early bus", true)]
    [InlineData("(late OR early) bus", "the early train", false)]
    [InlineData("-broken", "all is well", true)]
    [InlineData("-broken", "all is broken", false)]
    [InlineData("NOT broken", "all is broken", false)]
    [InlineData("cup -\"broken cup\"", "the cup is broken", true)]
    [InlineData("cup -\"broken cup\"", "the broken cup", false)]
    [InlineData("-(late OR early)", "an early bus", false)]
    [InlineData("--late", "late", true)]
    [InlineData("broken NEAR/2 lid", "the lid was broken", true)]
    [InlineData("broken NEAR/1 lid", "the lid was broken", false)]
    [InlineData("broken NEAR/4 (lid OR cup)", "Broken! Both plates and the cup.", false)]
    [InlineData("broken NEAR/5 (lid OR cup)", "Broken! Both plates and the cup.", true)]
    [InlineData("\"so late\" NEAR/2 bus*", "buses are so late", true)]
    [InlineData("lid NEAR/3 lid", "one lid only", false)]
    [InlineData("lid NEAR/3 lid", "one lid, two lid", true)]
    [InlineData("\"OR\"", "this or that", true)]
    [InlineData("\"unanswered\"", "my mail is unanswered", true)]
    [InlineData("don't", "I dont care", true)]
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
    [InlineData("stars<=2", true)]
    [InlineData("stars:<=2", true)]
    [InlineData("stars>=3", false)]
    [InlineData("stars=2", true)]
    [InlineData("stars<2", false)]
    [InlineData("confidence>0.5", true)]
    [InlineData("confidence>0,99", false)]
    [InlineData("followers>5000", true)]
    [InlineData("followers<5000", false)]
    [InlineData("new:author", true)]
    [InlineData("-new:author", false)]
    [InlineData("unanswered", true)]
    [InlineData("is:unanswered", true)]
    [InlineData("author:@staff", false)]
    [InlineData("-author:@staff", true)]
    [InlineData("is:reply", false)]
    [InlineData("has:picture", true)]
    [InlineData("has:video", false)]
    [InlineData("after:2026-01-01", true)]
    [InlineData("before:2026-01-01", false)]
    [InlineData("lang:en OR lang:de", true)]
    [InlineData("is:complaint broken", true)]
    public void Fields_ask_about_everything_else(string query, bool expected) => (Match(query, A.Post() with { Stars = 2, IsAuthorsFirst = true, Attachments = [new Attachment(AttachmentKind.Picture, new Uri("https://example.com/a.png"))], Author = A.Post().Author with { Followers = 6_000 } }) is not null).ShouldBe(expected);

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
    [InlineData("(late OR \"where is my order\" OR refund*) sentiment:negative -author:@staff")]
    [InlineData("is:complaint page:contoso-fb urgency:now")]
    [InlineData("is:question lang:de unanswered")]
    [InlineData("stars<=2 new:author")]
    [InlineData("broken NEAR/4 (lid OR cup)")]
    [InlineData("confidence>0.8 followers>5000")]
    [InlineData("-(a1 b1 OR -(c1 d1)) OR (e1 OR f1) g1")]
    [InlineData("--OR x1")]
    [InlineData("author:\"=x (y)\"")]
    public void Printed_query_parses_to_the_same(string query)
    {
        var parsed = QueryParser.Parse(query).Query.ShouldNotBeNull();
        var again = QueryParser.Parse(parsed.ToString()).Query.ShouldNotBeNull();
        again.Root.ShouldBe(parsed.Root);
        again.ToString().ShouldBe(parsed.ToString());
    }

    [Theory]
    [InlineData("late AND (bus)", "late bus")]
    [InlineData("(a1 b1) c1", "a1 b1 c1")]
    [InlineData("NOT (a1 OR b1)", "-(a1 OR b1)")]
    [InlineData("((a1)) OR (b1 OR c1)", "a1 OR b1 OR c1")]
    [InlineData("Unanswered STARS>=2", "is:unanswered stars>=2")]
    [InlineData("“so late”", "\"so late\"")]
    public void Query_is_shown_in_one_form(string query, string printed) => QueryParser.Parse(query).Query!.ToString().ShouldBe(printed);

    [Theory]
    [InlineData("broken late", "parcel broken", false, "late")]
    [InlineData("broken (late OR early)", "broken and early", true, "broken (late OR early)")]
    [InlineData("late OR broken", "broken", true, "broken")]
    [InlineData("broken -cup", "broken cup", false, "-cup")]
    [InlineData("broken is:question", "broken", false, "is:question")]
    public void Query_tells_which_part_decided(string query, string text, bool holds, string decided) =>
        QueryParser.Parse(query).Query!.Explain(Subject(A.Post().Saying(text))).ShouldBe((holds, decided));

    [Theory, Trait("Promise", "14")]
    [InlineData("", 1)]
    [InlineData("   ", 1)]
    [InlineData("\"open", 1)]
    [InlineData("late \"open", 6)]
    [InlineData("late OR", 6)]
    [InlineData("OR late", 1)]
    [InlineData("late AND", 9)]
    [InlineData("AND late", 1)]
    [InlineData("late NOT", 6)]
    [InlineData("(late", 1)]
    [InlineData("late)", 5)]
    [InlineData("late ()", 6)]
    [InlineData("late re*fund", 8)]
    [InlineData("late r*", 6)]
    [InlineData("late *", 6)]
    [InlineData("late \"re* fund\"", 9)]
    [InlineData("late<=2", 5)]
    [InlineData("lang<de", 5)]
    [InlineData("stars<=9", 8)]
    [InlineData("stars:2.5", 7)]
    [InlineData("confidence>2", 12)]
    [InlineData("late NEAR/4", 6)]
    [InlineData("NEAR/4 late", 1)]
    [InlineData("late NEAR cup", 6)]
    [InlineData("late NEAR/99 cup", 11)]
    [InlineData("late NEAR/x cup", 11)]
    [InlineData("lang:de NEAR/4 cup", 1)]
    [InlineData("late NEAR/4 lang:de", 13)]
    [InlineData("late NEAR/4 -cup", 13)]
    [InlineData("a1 NEAR/4 b1 NEAR/4 c1", 14)]
    [InlineData("after:yesterday", 7)]
    [InlineData("is:complait", 4)]
    [InlineData("langs:de", 1)]
    [InlineData("colour:red", 1)]
    [InlineData("is:angry", 4)]
    [InlineData("is:", 4)]
    [InlineData("stars:9", 7)]
    [InlineData("new:post", 5)]
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
        new RuleBook(rules).Match(Subject(A.Post()), A.Morning).Select(match => match.RuleName).ShouldBe(["ours"]);
    }

    [Fact, Trait("Promise", "14")]
    public void No_text_makes_the_parser_throw()
    {
        var random = new Random(20260310);
        const string Letters = "ab:\"(*-)<>=“”OR ANDNEAR/is stars\0\uD800😀é";
        string[] pieces = ["a1", " OR ", " AND ", "NOT ", "-", "(", ")", " NEAR/3 ", "\"", "stars<=2", "is:complaint", "lang:", "refund*", "*", " ", "author:\"x (y)\"", "unanswered", "OR", "京", "🙃", "=", ":", ">"];
        for (var i = 0; i < 40_000; i++)
        {
            var text = i % 2 == 0
                ? new string([.. Enumerable.Range(0, random.Next(0, 40)).Select(_ => Letters[random.Next(Letters.Length)])])
                : string.Concat(Enumerable.Range(0, random.Next(0, 12)).Select(_ => pieces[random.Next(pieces.Length)]));
            var result = QueryParser.Parse(text);
            (result.Query is null).ShouldBe(result.Problem is not null);
            if (result.Query is { } query)
                QueryParser.Parse(query.ToString()).Query.ShouldNotBeNull($"{text} printed as {query}").Root.ShouldBe(query.Root, $"{text} printed as {query}");
        }

        QueryParser.Parse(new string('(', 100_000)).Problem.ShouldNotBeNull();
        QueryParser.Parse(new string('(', 1_900)).Problem!.Column.ShouldBe(QueryParser.Deepest + 1);
        QueryParser.Parse(string.Concat(Enumerable.Repeat("-(", 900)) + "a").Problem!.What.ShouldContain("deep");
        QueryParser.Parse(string.Join(" OR ", Enumerable.Repeat("a1", 300))).Query.ShouldNotBeNull();
    }

    private static IReadOnlyList<Evidence>? Match(string query, Post post) =>
        (QueryParser.Parse(query).Query ?? throw new ArgumentException(query, nameof(query))).Match(Subject(post));

    private static QuerySubject Subject(Post post) => new(post, A.Reading(), "contoso", new PlatformId("demo"));
}
