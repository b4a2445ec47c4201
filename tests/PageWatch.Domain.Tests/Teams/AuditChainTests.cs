using PageWatch.Domain.Teams;
using PageWatch.Testing.Builders;

namespace PageWatch.Domain.Tests.Teams;

[Trait("Promise", "13")]
public sealed class AuditChainTests
{
    private static readonly AuditEntry Entry = new(TeamId.Default, A.Morning, new MemberId(1), "Ana", "publish", "nudge 12", "before", "after");

    [Fact]
    public void Any_change_to_what_stays_breaks_the_link()
    {
        var link = AuditChain.Link(AuditChain.Beginning, 1, Entry, "b", "a");
        string[] others =
        [
            AuditChain.Link(new string('1', 64), 1, Entry, "b", "a"),
            AuditChain.Link(AuditChain.Beginning, 2, Entry, "b", "a"),
            AuditChain.Link(AuditChain.Beginning, 1, Entry with { Team = new TeamId(2) }, "b", "a"),
            AuditChain.Link(AuditChain.Beginning, 1, Entry with { At = A.Morning.AddMilliseconds(1) }, "b", "a"),
            AuditChain.Link(AuditChain.Beginning, 1, Entry with { By = null }, "b", "a"),
            AuditChain.Link(AuditChain.Beginning, 1, Entry with { ByName = "Ben" }, "b", "a"),
            AuditChain.Link(AuditChain.Beginning, 1, Entry with { Verb = "claim" }, "b", "a"),
            AuditChain.Link(AuditChain.Beginning, 1, Entry with { Subject = "nudge 13" }, "b", "a"),
            AuditChain.Link(AuditChain.Beginning, 1, Entry, null, "a"),
            AuditChain.Link(AuditChain.Beginning, 1, Entry, "b", "c"),
        ];
        others.Append(link).Distinct().Count().ShouldBe(others.Length + 1);
    }

    [Fact]
    public void Content_is_not_part_of_the_link_so_that_it_can_be_erased() =>
        AuditChain.Link(AuditChain.Beginning, 1, Entry with { Before = null, After = null }, "b", "a").ShouldBe(AuditChain.Link(AuditChain.Beginning, 1, Entry, "b", "a"));

    [Fact]
    public void Digest_without_its_salt_proves_no_guess()
    {
        AuditChain.DigestOf("yes", [1]).ShouldNotBe(AuditChain.DigestOf("yes", [2]));
        AuditChain.DigestOf("yes", [1]).ShouldBe(AuditChain.DigestOf("yes", [1]));
        AuditChain.DigestOf(null, [1]).ShouldBeNull();
    }
}
