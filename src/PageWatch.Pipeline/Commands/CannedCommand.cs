using PageWatch.Domain.Channels;
using PageWatch.Domain.Commands;
using PageWatch.Domain.Drafts;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Cards;
using PageWatch.Pipeline.Drafts;

namespace PageWatch.Pipeline.Commands;

/// <summary>Lists the replies that a team keeps ready.</summary>
internal sealed class CannedCommand(ICannedReplies canned, TimeProvider time) : ICommand
{
    private const int FirstWords = 80;

    public CommandSpec Spec { get; } = new("canned", CommandWording.HelpCanned, Role.Viewer);

    public async ValueTask<CommandAnswer> RunAsync(CommandLine line, Member by, CancellationToken cancellationToken)
    {
        var all = await canned.OfTeamAsync(by.Team, cancellationToken);
        var now = time.GetUtcNow();
        return all.Count == 0
            ? Answer.Done(CommandWording.CannedListNone)
            : Answer.Done(Say.It(CommandWording.CannedListTitle, all.Count), new CardPart.Facts([.. all.Select(reply => Row(reply, now))]));
    }

    private static Fact Row(CannedReply reply, DateTimeOffset now)
    {
        var about = $" · {(reply.Language is { } tag ? tag + " · " : "")}{reply.OwnerName} · ";
        return reply.IsExpired(now)
            ? Answer.Fact(reply.Name, new Span.Outside(CleanText.Line(reply.Text, FirstWords)), new Span.Words(about), new Span.Strong(Say.It(CommandWording.CannedExpiredMend, reply.Name)))
            : Answer.Fact(reply.Name, new Span.Outside(CleanText.Line(reply.Text, FirstWords)), new Span.Words($"{about}{CommandWording.CannedEndsAt} "), new Span.Moment(reply.ExpiresAt, Relative: false));
    }
}
