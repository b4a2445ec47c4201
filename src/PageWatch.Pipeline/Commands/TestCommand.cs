using PageWatch.Domain.Channels;
using PageWatch.Domain.Commands;
using PageWatch.Domain.Drafts;
using PageWatch.Domain.Nudges;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Rules;
using PageWatch.Domain.Sources;
using PageWatch.Domain.Teams;
using PageWatch.Domain.Understanding;
using PageWatch.Pipeline.Cards;
using PageWatch.Pipeline.Drafts;
using PageWatch.Pipeline.Teams;
using PageWatch.Pipeline.Understanding;

namespace PageWatch.Pipeline.Commands;

/// <summary>Takes a text through the real decisions, and keeps nothing.</summary>
internal sealed class TestCommand(AdviceDesk advice, IReadingExplainer explainer, IDrafter drafter, PastShelf past, ITeamRecords teams, PlaybookShelf playbooks, IMembers members, ITeamHours hours, TimeProvider time) : ICommand
{
    public CommandSpec Spec { get; } = new("test", CommandWording.HelpTest, Role.Viewer)
    {
        Arguments = [new CommandArgument("text", CommandWording.ArgText, IsRest: true)],
        Example = "test \"My parcel is broken\"",
    };

    public async ValueTask<CommandAnswer> RunAsync(CommandLine line, Member by, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var post = new Post
        {
            Id = new PostId(1),
            Team = by.Team,
            Page = default,
            NativeId = "test",
            Conversation = default,
            Author = Author.Nobody,
            Text = CleanText.Of(Unquoted(line["text"]!), PostSnapshot.LongestText),
            PublishedAt = now,
            SeenAt = now,
            Revision = 1,
            Standing = PostStanding.Public,
        };
        // The adviser too, where one was chosen: this is how somebody sees that it answers.
        var reading = (await advice.ReaderForAsync([post], cancellationToken)).Read(post);
        var rules = await teams.RulesAsync(by.Team, cancellationToken);
        var platform = new PlatformId("test");
        var subject = new QuerySubject(post, reading, "test", platform) { StaffNames = await members.NamesForAsync(rules, by.Team, cancellationToken) };
        var muted = rules.MutedBy(subject, now);
        var matches = rules.Match(subject, now);
        var kind = NudgeOpening.KindOf(post, reading);
        var deadline = Deadline.Strictest(now, kind, matches, (await hours.OfAsync(by.Team, cancellationToken)).Hours);
        var rows = new List<Fact>(StaffCards.ReadingRows(reading, post.Text, explainer.Explain(post, reading)));
        rows.AddRange(RuleRows.Of(rules, subject, now));
        rows.Add(Answer.Fact(CommandWording.TestNudges, NudgeOpening.IsOwed(post, reading, matches)
            ? Say.It(CommandWording.TestNudgesYes, Say.Kind(kind).ToLowerInvariant(), Say.Duration(deadline.Target), Say.Moment(deadline.Due))
            : Say.It(CommandWording.TestNudgesNo, muted is not null ? CommandWording.TestMutedWhy : matches.Count == 0 ? CommandWording.TestNoRule : CommandWording.TestCourtesy)));
        var page = new Page { Id = default, Platform = platform, Address = new Uri("https://example.com/"), Name = "…" };
        var can = new PageCapabilities { ReadBy = ReadBy.None, Edits = ChangesSeen.Never, Deletes = ChangesSeen.Never, Reply = ReplyMode.None };
        var proposals = drafter.Propose(new DraftRequest(post, reading, page, can, await playbooks.OfAsync(by.Team, cancellationToken))
        {
            Past = await past.SimilarAsync(post, reading, cancellationToken),
        });
        return Answer.Done(
            CommandWording.TestTitle,
            [
                new CardPart.Quote(post.Author, post.Text, null, reading.Evidence),
                new CardPart.Facts(rows),
                .. proposals.Select(proposal => new CardPart.Reply(proposal.Text, Say.It(Wording.DraftFrom, proposal.Source), CommandWording.TestDraft)),
            ]);
    }

    internal static string Unquoted(string text) =>
        text.Length >= 2 && text[0] is '"' or '“' or '„' && text[^1] is '"' or '”' or '“' ? text[1..^1] : text;
}
