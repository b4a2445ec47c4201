using PageWatch.Domain.Commands;
using PageWatch.Domain.Nudges;
using PageWatch.Domain.Rules;
using PageWatch.Pipeline.Commands;
using PageWatch.Pipeline.Reports;
using PageWatch.Testing.Builders;
using PageWatch.Testing.Stages;

namespace PageWatch.Pipeline.Tests.Reports;

public sealed class RuleTuningTests
{
    private static readonly DecidedPost Plain = new("The lid is broken.", "blog", "u-1", "en", 0.95, true);

    [Fact]
    public void Precision_is_what_was_worth_it_of_what_is_decided()
    {
        var counts = new List<OpenedCount>
        {
            Opened([1], NudgeState.Answered, null, 5), Opened([1, 2], NudgeState.Dismissed, NudgeReason.Spam, 3), Opened([1], NudgeState.Dismissed, NudgeReason.Duplicate, 1),
            Opened([1], NudgeState.Dismissed, NudgeReason.NotForUs, 4), Opened([1], NudgeState.Open, null, 7), Opened([1], NudgeState.Withdrawn, NudgeReason.AuthorDeleted, 2), Opened([2], NudgeState.NeedsPerson, NudgeReason.Refused, 1),
            Opened([1], NudgeState.Offline, null, 1),
        };
        var figures = RulePrecision.Of(counts);
        figures.Select(each => (each.Rule.Value, each.Opened, each.WorthIt, each.Decided)).ShouldBe([(1, 23, 7, 14), (2, 4, 0, 3)]);
        figures[0].Dismissed.ShouldBe([(NudgeReason.NotForUs, 4), (NudgeReason.Spam, 3)]);
        (figures[0].Precision, figures[0].IsLow, figures[1].IsLow).ShouldBe((0.5, true, false), "three decided say too little");
        RulePrecision.Of([Opened([3], NudgeState.Open, null, 2)]).Single().Precision.ShouldBeNull();
    }

    [Fact]
    public void Every_state_and_reason_is_worth_it_or_not_or_undecided()
    {
        foreach (var state in Enum.GetValues<NudgeState>())
            RulePrecision.WasWorthIt(state, NudgeReason.Spam).ShouldBe(state switch { NudgeState.Answered or NudgeState.Offline or NudgeState.Folded => true, NudgeState.Dismissed => false, _ => (bool?)null }, state.ToString());
    }

    [Fact]
    public void Word_that_stands_in_most_dismissed_and_in_none_of_the_others_is_proposed()
    {
        var posts = Worth(6).Concat(Dismissed(7, i => $"Win this broken lid in our GIVEAWAY number {i}!")).Concat(Dismissed(3, i => $"The lid {i} is nice.")).ToList();
        var tuning = RuleTuning.Of(A.Rule("lids", "lid OR cup"), posts)!;
        (tuning.Tells, tuning.Spared, tuning.Dismissed).ShouldBe(("giveaway", 7, 10));
        tuning.Command.ShouldBe("rule edit lids (lid OR cup) -giveaway");
    }

    [Fact]
    public void Word_that_stands_in_one_that_was_worth_it_or_in_too_few_is_not()
    {
        RuleTuning.Of(A.Rule("lids", "lid"), [.. Worth(6), Plain with { Text = "Where is the giveaway?" }, .. Dismissed(7, _ => "The lid giveaway.")]).ShouldBeNull();
        RuleTuning.Of(A.Rule("lids", "lid"), [.. Worth(6), .. Dismissed(5, _ => "The lid giveaway."), .. Dismissed(5, _ => "The lid is broken.")]).ShouldBeNull();
        RuleTuning.Of(A.Rule("lids", "lid"), [.. Worth(4), .. Dismissed(10, _ => "The lid giveaway.")]).ShouldBeNull("too few were worth it to say what a word in none of them means");
        RuleTuning.Of(A.Rule("lids", "lid"), Worth(10)).ShouldBeNull();
    }

    [Fact]
    public void Small_words_and_numbers_tell_nothing() =>
        RuleTuning.Of(A.Rule("lids", "lid"), [.. Worth(6), .. Dismissed(10, _ => "With that lid you have 2026")])?.Tells.ShouldNotBe("with");

