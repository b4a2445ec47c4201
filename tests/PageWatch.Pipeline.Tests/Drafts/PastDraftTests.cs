using PageWatch.Domain.Drafts;
using PageWatch.Pipeline.Tests.Understanding;

namespace PageWatch.Pipeline.Tests.Drafts;

public sealed class PastDraftTests
{
    private const string Complaint = "The lid was cracked when I opened the box.";
    private static readonly DateTimeOffset Then = new(2026, 2, 3, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void What_the_team_answered_to_a_similar_post_wins_over_stock_phrases()
    {
        var draft = Propose(0, "Ana Souza", Past("Hi Ben, that lid should have held. Send us a photo in a private message and I look after it myself."))[0];
        draft.Text.ShouldBe("Hi Ana, that lid should have held. Send us a photo in a private message and I look after it myself.");
        draft.Kind.ShouldBe(ProposalKind.Reply);
        draft.Source.ShouldBe("an answer by Mia of 3 Feb 2026");
    }

    [Fact]
    public void Somebody_without_a_name_gets_it_without_the_name()
    {
        Propose(0, "user4821", Past("Hi Ben, that lid should have held."))[0].Text.ShouldBe("Hi, that lid should have held.");
    }

    [Fact]
    public void Neighbours_do_not_get_the_same_sentence()
    {
        for (var id = 0; id < 8; id++)
        {
            var past = Past("Hi Ben, that lid should have held.");
            Propose(id, "Ana", past)[0].Text.ShouldNotBe(Propose(id + 1, "Ana", past)[0].Text);
            past = [.. past, .. Past("A lid like that is not what we pack, Ben.")];
            Propose(id, "Ana", past)[0].Text.ShouldNotBe(Propose(id + 1, "Ana", past)[0].Text);
            Propose(id, "Ana", past)[0].Source.ShouldStartWith("an answer by");
        }
    }

    [Theory]
    [InlineData("Hi Ben, write to ben@mail.example, please.")]
    [InlineData("Hi Ben, see https://elsewhere.example/offer")]
    [InlineData("Hi Ben, you get your money back.")]
    [InlineData("Hallo Ben, der Deckel hätte halten sollen. Schicken Sie uns bitte ein Foto in einer privaten Nachricht.")]
    public void What_would_not_fit_anybody_else_is_passed_over(string reply)
    {
        var drafts = Propose(0, "Ana Souza", Past(reply));
        drafts.ShouldAllBe(draft => draft.Source.StartsWith("playbook"));
        drafts.ShouldNotBeEmpty();
    }

    [Fact]
    public void There_are_never_more_than_three_and_the_stock_reply_is_still_among_them()
    {
        var drafts = Propose(0, "Ana Souza", Past("Hi Ben, that lid should have held."));
        drafts.Count.ShouldBe(3);
        drafts.Select(draft => draft.Kind).ShouldBe([ProposalKind.Reply, ProposalKind.Reply, ProposalKind.Offline]);
    }

    [Fact]
    public void Past_reply_that_is_too_long_for_this_page_is_passed_over()
    {
        var request = Drafting.Request(Written.Post(Complaint, 0), can: Drafting.Threaded with { LongestReply = 100 });
        Drafting.Drafter.Propose(request with { Past = Past("Hi Ben, " + new string('x', 90) + ".") })[0].Source.ShouldStartWith("playbook");
    }

    private static IReadOnlyList<PastReply> Past(string reply) => [new PastReply("The lid came off.", reply, "Mia", Then)];

    private static IReadOnlyList<DraftProposal> Propose(long id, string author, IReadOnlyList<PastReply> past) =>
        Drafting.Drafter.Propose(Drafting.Request(Written.Post(Complaint, id).By(author)) with { Past = past });
}
