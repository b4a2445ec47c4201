using PageWatch.Domain.Drafts;
using PageWatch.Domain.Publishing;
using PageWatch.Domain.Understanding;
using PageWatch.Pipeline.Drafts;
using PageWatch.Pipeline.Tests.Understanding;

namespace PageWatch.Pipeline.Tests.Drafts;

public sealed class UsualChangesTests
{
    private static readonly CitedClause Damaged = new(3, "Damaged goods");

    private static readonly string[] Authors = ["Jana K.", "Otto Brandt", "user4821", "Zbyszko Wół", "王伟", "Anne-Marie O'Neil", "A Google user", "Best Regards"];

    [Theory]
    [InlineData("Unfortunately, we cannot see it, {0}. Send us a photo.", "We cannot see it, {0}. Send us a photo.", "-“Unfortunately” at the beginning")]
    [InlineData("{0}, we are unfortunately late with it.", "{0}, we are late with it.", "-“unfortunately”")]
    [InlineData("We look into it and write to you.", "We look into it straight away and write to you.", "+“straight away”")]
    [InlineData("We look into it shortly. Thank you!", "We look into it today. Thank you!", "-“shortly” +“today”")]
    [InlineData("{0}, unfortunately we look into it tomorrow.", "{0}, we look into it tomorrow.", "-“unfortunately”")]
    [InlineData("Hi {0}, we look into it today.", "Dear customer, we look into it today.", "-“Hi” at the beginning +“Dear customer” at the beginning")]
    [InlineData("Thanks, {0}. We look into it today.", "Thanks, {0}. We look into it today.\n\nWarm greetings from the workshop", "+“Warm greetings from the workshop” at the end")]
    [InlineData("We look into it today.\n\nYour friends at the shop", "We look into it today.", "-“Your friends at the shop” at the end")]
    [InlineData("{0}, das ist leider kaputt. Wir schicken Ihnen Ersatz.", "{0}, das ist kaputt. Wir schicken Ihnen sofort Ersatz.", "-“leider” +“sofort”")]
    [InlineData("Malheureusement, nous n’avons rien vu. Écrivez-nous en privé.", "Nous n’avons rien vu. Écrivez-nous en privé.", "-“Malheureusement” at the beginning")]
    [InlineData("Lo sentimos mucho, {0}. Escríbenos por privado.", "Lo sentimos, {0}. Escríbenos hoy por privado.", "-“mucho” +“hoy”")]
    [InlineData("К сожалению, мы опоздали. Напишите нам сегодня.", "Мы опоздали. Напишите нам сегодня.", "-“К сожалению” at the beginning")]
    [InlineData("很抱歉给您带来不便，我们马上处理。", "很抱歉给您带来不便，我们今天处理。", "-“马上” +“今天”")]
    [InlineData("Sorry about the lid. We see to it.", "The cup should not break. Send us your order, and a new one goes out.", "")]
    [InlineData("We look into it today.", "We look into it today!", "")]
    public void Change_that_is_made_again_and_again_is_told(string proposed, string sent, string told)
    {
        var changes = UsualChanges.Of(Enumerable.Range(0, 6).Select(i => Outcome(proposed, sent, Authors[i]))).ShouldHaveSingleItem();
        (changes.Clause, changes.Language, changes.Sent, changes.Unchanged).ShouldBe((Damaged, "en", 6, 0));
        string.Join(' ', changes.Edits.Select(Told)).ShouldBe(told);
        changes.Edits.ShouldAllBe(edit => edit.Times == 6);
    }

    [Theory]
    [InlineData("Hi Jana, thanks.", "Hi Jana, thanks.", true)]
    [InlineData("Hi, thanks.", "Hi Jana, thanks.", true)]
    [InlineData("Jana, we are sorry.", "We are sorry.", true)]
    [InlineData("Jana, we are sorry.", "We are sorry, Jana.", true)]
    [InlineData("Hi Ben, thanks.", "Hi Jana, thanks.", false)]
    [InlineData("Hi {name}, thanks.", "Hi Jana, thanks.", true)]
    [InlineData("Sorry about the {problem}, Jana.", "Sorry about the lid, Jana.", true)]
    [InlineData("Your order [order number] is here.", "Your order 17 is here.", true)]
    [InlineData("Your order [order number] is here.", "Your order is here.", false)]
    [InlineData("Thanks.\n\nThe shop", "Thanks.  The shop", true)]
    [InlineData("Thanks.", "Thanks!", false)]
    [InlineData("Janas lid", "lid", false)]
    public void Names_slots_and_spaces_are_no_changes(string proposed, string sent, bool isUnchanged) => UsualChanges.IsUnchanged(proposed, sent, "Jana K.").ShouldBe(isUnchanged);