    [Fact]
    public void Page_language_and_doubt_are_proposed_where_words_tell_nothing()
    {
        Tells(post => post with { WatchName = "forum" }).ShouldBe("rule edit lids lid -page:forum");
        Tells(post => post with { Language = "nl" }).ShouldBe("rule edit lids lid -lang:nl");
        Tells(post => post with { Confidence = 0.55 }).ShouldBe("rule edit lids lid -confidence<=0.6");
        Tells(post => post with { Confidence = null }).ShouldBeNull();
        static string? Tells(Func<DecidedPost, DecidedPost> change) =>
            RuleTuning.Of(A.Rule("lids", "lid"), [.. Worth(6), .. Dismissed(10, _ => Plain.Text).Select((post, i) => change(post with { Account = $"a{i}" }))])?.Command;
    }

    [Fact]
    public void One_person_is_muted_for_a_while_and_no_rule_is_changed()
    {
        RuleTuning.Of(A.Rule("lids", "lid"), [.. Worth(2), .. Dismissed(10, _ => Plain.Text).Select(post => post with { Account = "u-9" })])!.Command.ShouldBe("mute author:u-9 --for 30d");
        RuleTuning.Of(A.Rule("lids", "lid"), [.. Worth(2), .. Dismissed(10, _ => Plain.Text).Select(post => post with { Account = "u 9\" --for 1m" })]).ShouldBeNull("what comes from outside is never part of a command");
    }

    /// <summary>Whatever people wrote and whatever the rule asks: what is proposed can be typed, means what it says, and keeps all that was worth it.</summary>
    [Fact, Trait("Promise", "7")]
    public async Task Every_proposal_works_as_typed()
    {
        await using var stage = await Stage.OpenAsync();
        var specs = stage.Get<CommandDesk>().Specs;
        var random = new Random(5);
        string[] words = ["lid", "giveaway", "OR", "NEAR/3", "unanswered", "--target", "\"win", "author:@staff", "(free)", "größe", "速い", "😀", "-x", "stars<=2", "NOT", "``", "<!channel>", "deal*"];
        string[] queries = ["lid", "lid OR cup", "\"broken lid\" -is:praise", "(a1 OR b1) NEAR/4 c1", "is:complaint page:blog", "-lang:de", "stars<=2 OR confidence>0.8"];
        var proposed = 0;
        for (var i = 0; i < 400; i++)
        {
            var common = words[random.Next(words.Length)];
            var rule = A.Rule("lids", queries[random.Next(queries.Length)]);
            var posts = Worth(5 + random.Next(4)).Concat(Dismissed(10, _ => $"{words[random.Next(words.Length)]} {common} {words[random.Next(words.Length)]}").Select(post => post with
            {
                Account = random.Next(3) == 0 ? "u-7" : common, Language = random.Next(2) == 0 ? "en" : "und", WatchName = random.Next(4) == 0 ? "forum" : "blog",
            })).ToList();
            if (RuleTuning.Of(rule, posts) is not { } tuning)
                continue;
            proposed++;
            var parse = CommandLine.Parse(tuning.Command, specs);
            parse.Problem.ShouldBeNull(tuning.Command);
            var line = parse.Line!;
            line.Spec.Verb.ShouldBeOneOf("rule edit", "mute");
            var query = QueryParser.Parse(line["query"]!).Query.ShouldNotBeNull(tuning.Command);
            if (line.Spec.Verb == "mute")
                continue;
            line["name"].ShouldBe("lids");
            line.Options.ShouldBeEmpty();
            QueryParser.Parse($"({rule.Query}) -{tuning.Tells}").Query!.ToString().ShouldBe(query.ToString());
        }

        proposed.ShouldBeGreaterThan(100);
    }

    private static OpenedCount Opened(long[] rules, NudgeState state, NudgeReason? reason, int nudges) => new([.. rules.Select(rule => new RuleId(rule))], state, reason, nudges);

    private static List<DecidedPost> Worth(int posts) => [.. Enumerable.Range(0, posts).Select(i => Plain with { Account = $"w-{i}" })];

    private static List<DecidedPost> Dismissed(int posts, Func<int, string> text) => [.. Enumerable.Range(0, posts).Select(i => Plain with { Text = text(i), Account = $"d-{i}", WasWorthIt = false })];
}
