using PageWatch.Domain.Channels;
using PageWatch.Domain.Drafts;
using PageWatch.Domain.Publishing;
using PageWatch.Testing.Builders;

namespace PageWatch.Storage.Tests;

/// <summary>Drafts and replies as they lie in a column, by whatever version wrote them.</summary>
public sealed class StoredDraftTests
{
    [Fact]
    public void Draft_of_an_older_program_began_as_its_proposal_until_somebody_changed_it()
    {
        const string old = """
            {"nudge":12,"for":1,"forRevision":1,"proposals":[{"kind":"Reply","text":"Sorry.","language":"en","source":"playbook §1 “Damaged goods”"}],"chosen":0,"text":"Sorry.","findings":[]}
            """;
        var draft = StoredJson.Read<Draft>(old);
        draft.Origin!.Text.ShouldBe("Sorry.");
        draft.Origin.Clause.ShouldBeNull();
        StoredJson.Read<Draft>(old.Replace("\"chosen\"", "\"editedBy\":1,\"editedByName\":\"Ana\",\"chosen\"")).Origin.ShouldBeNull();
    }

    [Fact]
    public void Lists_that_an_older_program_did_not_know_are_empty()
    {
        // A reader made by the compiler leaves what is not there at null, whatever the property begins with.
        var draft = StoredJson.Read<Draft>("""{"nudge":12,"for":1,"forRevision":1,"proposals":[],"chosen":0,"text":"Sorry."}""");
        draft.Findings.ShouldBeEmpty();
        draft.Suggestions.ShouldBeEmpty();
        StoredJson.Read<Notice>("""{"team":1,"key":"watch 3","title":"The blog","text":"It stopped.","tone":"Now","at":"2026-03-10T09:00:00+00:00"}""").ShouldSatisfyAllConditions(
            notice => notice.Calls.ShouldBeEmpty(), notice => notice.Asks.ShouldBeEmpty());
        var reply = StoredJson.Write(A.Reply()).Replace("\"approvals\":[],", "", StringComparison.Ordinal);
        StoredJson.Read<Reply>(reply).Approvals.ShouldBeEmpty();
    }

    [Fact]
    public void Clause_and_beginning_come_back_as_they_were_stored()
    {
        var proposal = new DraftProposal(ProposalKind.Reply, "Sorry.", "de", "playbook §1 “Damaged goods”") { Clause = new CitedClause(1, "Damaged goods") };
        var draft = StoredJson.Read<Draft>(StoredJson.Write(A.Draft() with { Proposals = [proposal], EditedBy = new(1), Begun = proposal }));
        draft.Origin.ShouldBe(proposal);
        draft.Proposals.ShouldBe([proposal]);
        var from = ReplyOrigin.Of(draft)!;
        StoredJson.Read<ReplyOrigin>(StoredJson.Write(from)).ShouldBe(from);
    }
}
