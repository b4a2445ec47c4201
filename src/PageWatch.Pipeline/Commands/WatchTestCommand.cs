using System.Text;
using PageWatch.Domain.Channels;
using PageWatch.Domain.Commands;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Sources;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Cards;
using PageWatch.Pipeline.Ingest;

namespace PageWatch.Pipeline.Commands;

/// <summary>Shows what would come of a call, pasted or received last, field by field. Keeps nothing.</summary>
internal sealed class WatchTestCommand(IWatches watches, IInbox inbox, ICallMapping mapping, TimeProvider time) : ICommand
{
    private const int LongestShown = 300;

    public CommandSpec Spec { get; } = new("watch test", CommandWording.HelpWatchTest, Role.Admin)
    {
        Arguments = [new CommandArgument("name", CommandWording.ArgWatch), new CommandArgument("call", CommandWording.ArgCall, IsRequired: false, IsRest: true)],
        Options = [new CommandOption("map", "field=place", CommandWording.OptMapTry, IsRepeatable: true)],
        Example = "watch test shop {\"id\":\"1\",\"text\":\"The-lid-broke\"} --map text=/text",
    };

    public async ValueTask<CommandAnswer> RunAsync(CommandLine line, Member by, CancellationToken cancellationToken)
    {
        if (await watches.FindByNameAsync(by.Team, line["name"]!, cancellationToken) is not { } watch)
            return Answer.No(Say.It(CommandWording.NoWatch, CleanText.Line(line["name"], 40)));
        if (watch.Page.Platform != mapping.Platform)
            return Answer.No(Say.It(CommandWording.TestCallNoMapping, watch.Name));
        var change = mapping.Change(watch.Page.Settings, new MappingWish(null, null, line.All("map")));
        if (change.Problem is { } problem)
            return Answer.No(problem);

        WebhookCall? call;
        string from;
        if (line["call"] is { } pasted)
        {
            call = Pasted(pasted);
            from = CommandWording.TestCallPasted;
        }
        else if (await inbox.LastAsync(watch.Id, cancellationToken) is { Call: { } received } row)
        {
            call = received;
            from = Say.It(CommandWording.TestCallLast, Say.Duration(time.GetUtcNow() - row.ReceivedAt), row.Id);
        }
        else
        {
            return Answer.No(Say.It(CommandWording.TestCallNone, watch.Name));
        }

        var trial = mapping.Try(call, watch.Page with { Settings = change.Settings });
        var parts = new List<CardPart> { Answer.Line(from) };
        if (trial.Problem is { } whole)
            parts.Add(new CardPart.Banner(whole, Tone.Soon));
        foreach (var post in trial.Posts)
            parts.AddRange(Parts(post));
        if (trial is { Problem: null, Posts.Count: 0 })
            parts.Add(Answer.Line(CommandWording.TestCallEmpty));
        if (line.All("map") is { Count: > 0 } maps)
            parts.Add(Answer.Line(Say.It(CommandWording.TestCallKeep, $"watch webhook {watch.Name} {string.Join(' ', maps.Select(Typed))}")));
        var bad = trial.Problem is not null || trial.Posts.Any(post => post.Problem is not null);
        return Answer.Done(bad ? CommandWording.TestCallBad : CommandWording.TestCallGood, [.. parts]);
    }

    private static IEnumerable<CardPart> Parts(TriedPost post)
    {
        if (post.Problem is { } problem)
            yield return new CardPart.Banner(problem, Tone.Soon);
        else
            yield return Answer.Line(Say.It(CommandWording.TestCallBecomes, post.Becomes));
        if (post.Seen is { } seen)
            yield return new CardPart.Quote(seen.Author, CleanText.Of(seen.Text.Length == 0 ? seen.Title : seen.Text, LongestShown), seen.Link, []);
        yield return new CardPart.Facts([.. post.Fields.Select(Row)]);
    }

    private static Fact Row(TriedField field) => Answer.Fact(
        field.Name,
        [
            new Span.Words(field.From.Length == 0 ? CommandWording.TestCallWhole : field.From),
            new Span.Words(" → "),
            field.Value is { } value ? new Span.Outside(CleanText.Line(value, LongestShown)) : new Span.Words(CommandWording.TestCallNothing),
            .. field.Problem is { } problem ? (Span[])[new Span.Words(" · "), new Span.Strong(problem)] : [],
        ]);

    /// <summary>As a sender would send it: JSON by its look, or else a form.</summary>
    private static WebhookCall Pasted(string text)
    {
        text = text.Trim();
        var type = text is ['{' or '[' or '"', ..] || !text.Contains('=', StringComparison.Ordinal) ? "application/json" : "application/x-www-form-urlencoded";
        return new WebhookCall("POST", "", new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal) { ["content-type"] = [type] }, Encoding.UTF8.GetBytes(text));
    }

    private static string Typed(string map) => map.Any(char.IsWhiteSpace) ? $"--map \"{map}\"" : $"--map {map}";
}
