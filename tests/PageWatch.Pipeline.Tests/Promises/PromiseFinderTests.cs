using System.Diagnostics;
using System.Globalization;
using PageWatch.Domain.Promises;
using PageWatch.Pipeline.Promises;
using PageWatch.Pipeline.Tests.Checks;
using PageWatch.Testing;
using PageWatch.Testing.Builders;

namespace PageWatch.Pipeline.Tests.Promises;

public sealed class PromiseFinderTests
{
    private const string Form = "yyyy-MM-dd HH:mm";

    public static TheoryData<string, string, string> Cases()
    {
        var cases = new TheoryData<string, string, string>();
        foreach (var row in File.ReadLines(Path.Combine(ProjectFolder.Of<PromiseFinderTests>(), "Promises", "promised.tsv")).Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split('\t')))
            cases.Add(row[0], row[1], row[2]);
        return cases;
    }

    [Theory, MemberData(nameof(Cases))]
    public void Sentence_promises_what_the_table_says(string now, string text, string due)
    {
        var at = now == "-" ? A.Morning : new DateTimeOffset(DateTime.ParseExact(now, Form, CultureInfo.InvariantCulture), TimeSpan.Zero);
        var found = PromiseFinder.In(Checking.Unescaped(text), at);
        (found.Count == 0 ? "none" : found[0].DueAt.ToString(Form, CultureInfo.InvariantCulture)).ShouldBe(due);
        found.ShouldAllBe(each => each.Words.Length > 0 && each.Words.Length <= Promise.LongestWords && each.DueAt > at);
    }

    [Fact]
    public void Promise_is_told_as_its_sentence_and_nothing_else()
    {
        var found = PromiseFinder.In("Hi Jana, sorry about the lid.\nWe call you tomorrow! Please keep the box. You will hear from Ben, too. I'll check the stock.", A.Morning);
        found.Select(each => each.Words).ShouldBe(["We call you tomorrow!", "I'll check the stock."]);
        found.Select(each => each.IsDated).ShouldBe([true, false]);
    }

    [Fact]
    public void Long_sentence_is_cut_to_what_it_promises()
    {
        var words = PromiseFinder.In($"{string.Join(' ', Enumerable.Repeat("very", 200))} sorry and we will call you tomorrow.", A.Morning).ShouldHaveSingleItem().Words;
        words.ShouldStartWith("we will call you tomorrow");
    }

    [Fact]
    public void Same_words_twice_are_one_promise_and_many_are_five()
    {
        PromiseFinder.In("We'll call you tomorrow. We'll call you tomorrow.", A.Morning).Count.ShouldBe(1);
        PromiseFinder.In(string.Join(' ', Enumerable.Range(0, 50).Select(i => $"We'll call you at number {i} tomorrow.")), A.Morning).Count.ShouldBe(PromiseFinder.Most);
    }

    [Theory, Trait("Promise", "7")]
    [InlineData("we will ")]
    [InlineData("We'll call you tomorrow. ")]
    [InlineData("if \"“ in 1 ")]
    [InlineData("wir werden si non ne ")]
    [InlineData("5 p.m. ")]
    [InlineData("\u202E\u0301")]
    [InlineData("1")]
    public void Megabyte_takes_no_longer_than_a_reply(string piece)
    {
        var text = string.Concat(Enumerable.Repeat(piece, 1_000_000 / piece.Length));
        // The best of a few: the first reads the lists, and others may be at work on the machine.
        Enumerable.Range(0, 4).Min(_ =>
        {
            var watch = Stopwatch.StartNew();
            PromiseFinder.In(text, A.Morning);
            return watch.ElapsedMilliseconds;
        }).ShouldBeLessThan(200);
    }

    [Theory]
    [InlineData("2h", "2026-03-10 11:00")]
    [InlineData("45m", "2026-03-10 09:45")]
    [InlineData("3d", "2026-03-13 09:00")]
    [InlineData("2 hours", "2026-03-10 11:00")]
    [InlineData("tomorrow", "2026-03-11 17:00")]
    [InlineData("tomorrow 10:00", "2026-03-11 10:00")]
    [InlineData("Friday", "2026-03-13 17:00")]
    [InlineData("17:00", "2026-03-10 17:00")]
    [InlineData("5pm", "2026-03-10 17:00")]
    [InlineData("2026-12-01", "2026-12-01 17:00")]
    [InlineData("2026-12-01 10:30", "2026-12-01 10:30")]
    [InlineData("morgen", "2026-03-11 17:00")]
    [InlineData("lunch", null)]
    [InlineData("", null)]
    [InlineData("99999999h", null)]
    public void Typed_time_is_read(string typed, string? due) =>
        PromiseDays.Typed(typed, A.Morning)?.ToString(Form, CultureInfo.InvariantCulture).ShouldBe(due);
}
