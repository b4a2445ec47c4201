using PageWatch.Pipeline.Checks;
using PageWatch.Pipeline.Drafts;
using PageWatch.Pipeline.Tests.Drafts;
using PageWatch.Pipeline.Tests.Understanding;

namespace PageWatch.Pipeline.Tests.Checks;

public sealed class MendTests
{
    private static readonly string[] Pieces =
    [
        "Hi Anna, ", "Thank you! ", "WE ARE HERE ", "cheap ", "our policy ", "https://evil.example/x ", "(www.evil.com) ", "ana@mail.example ", "+49 170 7654321 ", "Sorry for any inconvenience. ",
        "\u200B", "{name}, ", "[NAME] ", "**", "the the ", "!!! ", "We will refund you. ", "by tomorrow, ", "TODO ", "\n", "It is here. ", "order #12345 ", "\uD83D", "Thanks, Peter. ", "no can do ",
    ];

    [Fact]
    public void Mend_removes_its_finding_and_adds_no_blocker()
    {
        // The same texts in every run: a failure can be looked at again.
        var next = 17u;
        var mended = 0;
        var texts = Checking.Rows("replies.tsv").Select(row => Checking.Unescaped(row[2])).Concat(Enumerable.Range(0, 800).Select(_ => string.Concat(Enumerable.Range(0, 5).Select(_ => Pieces[Step() % Pieces.Length]))));
        foreach (var text in texts)
        {
            var occasion = Checking.Occasion(author: Step() % 3 == 0 ? "A Google user" : "Ben Cole");
            var before = ReplyChecks.Of(text, occasion);
            foreach (var finding in before.Where(finding => finding.Mend is not null))
            {
                mended++;
                var after = ReplyChecks.Of(finding.Mend!, occasion);
                after.ShouldNotContain(other => other.Kind == finding.Kind && other.Reason == finding.Reason, $"{text} → {finding.Mend}");
                foreach (var kind in after.Where(other => other.Blocks).GroupBy(other => other.Kind))
                    kind.Count().ShouldBeLessThanOrEqualTo(before.Count(other => other.Blocks && other.Kind == kind.Key), $"{text} → {finding.Mend}");
            }
        }

        mended.ShouldBeGreaterThan(1_000);

        uint Step() => (next = (next * 1_664_525) + 1_013_904_223) >> 8;
    }

    [Fact]
    public void Mending_one_after_another_ends_with_nothing_left_to_mend()
    {
        var text = "Hi Anna, see https://evil.example/x!!! It is cheap, the the ana@mail.example. Sorry for any inconvenience. {name}, we look into it.";
        for (var i = 0; i < 20 && ReplyChecks.Of(text, Checking.Occasion()).FirstOrDefault(finding => finding.Mend is not null)?.Mend is { } mend; i++)
            text = mend;
        ReplyChecks.Of(text, Checking.Occasion()).ShouldBeEmpty(text);
        text.ShouldBe("Hi Ana, see! It is good value, the ****************. Ana, we look into it.");
    }

    [Fact]
    public void Replies_of_the_default_playbook_pass()
    {
        var posts = new Dictionary<string, string>
        {
            ["en"] = "The lid was cracked when I opened the box. What a shame.",
            ["de"] = "Der Deckel war kaputt, als ich das Paket geöffnet habe. Sehr schade.",
            ["fr"] = "Le couvercle était cassé quand j'ai ouvert le colis. Quel dommage.",
            ["es"] = "La tapa estaba rota cuando abrí el paquete. Qué lástima.",
        };
        var problems = new List<string>();
        var written = 0;
        foreach (var author in (string[])["Ana Souza", "A Google user"])
        {
            foreach (var (language, reply) in DefaultPlaybook.Playbook.Clauses.SelectMany(clause => clause.Replies).SelectMany(spoken => spoken.Value.Select(reply => (spoken.Key, reply))))
            {
                var values = new Dictionary<string, string> { ["{problem}"] = "lid", ["{page}"] = "Corner Shop" };
                if (author == "Ana Souza")
                    values["{name}"] = "Ana";
                var text = Filled(reply, values);
                var found = ReplyChecks.Of(text, Checking.Occasion(posts[language], author, language, DefaultPlaybook.Playbook));
                problems.AddRange(found.Select(finding => $"{text}: {finding.Kind} {finding.Reason}"));
                written++;
            }
        }

        problems.ShouldBeEmpty();
        written.ShouldBeGreaterThan(300);
    }

    [Fact]
    public void Drafts_of_the_default_playbook_pass_as_the_drafter_writes_them()
    {
        foreach (var post in (string[])["The lid was cracked.", "Mein Paket ist nie angekommen!", "Où est ma commande ?", "¡Gracias por todo!", "Order 12345 never arrived."])
        {
            var request = Drafting.Request(Written.Post(post));
            foreach (var proposal in Drafting.Drafter.Propose(request))
                ReplyChecks.Of(proposal.Text, ReplyOccasion.Of(request)).ShouldNotContain(finding => finding.Blocks, proposal.Text);
        }
    }

    private static string Filled(string template, Dictionary<string, string> values)
    {
        foreach (var (slot, value) in values)
            template = template.Replace(slot, value, StringComparison.Ordinal);
        // Without a name, as the drafter leaves it out.
        var text = template.Replace(", {name}", "", StringComparison.Ordinal).Replace(" {name}", "", StringComparison.Ordinal).Replace("{name}, ", "", StringComparison.Ordinal);
        return text.Length > 0 ? char.ToUpperInvariant(text[0]) + text[1..] : text;
    }
}
