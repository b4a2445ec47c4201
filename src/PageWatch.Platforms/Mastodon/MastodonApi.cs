using System.Globalization;
using System.Net;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Options;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Sources;
using PageWatch.Platforms.Fetching;

namespace PageWatch.Platforms.Mastodon;

/// <summary>Asks a server's API, and tells its refusals apart. https://docs.joinmastodon.org/api/guidelines/</summary>
internal sealed class MastodonApi(PageHttp http, AddressGuard guard, IOptions<FetchOptions> fetch, TimeProvider time)
{
    public const string HowToMakeOne =
        "A token is made on the server, signed in as the account, under Preferences, Development, New application, with the scopes read:notifications, read:statuses, profile "
        + "(read:accounts before 4.3) and write:statuses. Give it as token.";

    private static readonly TimeSpan LeastWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    public DateTimeOffset Now => time.GetUtcNow();

    /// <param name="path">Below the server, with its query: <c>api/v1/statuses/1</c>.</param>
    /// <exception cref="PlatformException">No answer at all. A refusal is an answer.</exception>
    public Task<PageAnswer> GetAsync(MastodonPage page, string path, string doing, CancellationToken cancellationToken) =>
        SendAsync(page, Request(page, HttpMethod.Get, path), doing, cancellationToken);

    public Task<PageAnswer> SendAsync(MastodonPage page, PageRequest request, string doing, CancellationToken cancellationToken)
    {
        if (!IsSafe(page.Server))
            throw new PlatformException(PlatformFailure.Forbidden, $"Could not {doing}: {page.Server} is not on https, and plain http is only for servers that the setting Fetch:AllowPrivate lists. Watch its https address.");
        return http.SendAsync(request, doing, cancellationToken);
    }

    public static PageRequest Request(MastodonPage page, HttpMethod method, string path) => new(method, new Uri(page.Server, path))
    {
        Headers = page.Token is { } token ? [("Accept", "application/json"), ("Authorization", "Bearer " + token)] : [("Accept", "application/json")],
    };

    /// <summary>A success, or the exception that says why not.</summary>
    public async Task<PageAnswer> DemandAsync(MastodonPage page, string path, string doing, CancellationToken cancellationToken)
    {
        var answer = await GetAsync(page, path, doing, cancellationToken);
        return answer.IsSuccess ? answer : throw Failure(page, Request(page, HttpMethod.Get, path), answer, doing);
    }

    /// <returns>Null when it is not there any more, or not for us to see; the server tells no difference.</returns>
    public async Task<StatusWire?> FindStatusAsync(MastodonPage page, string id, CancellationToken cancellationToken)
    {
        var doing = $"look at post {CleanText.Line(id, 40)} of {page.Host}";
        if (!MastodonId.IsGood(id))
            return null;
        var path = $"api/v1/statuses/{id}";
        var answer = await GetAsync(page, path, doing, cancellationToken);
        if (IsGone(answer))
            return null;
        if (answer.Status is HttpStatusCode.NotFound or HttpStatusCode.Gone)
            throw PageAnswer.NotUnderstood(doing, $"the answer was {(int)answer.Status}, and not in the server's own words");
        if (!answer.IsSuccess)
            throw Failure(page, Request(page, HttpMethod.Get, path), answer, doing);
        var status = Read(answer, MastodonJson.Default.StatusWire, doing);
        return status.IsWhole && status.Id == id ? status : throw PageAnswer.NotUnderstood(doing, "the answer is not that post");
    }

    /// <summary>Only the server's own word counts: the error page of something in front of it says nothing about a post.</summary>
    public static bool IsGone(PageAnswer answer) => answer.Status is HttpStatusCode.NotFound or HttpStatusCode.Gone && WordsOf(answer) is not null;

    /// <summary>Plain http only where an admin listed the server: a token on the open network is anybody's.</summary>
    public bool IsSafe(Uri server)
    {
        if (server.Scheme == Uri.UriSchemeHttps)
            return true;
        if (server.Scheme != Uri.UriSchemeHttp)
            return false;
        if (IPAddress.TryParse(server.Host.Trim('[', ']'), out var address))
            return !new AddressGuard([]).Allows(server.Host, address, server.Port) && guard.Allows(server.Host, address, server.Port);
        return fetch.Value.AllowPrivate.Any(entry => entry.Trim() is var listed
            && (listed.Equals(server.Host, StringComparison.OrdinalIgnoreCase) || listed.Equals(string.Create(CultureInfo.InvariantCulture, $"{server.Host}:{server.Port}"), StringComparison.OrdinalIgnoreCase)));
    }

