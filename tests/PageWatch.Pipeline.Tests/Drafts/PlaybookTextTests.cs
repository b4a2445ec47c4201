using PageWatch.Domain.Drafts;
using PageWatch.Pipeline.Drafts;

namespace PageWatch.Pipeline.Tests.Drafts;

public sealed class PlaybookTextTests
{
    private const string Whole = """
        ---
        sign_off: "Ana, {page}"
        ---

        # How we answer

        This is for us to read. It may say anything: even {braces}.

        ## Damaged goods

        For: Complaint, question · words: broken, Cassé, kaputt*, never arrived
        Only: today
        Words: l'écran

        > Call first.

        ### en

        - Hi {name}, we look
          into the {problem}.
        - Thank you, {name}.

        ### pt-BR

        * Olá, {name}!

        ## Let us talk
        For: any
        Kind: Offline

        ### en
        - May we call you, {name}?
        """;

    [Fact]
    public void Playbook_is_read_as_written()
    {
        var (playbook, problems) = PlaybookText.Parse(Whole);
        problems.ShouldBeEmpty();
        playbook.ShouldNotBeNull();
        playbook.Version.ShouldBe(0);
        playbook.SignOff.ShouldBe("Ana, {page}");
        playbook.Clauses.Count.ShouldBe(2);

        var damaged = playbook.Clauses[0];
        damaged.Number.ShouldBe(1);
        damaged.Title.ShouldBe("Damaged goods");
        damaged.Kind.ShouldBe(ProposalKind.Reply);
        damaged.When.Order().ShouldBe(["complaint", "question", "today"]);
        damaged.Words.Order(StringComparer.Ordinal).ShouldBe(["broken", "casse", "kaputt*", "lecran", "never arrived"]);
        damaged.Replies.Keys.Order().ShouldBe(["en", "pt-br"]);
        damaged.Replies["en"].ShouldBe(["Hi {name}, we look into the {problem}.", "Thank you, {name}."]);
        damaged.Replies["pt-br"].ShouldBe(["Olá, {name}!"]);

        playbook.Clauses[1].Number.ShouldBe(2);
        playbook.Clauses[1].Kind.ShouldBe(ProposalKind.Offline);
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\r")]
    public void Line_ends_and_a_byte_order_mark_do_not_matter(string lineEnd)
    {
        var (playbook, problems) = PlaybookText.Parse("\uFEFF" + Whole.ReplaceLineEndings(lineEnd));
        problems.ShouldBeEmpty();
        playbook.ShouldNotBeNull().SignOff.ShouldBe("Ana, {page}");
    }

    [Theory]
    [InlineData("sign_off:")]
    [InlineData("sign_off: ~")]
    [InlineData("sign_off: ''")]
    [InlineData("# only a comment")]
    [InlineData("")]
    public void Sign_off_may_be_left_empty(string setting)
    {
        var (playbook, problems) = PlaybookText.Parse($"---\n{setting}\n---\n## Praise\nFor: praise\n### en\n- Thank you!\n");
        problems.ShouldBeEmpty();
        playbook.ShouldNotBeNull().SignOff.ShouldBeNull();
    }

    [Fact]
    public void Lists_of_the_front_matter_are_read_as_written()
    {
        var (playbook, problems) = PlaybookText.Parse(Front("""
            never_say:
              - our policy
              - cheap -> good value
              - "contoso*"
            sign_off: Ana
            links: [shop.example, "https://help.example/orders"]
            promises:
              - refund within 14 days
            """));
        problems.ShouldBeEmpty();
        playbook.ShouldNotBeNull().NeverSay.ShouldBe([new NeverSaid("our policy", null), new NeverSaid("cheap", "good value"), new NeverSaid("contoso*", null)]);
        playbook.Links.ShouldBe(["shop.example", "https://help.example/orders"]);
        playbook.Promises.ShouldBe(["refund within 14 days"]);
        playbook.SignOff.ShouldBe("Ana");
    }

    [Theory]
    [InlineData("never_say:")]
    [InlineData("links: []")]
    [InlineData("promises: ~")]
    public void Lists_may_be_left_empty(string setting)
    {
        var (playbook, problems) = PlaybookText.Parse(Front(setting));
        problems.ShouldBeEmpty();
        (playbook.ShouldNotBeNull().NeverSay.Count + playbook.Links.Count + playbook.Promises.Count).ShouldBe(0);
    }

    private static string Front(string settings) => $"---\n{settings}\n---\n## A\nFor: any\n### en\n- x\n";

    /// <summary>What is broken, the line it is on, and a piece of the mend.</summary>
    public static TheoryData<string, int, string> Broken() => new()
    {
        { "", 1, "For: complaint" },
        { "Just some text.", 1, "## A title" },
        { "---\nsign_off: Ana\n", 1, "three dashes" },
        { "---\nsignoff: Ana\n---\n## A\nFor: any\n### en\n- x\n", 2, "sign_off" },
        { "---\nsign_off: Ana\nsign_off: Ben\n---\n## A\nFor: any\n### en\n- x\n", 3, "Keep one" },
        { "---\nsign_off: [Ana, Ben]\n---\n## A\nFor: any\n### en\n- x\n", 2, "key: value" },
        { "---\nsign_off: \"Ana\n---\n## A\nFor: any\n### en\n- x\n", 2, "quotes" },
        { "---\nAna\n---\n## A\nFor: any\n### en\n- x\n", 2, "key: value" },
        { "---\nsign_off: Ana {name}\n---\n## A\nFor: any\n### en\n- x\n", 2, "{page}" },
        { "---\nsign_off: &a [*a, *a]\n---\n## A\nFor: any\n### en\n- x\n", 2, "key: value" },
        { "## A\nFor: any\n### en\n- x\n## \nFor: any\n### en\n- x\n", 5, "after the '##'" },
        { Front("tone: nice"), 2, "sign_off, never_say, links, promises" },
        { Front("never_say: cheap"), 2, "after '- '" },
        { Front("never_say:\n  - a: b"), 3, "in quotes" },
        { Front("never_say:\n  - [a, b]"), 3, "in quotes" },
        { Front("never_say:\n  - &x cheap\n  - *x"), 4, "in quotes" },
        { Front("never_say:\n  a: b"), 3, "key: value" },
        { Front("never_say:\n  - ''"), 3, "remove the line" },
        { Front("never_say:\n  - cheap ->"), 3, "instead" },
        { Front("never_say:\n  - cheap -> fair -> dear"), 3, "one 'phrase -> instead'" },
        { Front("never_say:\n  - '!!'"), 3, "Write words" },
        { Front("never_say:\n  - ab*"), 3, "three letters" },
        { Front("never_say:\n  - cheap\n  - Chéap -> fair"), 4, "twice" },
        { Front("never_say:\n  - cheap -> low price\n  - price*"), 3, "other words" },
        { Front("never_say:\n  - hi {name}"), 3, "Write the words out" },
        { Front("never_say:\n  - " + new string('x', 201)), 3, "200 characters" },
        { Front("never_say:\n" + string.Concat(Enumerable.Range(0, 201).Select(i => $"  - word{i}\n")) + "links:"), 203, "Keep those" },
        { Front("links:\n  - our shop"), 3, "shop.example" },
        { Front("links:\n  - ftp://shop.example"), 3, "shop.example" },
        { Front("links:\n  - https://me@shop.example"), 3, "shop.example" },
        { Front("links:\n  - localhost"), 3, "shop.example" },
        { Front("links:\n  - shop.example\n  - https://shop.example"), 4, "twice" },
        { Front("promises:\n  - '…'"), 3, "Write words" },
        { Front("promises: []\npromises: []"), 3, "Keep one" },
        { "## A\n### en\n- x\n", 1, "For: " },
        { "## A\nFor: now\n### en\n- x\n", 2, "complaint, question" },
        { "## A\nFor: complaints\n### en\n- x\n", 2, "complaint, question" },
        { "## A\nFor: complaint\nOnly: night\n### en\n- x\n", 3, "now, today" },
        { "## A\nFor: any\nKind: tweet\n### en\n- x\n", 3, "offline" },
        { "## A\nFor: any\nKind: 2\n### en\n- x\n", 3, "offline" },
        { "## A\nFor: any\nWords: ab*\n### en\n- x\n", 3, "three letters" },
        { "## A\nFor: any\nWords: good, !!\n### en\n- x\n", 3, "three letters" },
        { "## A\nFor: any\nTone: nice\n### en\n- x\n", 3, "'For:'" },
        { "## A\nFor: any\n\nWe always answer.\n\n### en\n- x\n", 4, "'> '" },
        { "## A\nFor: any\n### english please\n- x\n", 3, "'de'" },
        { "## A\nFor: any\n### en\n- x\n### en\n- y\n", 5, "Join" },
        { "## A\nFor: any\n### en\n", 1, "'- '" },
        { "## A\nFor: any\n- x\n", 3, "### en" },
        { "## A\nFor: any\n### en\n1. x\n", 4, "'-'" },
        { "## A\nFor: any\n### en\nHello there\n", 4, "'- '" },
        { "## A\nFor: any\n### en\n- x\n  - y\n", 4, "plain text" },
        { "## A\nFor: any\n### en\n- Hi {nmae}!\n", 4, "{name}, {problem}, {page}" },
        { "## A\nFor: any\n### en\n- Hi {name!\n", 4, "{name}" },
        { "## A\nFor: any\n### en\n- Hi name}!\n", 4, "{name}" },
        { "## A\nFor: any\n### en\n- Hi {{name}}!\n", 4, "{name}" },
        { "## A\nFor: any\n### en\n- This is **bold**.\n", 4, "Remove the marks" },
        { "## A\nFor: any\n### en\n- See [here](https://example.org).\n", 4, "Remove the marks" },
        { "## A\nFor: any\n### en\n- About the {problem}.\n- On {page}.\n", 4, "does without" },
        { "## A\nFor: any\n### en\n- " + new string('x', 1001) + "\n", 4, "Shorten" },
        { "## A\nFor: any\n### en\n- x\n\n## a\nFor: any\n### en\n- x\n", 6, "another" },
        { "### en\n- x\n", 1, "## A title" },
        { "## A\nFor: any\n### en\n- x\n\n```\nmore\n```\n", 6, "'> '" },
        { new string('x', PlaybookText.LongestText + 1), 1, "Shorten" },
    };

    [Theory, MemberData(nameof(Broken))]
    public void Broken_text_names_the_line_and_the_mend(string text, int line, string mend)
    {
        var (playbook, problems) = PlaybookText.Parse(text);
        playbook.ShouldBeNull();
        problems.ShouldContain(problem => problem.Line == line && Says(problem, mend), string.Join('\n', problems));
        foreach (var problem in problems)
        {
            problem.What.ShouldEndWith(".");
            problem.Mend.ShouldEndWith(".");
        }
    }

    [Fact]
    public void Every_problem_is_told_at_once_and_in_order()
    {
        var (_, problems) = PlaybookText.Parse("---\ntone: nice\n---\n## A\nFor: nobody\nKind: x\n### e\n- {x}\n## B\n");
        problems.Select(problem => problem.Line).ShouldBe(problems.Select(problem => problem.Line).Order());
        problems.Count.ShouldBeGreaterThanOrEqualTo(5);
    }

    public static TheoryData<string> Hostile() =>
    [
        "\0\0\0",
        "\uD800 ## \uDC00",
        "---\n" + new string('[', 3_900),
        "---\n" + new string('[', 3_900) + "\n---\n",
        "---\n" + string.Concat(Enumerable.Repeat("- ", 1_900)) + "\n---\n",
        "---\na: &a [x]\nb: &b [*a,*a,*a]\nc: [*b,*b,*b]\n---\n",
        "---\n!!binary x: y\n? complex\n: key\n---\n",
        "---\n" + string.Concat(Enumerable.Repeat("a: b\n", 900)) + "---\n",
        new string('>', 50_000) + " x",
        string.Concat(Enumerable.Repeat("- ", 50_000)) + "x",
        string.Concat(Enumerable.Range(0, 3_000).Select(i => new string(' ', Math.Min(i, 60)) + "- x\n")),
        new string('#', 50_000),
        string.Concat(Enumerable.Repeat("## A\n", 30_000)),
        string.Concat(Enumerable.Repeat("[", 100_000)),
        string.Concat(Enumerable.Repeat("*a_", 60_000)),
        string.Concat(Enumerable.Repeat("`", 100_000)),
        "## A\nFor: any\n### en\n- " + string.Concat(Enumerable.Repeat("{", 100_000)),
        "## A\nFor: " + string.Concat(Enumerable.Repeat("x,", 90_000)),
        "## A\nWords: " + string.Concat(Enumerable.Repeat("*,", 90_000)),
        "## A\n" + string.Concat(Enumerable.Repeat("For: any\n", 20_000)),
        "<script>alert(1)</script>\n## A <b>\nFor: any\n### en\n- <i>x</i>\n",
        "[a]: http://x\n## A\n[b]: http://y\n### en\n- x",
        "A\n---\nB\n===\n",
    ];

    [Theory, MemberData(nameof(Hostile))]
    public void Hostile_text_is_refused_or_read_but_never_throws(string text)
    {
        var watch = System.Diagnostics.Stopwatch.StartNew();
        var (playbook, problems) = PlaybookText.Parse(text);
        // Far from what it takes, so that only work without bounds is caught, not a busy machine.
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(60));
        (playbook is null).ShouldBe(problems.Count > 0);
        problems.Count.ShouldBeLessThanOrEqualTo(50);
        problems.ShouldAllBe(problem => problem.Line >= 1 && problem.What.Length < 300 && problem.Mend.Length < 300);
    }

    [Fact]
    public void Every_cut_of_the_default_playbook_is_refused_or_read()
    {
        // A text that somebody is still typing.
        for (var length = 0; length < DefaultPlaybook.Text.Length; length += 397)
        {
            var (playbook, problems) = PlaybookText.Parse(DefaultPlaybook.Text[..length]);
            (playbook is null).ShouldBe(problems.Count > 0);
        }
    }

    private static bool Says(PlaybookProblem problem, string piece) =>
        problem.Mend.Contains(piece, StringComparison.Ordinal) || problem.What.Contains(piece, StringComparison.Ordinal);
}