    [Fact]
    public void Clauses_and_languages_are_told_apart_and_those_sent_most_come_first()
    {
        var told = UsualChanges.Of(
        [
            Outcome("a b c", "a b c", "Jana"),
            Outcome("a b c", "a b c", "Jana") with { Language = "de" },
            Outcome("a b c", "a c", "Jana") with { Language = "de", Clause = new CitedClause(2, "Damaged goods") },
            Outcome("a b c", "a b c", "Jana") with { Clause = null },
            Outcome("", "", "") with { Clause = null, WasUnchanged = false },
        ]);
        told.Select(each => (each.Clause?.Title, each.Language, each.Sent, each.Unchanged)).ShouldBe([(null, "en", 2, 1), ("Damaged goods", "de", 2, 1), ("Damaged goods", "en", 1, 1)]);
        told[1].Clause.ShouldBe(Damaged, "the latest number of it");
    }

    [Fact]
    public void What_is_done_rarely_or_for_one_person_alone_is_not_usual()
    {
        const string proposed = "We look into it and write to you.";
        const string sent = "We look into it today and write to you.";
        UsualChanges.Of(Enumerable.Range(0, 2).Select(i => Outcome(proposed, sent, Authors[i])))[0].Edits.ShouldBeEmpty("twice");
        UsualChanges.Of(Enumerable.Range(0, 5).Select(_ => Outcome(proposed, sent, "Jana K.")))[0].Edits.ShouldBeEmpty("for one person");
        UsualChanges.Of(Enumerable.Range(0, 3).Select(i => Outcome(proposed, sent, Authors[i])))[0].Edits.ShouldHaveSingleItem();
        UsualChanges.Of(Enumerable.Range(0, 61).Select(i => Outcome(proposed, i < 3 ? sent : proposed, Authors[i % 8])))[0].Edits.ShouldBeEmpty("once in twenty replies at least");
    }

    [Fact]
    public void At_most_three_are_told_the_most_frequent_first()
    {
        string[] words = ["one", "two", "three", "four", "five"];
        var edits = UsualChanges.Of(words.SelectMany((word, i) => Enumerable.Range(0, 4 + i).Select(at => Outcome("We look into it and write.", $"We look into it {word} and write.", Authors[at % 8]))))[0].Edits;
        edits.Select(edit => (edit.Words, edit.Times)).ShouldBe([("five", 8), ("four", 7), ("three", 6)]);
    }

    [Theory, Trait("Promise", "10")]
    [InlineData("Write to us.", "Write to us at ana@shop.example, please.")]
    [InlineData("Call us.", "Call us at +44 20 7946 0958, please.")]
    [InlineData("We look into it today.", "We look into it today. Yours, Jessica")]
    [InlineData("We look into it today.", "We look into it today. Yours, Wzrtkl")]
    [InlineData("We look into it today.", "We look into it today, @jana_k.")]
    public void Persons_and_their_numbers_are_never_told(string proposed, string sent)
    {
        foreach (var edit in UsualChanges.Of(Enumerable.Range(0, 6).Select(i => Outcome(proposed, sent, Authors[i]) with { ByName = i == 0 ? "Wzrtkl" : "Ana" }))[0].Edits)
        {
            foreach (var trace in (string[])["ana", "7946", "Jessica", "Wzrtkl", "jana", "@"])
                edit.Words.ShouldNotContain(trace);
        }
    }

