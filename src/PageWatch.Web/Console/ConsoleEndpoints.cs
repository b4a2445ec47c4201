using System.Globalization;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using PageWatch.Domain.Channels;
using PageWatch.Domain.Commands;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Commands;
using PageWatch.Pipeline.Staff;
using PageWatch.Pipeline.Teams;

namespace PageWatch.Web.Console;

/// <summary>The console's addresses. Forms work without script; the script asks for the same answers as fragments.</summary>
internal static class ConsoleEndpoints
{
    private const int MostCards = 80;
    private const int MostChanges = 200;

    private const string StopTrying = "rule stop";

    /// <summary>A proxy may close a silent connection; a comment now and then keeps it.</summary>
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    /// <summary>How long a page without script waits for the card it is about to show.</summary>
    private static readonly TimeSpan LongestLook = TimeSpan.FromSeconds(1);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", () => Results.Redirect("/console"));
        routes.MapGet("/in/{token}", FollowLinkAsync);
        routes.MapPost("/in/{token}", SignInAsync);
        var console = routes.MapGroup("/console");
        console.MapGet("", ShowAsync);
        console.MapPost("/press", PressAsync);
        console.MapPost("/say", SayAsync);
        console.MapGet("/ask", AskAsync);
        console.MapGet("/events", EventsAsync);
        console.MapPost("/out", SignOutAsync);
        foreach (var (path, line, title) in ((string Path, string Line, string Title)[])[("/watches", "watches", "Watches"), ("/rules", "rule list", "Rules"), ("/health", "health", "Health"), ("/help", "help", "Help")])
        {
            console.MapGet(path, (HttpContext http, ConsoleDoor door, CommandDesk desk, ICardMarkup markup, CancellationToken cancellationToken) =>
                ShowCommandAsync(http, door, desk, markup, line, title, "/console" + path, cancellationToken));
        }
    }

    /// <summary>
    /// Chats look at links to draw a preview, and a link works once: only a browser that a person sent here uses it up, and says so in a header that no page can set
    /// (https://www.w3.org/TR/fetch-metadata/). Whatever does not say so gets a button to press.
    /// </summary>
    private static async Task<IResult> FollowLinkAsync(string token, HttpContext http, ConsoleDoor door, SignIn signIn, CancellationToken cancellationToken) =>
        http.Request.Headers["Sec-Fetch-Mode"] == "navigate" && http.Request.Headers["Sec-Fetch-Dest"] == "document"
            ? await SignInAsync(token, http, door, signIn, cancellationToken)
            : Page<SignInPage>(StatusCodes.Status200OK, ("Token", token));

    private static async Task<IResult> SignInAsync(string token, HttpContext http, ConsoleDoor door, SignIn signIn, CancellationToken cancellationToken)
    {
        if (await signIn.RedeemAsync(token, cancellationToken) is not { } opened)
        {
            // Whoever comes back by the same link in the same browser is signed in already.
            return await door.MemberAsync(http, cancellationToken) is not null ? Results.Redirect("/console") : Page<SignInPage>(StatusCodes.Status410Gone, ("WasLink", true));
        }

        door.Open(http, opened.Session);
        return Results.Redirect("/console");
    }

    private static async Task<IResult> SignOutAsync(HttpContext http, ConsoleDoor door, SignIn signIn, CancellationToken cancellationToken)
    {
        if (ConsoleDoor.SessionOf(http) is { } session)
            await signIn.EndAsync(session, cancellationToken);
        door.Close(http);
        return Page<SignInPage>(StatusCodes.Status200OK);
    }

    private static async Task<IResult> ShowAsync(
        HttpContext http, ConsoleDoor door, ITeamRecords teams, IConsoleBoard board, ICardMarkup markup, IDemoPage demo, TimeProvider time, CancellationToken cancellationToken)
    {
        if (await door.MemberAsync(http, cancellationToken) is not { } member)
            return Page<SignInPage>(StatusCodes.Status401Unauthorized);
        return await DrawAsync(member, null, http.Request.Query["say"], teams, board, markup, demo, time, cancellationToken);
    }

    private static async Task<IResult> DrawAsync(
        Member member, string? answer, string? say, ITeamRecords teams, IConsoleBoard board, ICardMarkup markup, IDemoPage demo, TimeProvider time, CancellationToken cancellationToken)
    {
        var channel = await ChannelOfAsync(teams, member, time, cancellationToken);
        // Read before the cards: what changes in between comes again by the stream.
        var latest = await board.LatestChangeAsync(cancellationToken);
        var messages = await board.ReadAsync(channel.Id, MostCards, cancellationToken);
        return Page<ConsolePage>(StatusCodes.Status200OK, ("View", new ConsoleView(
            Who(member),
            channel.Name,
            "",
            [.. messages.Select(message => markup.Draw(message.Key, message.Version, message.Card))],
            latest,
            answer,
            demo.IsOn ? "/demo/" : null,
            say)));
    }

    private static async Task<IResult> PressAsync(
        HttpContext http, ConsoleDoor door, StaffDesk desk, IConsoleClicks clicks, ICardMarkup markup, ITeamRecords teams, IConsoleBoard board, IConsoleBell bell, TimeProvider time, CancellationToken cancellationToken)
    {
        if (await door.MemberAsync(http, cancellationToken) is not { } member)
            return Nobody(http);
        var form = await http.Request.ReadFormAsync(cancellationToken);
        if (clicks.Read(form["press"], form["nudge"], form["version"], form["input"]) is not { } click)
            return Page<CardPage>(StatusCodes.Status400BadRequest, ("Title", "Console"), ("Who", Who(member)), ("Message", "No button was pressed."));
        var key = $"nudge-{click.Nudge}";
        var channel = await ChannelOfAsync(teams, member, time, cancellationToken);
        var before = IsScript(http) ? null : await VersionOfAsync(board, channel, key, cancellationToken);
        var answer = await desk.ClickAsync(member, click, cancellationToken);
        if (IsScript(http))
        {
            return answer switch
            {
                ClickAnswer.Done => Fragment("done", null, null),
                ClickAnswer.Private shown => Fragment("private", null, markup.Draw("asked-card", 0, shown.Card)),
                ClickAnswer.Refused refused => Fragment("refused", refused.Why, null),
                _ => throw new InvalidOperationException("A click has no other answer."),
            };
        }

        // Beyond this point nobody's script listens: the answer is a page.
        if (answer is ClickAnswer.Done)
            await ShownAsync(channel, key, before, board, bell, time, cancellationToken);
        return answer switch
        {
            ClickAnswer.Done => Results.Redirect($"/console#{key}"),
            ClickAnswer.Private shown => Page<CardPage>(StatusCodes.Status200OK, ("Title", shown.Card.Title), ("Who", Who(member)), ("Html", markup.Draw("asked-card", 0, shown.Card))),
            ClickAnswer.Refused refused => Page<CardPage>(
                StatusCodes.Status409Conflict,
                ("Title", "Not done"),
                ("Who", Who(member)),
                ("Message", refused.Why),
                ("Html", refused.Current is null ? null : markup.Draw(key, 0, refused.Current))),
            _ => throw new InvalidOperationException("A click has no other answer."),
        };
    }

    /// <returns>Null when no card stands under the key.</returns>
    private static async ValueTask<long?> VersionOfAsync(IConsoleBoard board, StaffChannel channel, string key, CancellationToken cancellationToken) =>
        (await board.ReadAsync(channel.Id, MostCards, cancellationToken)).FirstOrDefault(message => message.Key == key)?.Version;

    /// <summary>The card follows a press by the outbox, a moment later. A browser without script sees one picture only: it should be the one after the press.</summary>
    private static async ValueTask ShownAsync(StaffChannel channel, string key, long? before, IConsoleBoard board, IConsoleBell bell, TimeProvider time, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(LongestLook, time);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            while (true)
            {
                var ring = bell.WaitAsync(LongestLook, patience.Token);
                if (await VersionOfAsync(board, channel, key, patience.Token) != before)
                    return;
                await ring;
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The chat is behind; the page shows what there is.
        }
    }

    private static async Task<IResult> SayAsync(
        HttpContext http, ConsoleDoor door, CommandDesk desk, ITeamRecords teams, IConsoleBoard board, ICardMarkup markup, IDemoPage demo, TimeProvider time, CancellationToken cancellationToken)
    {
        if (await door.MemberAsync(http, cancellationToken) is not { } member)
            return Nobody(http);
        var form = await http.Request.ReadFormAsync(cancellationToken);
        var line = form["say"].ToString().Trim();
        var answer = await desk.RunAsync(line, member, cancellationToken);
        if (answer.Further is not null && IsScript(http))
            return Results.Stream(to => TellAsync(answer, markup, to, cancellationToken), "application/x-ndjson");
        var html = markup.Draw("said-card", 0, await answer.LastAsync(time, cancellationToken));
        return IsScript(http) ? Fragment("said", null, html) : await DrawAsync(member, html, null, teams, board, markup, demo, time, cancellationToken);
    }

    /// <summary>An answer that takes longer, a line each time it comes further; who closes it calls off what is worked at.</summary>
    private static async Task TellAsync(CommandAnswer answer, ICardMarkup markup, Stream to, CancellationToken cancellationToken)
    {
        await WriteAsync(answer.Card);
        await foreach (var card in answer.Further!.WithCancellation(cancellationToken))
        {
            if (!cancellationToken.IsCancellationRequested)
                await WriteAsync(card);
        }

        async Task WriteAsync(Card card)
        {
            await JsonSerializer.SerializeAsync(to, new AnswerWire("said", null, markup.Draw("said-card", 0, card)), ConsoleJson.Default.AnswerWire, cancellationToken);
            await to.WriteAsync("\n"u8.ToArray(), cancellationToken);
            await to.FlushAsync(cancellationToken);
        }
    }

    /// <summary>
    /// A word on a card that asks something. Only what changes nothing is run by following a link, and what stops one's own asking; anything else is put into the box to be sent.
    /// </summary>
    private static async Task<IResult> AskAsync(HttpContext http, ConsoleDoor door, CommandDesk desk, ICardMarkup markup, CancellationToken cancellationToken)
    {
        if (await door.MemberAsync(http, cancellationToken) is not { } member)
            return Nobody(http);
        var line = http.Request.Query["say"].ToString().Trim();
        if (!line.StartsWith("why ", StringComparison.Ordinal) && line != StopTrying)
            return Results.Redirect($"/console?say={Uri.EscapeDataString(line)}");
        var answer = await desk.RunAsync(line, member, cancellationToken);
        // What was stopped tells so itself.
        if (line == StopTrying && answer.Outcome == CommandOutcome.Done && IsScript(http))
            return Fragment("stopped", null, null);
        var html = markup.Draw("asked-card", 0, answer.Card);
        return IsScript(http)
            ? Fragment("private", null, html)
            : Page<CardPage>(StatusCodes.Status200OK, ("Title", answer.Card.Title), ("Who", Who(member)), ("Html", html));
    }

    private static async Task<IResult> ShowCommandAsync(
        HttpContext http, ConsoleDoor door, CommandDesk desk, ICardMarkup markup, string line, string title, string here, CancellationToken cancellationToken)
    {
        if (await door.MemberAsync(http, cancellationToken) is not { } member)
            return Page<SignInPage>(StatusCodes.Status401Unauthorized);
        var answer = await desk.RunAsync(line, member, cancellationToken);
        return Page<CardPage>(StatusCodes.Status200OK, ("Title", title), ("Who", Who(member)), ("Here", here), ("Html", markup.Draw("said-card", 0, answer.Card)));
    }

    private static async Task<IResult> EventsAsync(
        HttpContext http, ConsoleDoor door, ITeamRecords teams, IConsoleBoard board, IConsoleBell bell, ICardMarkup markup, IHostApplicationLifetime lifetime, TimeProvider time, CancellationToken cancellationToken)
    {
        if (await door.MemberAsync(http, cancellationToken) is not { } member)
            return Results.Unauthorized();
        var channel = await ChannelOfAsync(teams, member, time, cancellationToken);
        // The browser says by itself where it was cut off; the first time the page says it.
        var from = Number(http.Request.Headers["Last-Event-ID"]) ?? Number(http.Request.Query["after"]) ?? await board.LatestChangeAsync(cancellationToken);
        var ends = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.ApplicationStopping);
        http.Response.RegisterForDispose(ends);
        // Nothing between us and the browser may collect the stream.
        http.Response.Headers["X-Accel-Buffering"] = "no";
        return TypedResults.ServerSentEvents(ChangesAsync(http, door, channel, from, board, bell, markup, ends.Token));
    }

    private static async IAsyncEnumerable<SseItem<string>> ChangesAsync(
        HttpContext http, ConsoleDoor door, StaffChannel channel, long from, IConsoleBoard board, IConsoleBell bell, ICardMarkup markup, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return new SseItem<string>("", "hello") { EventId = from.ToString(CultureInfo.InvariantCulture), ReconnectionInterval = TimeSpan.FromSeconds(1) };
        while (!cancellationToken.IsCancellationRequested)
        {
            // Asked for before looking, so that a ring in between is not lost.
            var ring = bell.WaitAsync(Heartbeat, cancellationToken);
            // A stream may outlive the session that opened it; whoever signed out sees nothing more.
            if (await door.MemberAsync(http, cancellationToken) is null)
            {
                yield return new SseItem<string>("", "out");
                yield break;
            }

            var changed = await board.ChangedAfterAsync(channel.Id, from, MostChanges, cancellationToken);
            foreach (var change in changed)
            {
                from = change.Number;
                var told = change.Message is { } message
                    ? new SseItem<string>(JsonSerializer.Serialize(new ChangeWire(message.Key, message.Version, markup.Draw(message.Key, message.Version, message.Card)), ConsoleJson.Default.ChangeWire), "card")
                    : new SseItem<string>(JsonSerializer.Serialize(change.Key, ConsoleJson.Default.String), "gone");
                yield return told with { EventId = from.ToString(CultureInfo.InvariantCulture) };
            }

            if (changed.Count == MostChanges)
                continue;
            try
            {
                await ring;
            }
            catch (OperationCanceledException)
            {
                yield break;
            }

            if (changed.Count == 0)
                yield return new SseItem<string>("", "alive");
        }
    }

    /// <summary>The console shows the team's own console channel.</summary>
    private static async ValueTask<StaffChannel> ChannelOfAsync(ITeamRecords teams, Member member, TimeProvider time, CancellationToken cancellationToken) =>
        (await teams.ChannelsAsync(member.Team, cancellationToken)).FirstOrDefault(channel => channel.Kind == ChannelKind.Console)
        ?? await teams.AddChannelAsync(
            member.Team, ChannelKind.Console, "#care", "", new AuditEntry(member.Team, time.GetUtcNow(), member.Id, member.Name, "console", "channel #care"), cancellationToken);

    private static long? Number(string? text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string Who(Member member) => $"{member.Name} · {member.Role.ToString().ToLowerInvariant()}";

    private static bool IsScript(HttpContext http) => http.Request.Headers.Accept.ToString().Contains("application/json", StringComparison.Ordinal);

    private static IResult Nobody(HttpContext http) => IsScript(http)
        ? Results.Json(new AnswerWire("nobody", "You are signed out. Get a new link: ./run console", null), ConsoleJson.Default.AnswerWire, statusCode: StatusCodes.Status401Unauthorized)
        : Page<SignInPage>(StatusCodes.Status401Unauthorized);

    private static JsonHttpResult<AnswerWire> Fragment(string kind, string? message, string? html) => TypedResults.Json(new AnswerWire(kind, message, html), ConsoleJson.Default.AnswerWire);

    private static RazorComponentResult<TPage> Page<TPage>(int status, params (string Name, object? Value)[] parameters)
        where TPage : Microsoft.AspNetCore.Components.IComponent =>
        new(parameters.Where(each => each.Value is not null).ToDictionary(each => each.Name, each => each.Value)) { StatusCode = status };
}

/// <param name="Kind">done, private, refused, said, stopped, nobody.</param>
internal sealed record AnswerWire(string Kind, string? Message, string? Html);

internal sealed record ChangeWire(string Key, long Version, string Html);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(AnswerWire))]
[JsonSerializable(typeof(ChangeWire))]
[JsonSerializable(typeof(string))]
internal sealed partial class ConsoleJson : JsonSerializerContext;
