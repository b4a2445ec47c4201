using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Options;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Sources;
using PageWatch.Platforms.Fetching;

namespace PageWatch.Platforms.Bluesky;

/// <summary>Asks the network, in an account's name or as anybody, and tells its refusals apart. https://atproto.com/specs/xrpc</summary>
internal sealed class BlueskyApi(PageHttp http, BlueskySessions sessions, IOptions<BlueskyOptions> options, TimeProvider time)
{
    private const string Mend = $"Connect the page again with its handle and an app password. {BlueskySessions.HowToMakeOne}";

    public DateTimeOffset Now => time.GetUtcNow();

    public TimeSpan SettlingTime => options.Value.SettlingTime;

    /// <summary>Asks as anybody.</summary>
    /// <returns>Whatever the answer is.</returns>
    /// <exception cref="PlatformException">No answer at all. A refusal is an answer.</exception>
    public Task<PageAnswer> AskPubliclyAsync(string method, string query, string doing, CancellationToken cancellationToken) =>
        http.SendAsync(Request(HttpMethod.Get, options.Value.PublicView!, method, query, null, null), doing, cancellationToken);

    /// <summary>Asks in the account's name; as anybody where it has none.</summary>
    /// <returns>Whatever the answer is, once the account is let in.</returns>
    /// <exception cref="PlatformException">No answer at all, or the account is not let in.</exception>
    public async Task<PageAnswer> SendAsync(BlueskyAccount account, HttpMethod verb, string method, string query, byte[]? body, string doing, CancellationToken cancellationToken)
    {
        if (!account.HasLogin)
            return await AskPubliclyAsync(method, query, doing, cancellationToken);
        var session = await OpenAsync(account, doing, cancellationToken);
        var answer = await http.SendAsync(Request(verb, session.Endpoint, method, query, body, session.Access), doing, cancellationToken);
        // Both come with status 400, and neither has done anything: seen in bluesky-social/atproto packages/pds/src/auth-verifier.ts
        var next = answer.IsSuccess ? null : CodeOf(answer) switch
        {
            "ExpiredToken" => await sessions.RenewAsync(account, session, cancellationToken),
            "InvalidToken" => await sessions.ReplaceAsync(account, session, cancellationToken),
            _ => null,
        };
        if (next is null)
            return answer;
        return await http.SendAsync(Request(verb, Same(account, next, doing).Endpoint, method, query, body, next.Access), doing, cancellationToken);
    }

    /// <summary>What an answer that is no success means.</summary>
    public PlatformException Failure(HttpMethod verb, PageAnswer answer, string doing) =>
        Failure(new PageRequest(verb, answer.From), answer, doing, Mend, Now);

    /// <inheritdoc cref="Failure(HttpMethod, PageAnswer, string)"/>
    public static PlatformException Failure(PageRequest request, PageAnswer answer, string doing, string mend, DateTimeOffset now)
    {
        var code = CodeOf(answer);
        return ((int)answer.Status, code) switch
        {
            (429, _) => new PlatformException(PlatformFailure.RateLimited, $"Could not {doing}: asked to slow down (429).") { RetryAfter = WaitIn(answer, now) },
            (_, "ExpiredToken" or "InvalidToken" or "AuthMissing" or "AuthenticationRequired") or (401 or 403, _) =>
                new PlatformException(PlatformFailure.Denied, $"Could not {doing}: refused ({(int)answer.Status}{(code is null ? "" : ", " + code)}). {mend}"),
            (_, "AccountTakedown" or "AccountDeactivated" or "AccountSuspended" or "RepoTakendown" or "RepoSuspended" or "RepoDeactivated") =>
                new PlatformException(PlatformFailure.Denied, $"Could not {doing}: the account is not active ({code}). Sign in on bsky.app to see why."),
            (>= 300 and < 400, _) => PageAnswer.NotUnderstood(doing, $"the server sends us elsewhere ({(int)answer.Status})"),
            (>= 400 and < 500 and not (404 or 410), not null) => PageAnswer.NotUnderstood(doing, $"the server answered {code} ({(int)answer.Status}){(WordsOf(answer) is { } words ? $": {words}" : "")}"),
            _ => answer.Failure(request, doing, mend, now),
        };
    }

    /// <exception cref="PlatformException">The body is something else.</exception>
    public static T Read<T>(PageAnswer answer, JsonTypeInfo<T> type, string doing)
        where T : notnull => answer.Read(type, doing, each => each.IsNotTheJsonOf("Bluesky"));

    /// <returns>Null when it is something else.</returns>
    public static T? TryRead<T>(JsonElement element, JsonTypeInfo<T> type) where T : class
    {
        try
        {
            return element.Deserialize(type);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public static bool IsJsonObject(PageAnswer answer) => ErrorOf(answer) is not null;

    /// <summary>The network's own word for a refusal; null where somebody else refused.</summary>
    public static string? CodeOf(PageAnswer answer) => CodeIn(ErrorOf(answer)?.Error);

    /// <returns>Null for what is no code.</returns>
    public static string? CodeIn(string? told) => told is { Length: > 0 and <= 100 } && told.All(char.IsAsciiLetterOrDigit) ? told : null;

    /// <summary>The refusal in the server's own words, one line. Hostile text.</summary>
    public static string? WordsOf(PageAnswer answer) => CleanText.Line(ErrorOf(answer)?.Message, 200) is { Length: > 0 } line ? line : null;

    /// <summary>What is left of the limit, as the answer's headers say. https://docs.bsky.app/docs/advanced-guides/rate-limits</summary>
    /// <returns>Null when they do not.</returns>
    public static Quota? QuotaIn(PageAnswer answer) =>
        int.TryParse(answer.Header("RateLimit-Remaining"), NumberStyles.None, CultureInfo.InvariantCulture, out var left) ? new Quota(left, ResetIn(answer)) : null;

    private static DateTimeOffset? ResetIn(PageAnswer answer) =>
        long.TryParse(answer.Header("RateLimit-Reset"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and < 100_000_000_000
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;

    private static TimeSpan? WaitIn(PageAnswer answer, DateTimeOffset now)
    {
        if (answer.RetryAfter(now) is { } told)
            return told;
        return ResetIn(answer) - now is { } wait && wait > TimeSpan.Zero ? (wait < TimeSpan.FromDays(1) ? wait : TimeSpan.FromDays(1)) : null;
    }

    private async Task<BlueskySession> OpenAsync(BlueskyAccount account, string doing, CancellationToken cancellationToken) =>
        Same(account, await sessions.OpenAsync(account, cancellationToken), doing);

    /// <summary>A handle can pass to somebody else: what signs in must still be the account that is watched.</summary>
    private static BlueskySession Same(BlueskyAccount account, BlueskySession session, string doing) => session.Did == account.Did
        ? session
        : throw new PlatformException(PlatformFailure.Denied, $"Could not {doing}: the handle and the app password open another account than the page's. {Mend}");

    private static PageRequest Request(HttpMethod verb, Uri service, string method, string query, byte[]? body, string? token) =>
        new(verb, new Uri(BlueskySessions.At(service, method).AbsoluteUri + (query.Length == 0 ? "" : "?" + query)))
        {
            Headers = token is null ? [("Accept", "application/json")] : [("Accept", "application/json"), ("Authorization", "Bearer " + token)],
            Body = body,
        };

    private static ErrorWire? ErrorOf(PageAnswer answer)
    {
        try
        {
            return JsonSerializer.Deserialize(answer.Body, BlueskyJson.Default.ErrorWire);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