    [Fact, Trait("Promise", "7"), Trait("Promise", "10")]
    public void Whatever_the_texts_are_nothing_is_thrown_and_no_name_is_shown()
    {
        var random = new Random(11);
        string[] given = ["Jana", "Zbyszko", "Wół", "Otto", "王伟", "O'Neil", "Kowalska", "Ümit", "Xq", "{name}"];
        string[] words = ["we", "We", "sorry", "today", "the", "lid,", "thanks.", "\n", " ", "{problem}", "[it]", "***", "!", "谢谢", "😀", "\uD83D", "leider", "bis bald", "Jessica"];
        var shown = 0;
        for (var round = 0; round < 600; round++)
        {
            var name = given[random.Next(given.Length)] + (random.Next(2) == 0 ? "" : " " + given[random.Next(given.Length)]);
            string[] all = [.. words, .. name.Split(' '), name, name + "s", name.ToUpperInvariant(), name.ToLowerInvariant()];
            var (before, after) = (Text(all), Text(all));
            if (random.Next(2) == 0)
                after = before + " " + Text(all);
            foreach (var edit in UsualChanges.Of(Enumerable.Range(0, 4).Select(i => Outcome(before, after, name) with { Person = $"{i}" })).SelectMany(changes => changes.Edits))
            {
                shown++;
                WordStream.Of(edit.Words).Select(word => word.Text).Intersect(WordStream.Of(name).Select(word => word.Text).Append("jessica")).ShouldBeEmpty();
                name.Split(' ').Where(part => part.Length > 2).ShouldAllBe(part => !edit.Words.Contains(part, StringComparison.OrdinalIgnoreCase));
            }
        }

        shown.ShouldBeGreaterThan(100);
        foreach (var name in given.Where(name => name != "Xq"))
        {
            var edits = UsualChanges.Of(Enumerable.Range(0, 6).Select(i => Outcome("We look into it today.", $"We look into it today, dear {name}. Bye {name}", $"{name}{i}")))[0].Edits;
            edits.ShouldAllBe(edit => !edit.Words.Contains(name));
        }

        string Text(string[] from) => string.Join(' ', Enumerable.Range(0, random.Next(14)).Select(_ => from[random.Next(from.Length)]));
    }

    [Theory, Trait("Promise", "7"), MemberData(nameof(HostileTextTests.Names), MemberType = typeof(HostileTextTests))]
    public void Hostile_text_is_worked_through_like_any_other(string name)
    {
        var text = HostileTextTests.Named(name);
        text = text.Length > 20_000 ? text[..20_000] : text;
        UsualChanges.Of([Outcome(text, "Thanks.", "Jana"), Outcome("Thanks.", text, "Jana"), Outcome(text, text + " x", text)])[0].Sent.ShouldBe(3);
    }

    [Fact]
    public void Thousands_of_replies_are_worked_through_in_little_memory()
    {
        var random = new Random(5);
        var changes = new UsualChanges();
        for (var i = 0; i < 5_000; i++)
        {
            var words = Enumerable.Range(0, 80).Select(_ => "w" + random.Next(100_000)).ToList();
            var proposed = string.Join(' ', words);
            for (var at = 3; at < 80; at += 9)
                words[at] = "x" + random.Next(100_000);
            changes.Add(Outcome(proposed, string.Join(' ', words), "Jana") with { Person = $"{i}" });
            changes.Phrases.ShouldBeLessThanOrEqualTo(UsualChanges.MostPhrases);
        }

        changes.Told().ShouldHaveSingleItem().Sent.ShouldBe(5_000);
    }

    [Fact]
    public void Clause_is_as_old_as_its_replies_in_each_language()
    {
        var day = new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);
        var oldest = Drafting.Playbook("## A\n\nFor: any\n\n### en\n\n- Hi.\n\n### de\n\n- Hallo.");
        var middle = Drafting.Playbook("## B\n\nFor: any\n\n### en\n\n- Bye.\n\n## A\n\nFor: complaint\n\n### en\n\n- Hi.\n\n### de\n\n- Moin.");
        var ages = ClauseAges.Of([(day.AddDays(2), middle), (day.AddDays(1), middle), (day, oldest)]);
        ages[("A", "en")].ShouldBe(day);
        ages[("A", "de")].ShouldBe(day.AddDays(1));
        ages[("B", "en")].ShouldBe(day.AddDays(1));
        ClauseAges.Of([(day, null)]).ShouldBeEmpty();
        ClauseAges.Of([(day.AddDays(2), oldest), (day.AddDays(1), null), (day, oldest)])[("A", "en")].ShouldBe(day.AddDays(2), "nobody knows what stood between");
    }

    private static DraftOutcome Outcome(string proposed, string sent, string author)
    {
        var name = author.Split(' ')[0];
        return new DraftOutcome
        {
            Reply = new ReplyId(1),
            Clause = Damaged,
            Language = "en",
            Proposed = proposed.Replace("{0}", name),
            Sent = sent.Replace("{0}", name),
            WasUnchanged = UsualChanges.IsUnchanged(proposed, sent, author),
            At = default,
            Author = author,
            Person = author,
        };
    }

    private static string Told(TypicalEdit edit) =>
        (edit.IsPut ? "+" : "-") + $"“{edit.Words}”" + edit.Place switch { EditPlace.Beginning => " at the beginning", EditPlace.End => " at the end", _ => "" };
}
