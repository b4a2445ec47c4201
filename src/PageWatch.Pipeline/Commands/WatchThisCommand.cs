using PageWatch.Domain.Channels;
using PageWatch.Domain.Commands;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Sources;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Cards;
using PageWatch.Pipeline.Ingest;

namespace PageWatch.Pipeline.Commands;

/// <summary>Takes in a post that a colleague found somewhere that nothing here can watch. It nudges like any other.</summary>
internal sealed class WatchThisCommand(IWatches watches, IInbox inbox, IPosts posts, IHandIntake hand, IDoorbell doorbell, TimeProvider time) : ICommand
{
    /// <summary>What the watch is called that such posts come under.</summary>
    private const string UsualName = "by-hand";

    private const string Stream = "by hand";

    public CommandSpec Spec { get; } = new("watch this", CommandWording.HelpWatchThis, Role.Responder)
    {
        Arguments = [new CommandArgument("link", CommandWording.ArgLink), new CommandArgument("text", CommandWording.ArgPostText, IsRest: true)],
        Options = [new CommandOption("by", "author", CommandWording.OptBy)],
        Example = "watch this https://forum.example/t/17 \"The lid broke on the first day\" --by Jana",
    };

    public async ValueTask<CommandAnswer> RunAsync(CommandLine line, Member by, CancellationToken cancellationToken)
    {
        var typed = line["link"]!.Trim('<', '>');
        if (!Uri.TryCreate(typed, UriKind.Absolute, out var link) || link.Scheme is not ("http" or "https"))
            return Answer.No(Say.It(CommandWording.WatchNotAddress, CleanText.Line(line["link"], 80)));
        var now = time.GetUtcNow();
        var post = hand.Read(link, TestCommand.Unquoted(line["text"]!), line.Option("by"), now);
        if (post.Text.Length == 0)
            return Answer.No(CommandWording.ThisEmpty);

        if (await WatchAsync(by, now, cancellationToken) is not { } watch)
            return Answer.No(Say.It(CommandWording.WatchTaken, UsualName));
        if ((await posts.FindAsync(watch.Id, [post.NativeId], cancellationToken)).ContainsKey(post.NativeId))
            return Answer.Done(CommandWording.ThisKnown, Shown(post));
        await inbox.AcceptPollAsync(new PollDelivery(watch.Id, Stream, [new SourceEvent.PostSeen(post)], null, now, FirstLookDone: true), cancellationToken);
        doorbell.Ring(Door.Inbox);
        return Answer.Done(CommandWording.ThisDone, Shown(post));
    }

    private static CardPart.Quote Shown(PostSnapshot post) => new(post.Author, CleanText.Of(post.Text, 300), post.Link, []);

    /// <summary>The team's own, begun with its first post.</summary>
    private async ValueTask<Watch?> WatchAsync(Member by, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var page = hand.Page;
        if (await FindAsync() is { } known)
            return known;
        var watch = new Watch
        {
            Page = new Page { Id = default, Platform = page.Platform, Address = page.Address, Name = page.Name },
            Team = by.Team,
            Name = UsualName,
            Owner = by.Id,
            Can = page.Can,
            Cadence = TimeSpan.Zero,
            // What somebody takes the trouble to hand in is never old.
            NudgesSince = DateTimeOffset.UnixEpoch,
            State = WatchState.Active,
        };
        var added = await watches.AddAsync(watch, new Dictionary<string, string>(StringComparer.Ordinal), new AuditEntry(by.Team, now, by.Id, by.Name, Spec.Verb, $"watch {watch.Name}"), cancellationToken);
        // Two colleagues may hand in the first two posts at once.
        return added ?? await FindAsync();

        async ValueTask<Watch?> FindAsync() => (await watches.OfTeamAsync(by.Team, cancellationToken)).FirstOrDefault(each => each.Page.Platform == page.Platform);
    }
}
