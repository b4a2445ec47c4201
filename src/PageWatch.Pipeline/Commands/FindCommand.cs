using PageWatch.Domain.Channels;
using PageWatch.Domain.Commands;
using PageWatch.Domain.Rules;
using PageWatch.Domain.Teams;
using PageWatch.Domain.Understanding;
using PageWatch.Pipeline.Cards;
using PageWatch.Pipeline.Search;

namespace PageWatch.Pipeline.Commands;

internal sealed class FindCommand(IPostSearch search) : ICommand
{
    private const int Most = 10;

    public CommandSpec Spec { get; } = new("find", CommandWording.HelpFind, Role.Viewer)
    {
        Arguments = [new CommandArgument("query", CommandWording.ArgQuery, IsRest: true)],
        Example = "find broken is:complaint",
    };

    public async ValueTask<CommandAnswer> RunAsync(CommandLine line, Member by, CancellationToken cancellationToken)
    {
        var parsed = QueryParser.Parse(line["query"]!);
        if (parsed.Query is not { } query)
            return new CommandAnswer(CommandOutcome.WrongUsage, Answer.No(parsed.Problem!.ToString()).Card);
        var found = await search.FindAsync(by.Team, query, Most, cancellationToken);
        var parts = new List<CardPart>();
        foreach (var each in found.Posts)
        {
            parts.Add(new CardPart.Quote(each.Post.Author, each.Post.Text, each.Post.Link, [.. each.Places.Where(place => place.Start >= 0)]));
            parts.Add(new CardPart.Line(
            [
                new Span.Words($"{each.WatchName} · {VerdictWords.Name(each.Reading.Sentiment)} · {VerdictWords.Name(each.Reading.Intent)} · "),
                new Span.Moment(each.Post.PublishedAt, Relative: true),
            ])
            { Soft = true });
        }

        parts.Add(new CardPart.Line([new Span.Words(Say.It(found.StoppedEarly ? CommandWording.FindStopped : CommandWording.FindLooked, found.LookedAt))]) { Soft = true });
        return Answer.Done(found.Posts.Count == 0 ? CommandWording.FindNone : Say.It(CommandWording.FindTitle, found.Posts.Count), [.. parts]);
    }
}