    /// <exception cref="PlatformException">The body is something else.</exception>
    public static T Read<T>(PageAnswer answer, JsonTypeInfo<T> type, string doing)
        where T : notnull => answer.Read(type, doing, WhatCame);

    /// <summary>The refusal in the server's own words, one line; null where somebody else refused. Hostile text.</summary>
    public static string? WordsOf(PageAnswer answer) =>
        answer.TryRead(MastodonJson.Default.ErrorWire)?.Error is { } words && CleanText.Line(words, 200) is { Length: > 0 } line ? line.TrimEnd('.') : null;

    /// <summary>What the server says is left; null when it says nothing. https://docs.joinmastodon.org/api/rate-limits/</summary>
    public static Quota? QuotaOf(PageAnswer answer) =>
        int.TryParse(answer.Header("X-RateLimit-Remaining"), NumberStyles.None, CultureInfo.InvariantCulture, out var left) ? new Quota(left, ResetOf(answer)) : null;

    /// <summary>What an answer that is no success means.</summary>
    public PlatformException Failure(MastodonPage page, PageRequest request, PageAnswer answer, string doing)
    {
        var status = (int)answer.Status;
        var words = WordsOf(answer);
        var elsewhere = answer.From.GetLeftPart(UriPartial.Authority);
        return status switch
        {
            >= 300 and < 400 => PageAnswer.NotUnderstood(doing, $"the server sends us elsewhere ({status}); watch the account again at its new address"),
            401 or 403 when elsewhere != page.Server.GetLeftPart(UriPartial.Authority) => new PlatformException(
                PlatformFailure.Denied, $"Could not {doing}: the server has moved to {elsewhere}, and its token is not shown there. Watch the account again at its new address."),
            401 or 403 => new PlatformException(PlatformFailure.Denied, $"Could not {doing}: refused ({status}{(words is null ? "" : ", " + words)}). {Mend(page, status, words)}"),
            422 when page.Token is null => new PlatformException(PlatformFailure.Denied, $"Could not {doing}: refused ({status}{(words is null ? "" : ", " + words)}). {Mend(page, 401, words)}"),
            429 => new PlatformException(PlatformFailure.RateLimited, $"Could not {doing}: asked to slow down (429).") { RetryAfter = answer.RetryAfter(Now) ?? WaitOf(answer) },
            >= 400 and < 500 and not (404 or 410) when words is not null => PageAnswer.NotUnderstood(doing, $"the server answered \"{words}\" ({status})"),
            _ => answer.Failure(request, doing, "", Now),
        };
    }

    /// <summary>A time, not seconds: <c>2026-03-12T12:10:00.000000Z</c>.</summary>
    private static DateTimeOffset? ResetOf(PageAnswer answer) =>
        DateTimeOffset.TryParse(answer.Header("X-RateLimit-Reset"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at) ? at : null;

    private TimeSpan? WaitOf(PageAnswer answer) =>
        ResetOf(answer) - Now is { } wait ? wait < LeastWait ? LeastWait : wait > LongestWait ? LongestWait : wait : null;

    private static string Mend(MastodonPage page, int status, string? words)
    {
        if (status == 403 && words is null)
            return "Something in front of the server stands in the way: let PageWatch through there.";
        if (page.Token is null)
            return $"The server does not show this to strangers: connect the account with a token. {HowToMakeOne}";
        if (status == 401)
            return $"The token was revoked, or never was one. Watch the account again with a new one. {HowToMakeOne}";
        return words!.Contains("scope", StringComparison.OrdinalIgnoreCase)
            ? $"The token lacks a scope. Watch the account again with a new one. {HowToMakeOne}"
            : "The server does not let the account do this; it may be limited, or not confirmed. Sign in there as the account and look.";
    }

    private static string WhatCame(PageAnswer answer) =>
        answer.Header("Content-Type")?.Contains("html", StringComparison.OrdinalIgnoreCase) == true
            ? "an HTML page came instead of JSON; something may stand in front of the server's API"
            : answer.IsNotTheJsonOf("Mastodon");
}
