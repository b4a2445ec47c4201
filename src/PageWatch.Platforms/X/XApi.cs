using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Options;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Sources;
using PageWatch.Platforms.Fetching;

namespace PageWatch.Platforms.X;

/// <summary>Asks X's API, version 2, and tells its refusals apart by status and type. https://docs.x.com/x-api/fundamentals/response-codes-and-errors</summary>
internal sealed class XApi(PageHttp http, IOptions<XOptions> options, TimeProvider time)
{
    /// <summary>What each post is asked with; each expansion costs, and these are what a card needs.</summary>
    public const string Fields =
        "tweet.fields=created_at,author_id,conversation_id,lang,entities,referenced_tweets,in_reply_to_user_id,edit_history_tweet_ids,note_tweet,reply_settings,attachments"
        + "&expansions=author_id,referenced_tweets.id,attachments.media_keys&user.fields=username,name,protected,public_metrics&media.fields=type,url,preview_image_url,alt_text";

    private static readonly TimeSpan LeastWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    public DateTimeOffset Now => time.GetUtcNow();

    /// <param name="path">Below the API's address, with its query.</param>
    /// <exception cref="PlatformException">No answer at all. A refusal is an answer.</exception>
    public Task<PageAnswer> SendAsync(XKeys keys, HttpMethod method, string path, byte[]? body, string doing, CancellationToken cancellationToken)
    {
        var api = options.Value.Api;
        var at = new Uri(api.AbsolutePath.EndsWith('/') ? api : new Uri(api.AbsoluteUri + "/"), path);
        if (at.Scheme != Uri.UriSchemeHttps && !at.IsLoopback)
            throw new PlatformException(PlatformFailure.Forbidden, $"Could not {doing}: the setting Platforms:X:Api is not on https, and keys are sent there.");
        return http.SendAsync(Request(keys, method, at, body), doing, cancellationToken);
    }

    /// <summary>A success, or the exception that says why not.</summary>
    public async Task<PageAnswer> DemandAsync(XKeys keys, string path, string doing, CancellationToken cancellationToken)
    {
        var answer = await SendAsync(keys, HttpMethod.Get, path, null, doing, cancellationToken);
        return answer.IsSuccess ? answer : throw Failure(HttpMethod.Get, answer, doing);
    }

    /// <summary>The version of a post that stands now, whichever of its versions is named.</summary>
    /// <returns>Null when it is not there, or not for us to see.</returns>
    public async Task<(PostWire Post, XIncludes Includes)?> FindPostAsync(XKeys keys, string id, CancellationToken cancellationToken)
    {
        var doing = $"look at post {CleanText.Line(id, 40)} on X";
        if (!XId.IsGood(id))
            return null;
        var found = await FindVersionAsync(keys, id, doing, cancellationToken);
        return found is { } version && version.Post.LastId != version.Post.Id ? await FindVersionAsync(keys, version.Post.LastId, doing, cancellationToken) : found;
    }

    private async Task<(PostWire Post, XIncludes Includes)?> FindVersionAsync(XKeys keys, string id, string doing, CancellationToken cancellationToken)
    {
        var answer = await SendAsync(keys, HttpMethod.Get, $"tweets/{id}?{Fields}", null, doing, cancellationToken);
        // One that is gone is told with 200 and "errors", or with 404 and X's own words; an error page in front of it says nothing about a post.
        var wire = answer.TryRead(XJson.Default.AnswerWire);
        if ((answer.IsSuccess || answer.Status is HttpStatusCode.NotFound or HttpStatusCode.Forbidden) && IsOutOfSight(wire, ProblemOf(answer), id))
            return null;
        if (answer.Status is HttpStatusCode.NotFound or HttpStatusCode.Gone)
            throw PageAnswer.NotUnderstood(doing, $"the answer was {(int)answer.Status}, and not in X's own words");
        if (!answer.IsSuccess)
            throw Failure(HttpMethod.Get, answer, doing);
        wire = Read(answer, XJson.Default.AnswerWire, doing);
        return PostRows.ReadOne(wire.Data) is { } post && post.Id == id ? (post, new XIncludes(wire.Includes)) : throw PageAnswer.NotUnderstood(doing, "the answer is not that post");
    }

    private static bool IsOutOfSight(AnswerWire? wire, ProblemWire? problem, string id) =>
        problem is { IsGone: true } or { IsHidden: true }
        || (wire is { Data: null } && (wire.Errors ?? []).Any(each => each is { IsGone: true } or { IsHidden: true } && (each.About is null || each.About == id)));

    /// <exception cref="PlatformException">The body is something else.</exception>
    public static T Read<T>(PageAnswer answer, JsonTypeInfo<T> type, string doing)
        where T : class => answer.Read(type, doing, each => each.IsNotTheJsonOf("X"));

    /// <summary>The refusal as X words it; null where somebody else refused.</summary>
    public static ProblemWire? ProblemOf(PageAnswer answer) =>
        answer.TryRead(XJson.Default.ProblemWire) is { } problem && (problem.Title ?? problem.Detail ?? problem.Type) is not null ? problem
        : answer.TryRead(XJson.Default.ProblemWire)?.Errors is [{ } first, ..] ? first : null;

    /// <summary>Its words, one line; empty where there are none. Hostile text.</summary>
    public static string WordsOf(ProblemWire? problem) => CleanText.Line(problem?.Detail ?? problem?.Title ?? problem?.Message, 300).TrimEnd('.');

    /// <summary>What is left of a quarter of an hour; null when X does not say. https://docs.x.com/x-api/fundamentals/rate-limits</summary>
    public static Quota? QuotaOf(PageAnswer answer) =>
        int.TryParse(answer.Header("x-rate-limit-remaining"), NumberStyles.None, CultureInfo.InvariantCulture, out var left) ? new Quota(left, ResetOf(answer)) : null;

    /// <summary>What an answer that is no success means.</summary>
    public PlatformException Failure(HttpMethod method, PageAnswer answer, string doing)
    {
        var problem = ProblemOf(answer);
        var words = WordsOf(problem) is { Length: > 0 } said ? $", {said}" : "";
        var status = (int)answer.Status;
        return (status, problem?.Kind) switch
        {
            (401, _) => Denied($"refused (401{words}). The keys were revoked, or do not belong together. {XKeys.HowToMakeThem}"),
            (402, _) => Denied($"the app has no credits left (402{words}). Buy some at https://developer.x.com, then resume the watch."),
            (403, "client-forbidden") => Denied($"the app may not do this (403{words}). Attach it to a project with access at https://developer.x.com; keys made before that have to be made again."),
            (403, _) => Denied($"refused (403{words}). Look at the app's permissions at https://developer.x.com, and whether the account is locked or suspended; after a change of permissions the keys have to be made again."),
            (429, "usage-capped") => new PlatformException(PlatformFailure.RateLimited, $"Could not {doing}: the month's cap of posts is used up (429{words}). It begins anew with the next period; the plan can be raised at https://developer.x.com.")
                { RetryAfter = LongestWait },
            (429, _) => new PlatformException(PlatformFailure.RateLimited, $"Could not {doing}: asked to slow down (429).") { RetryAfter = answer.RetryAfter(Now) ?? WaitOf(answer) },
            ( >= 300 and < 400, _) => PageAnswer.NotUnderstood(doing, $"the API sends us elsewhere ({status})"),
            ( >= 400 and < 500 and not (404 or 410), _) when words.Length > 0 => PageAnswer.NotUnderstood(doing, $"X answered {status}{words}"),
            _ => answer.Failure(new PageRequest(method, answer.From), doing, "", Now),
        };

        PlatformException Denied(string why) => new(PlatformFailure.Denied, $"Could not {doing}: {why}");
    }

    private PageRequest Request(XKeys keys, HttpMethod method, Uri at, byte[]? body) => new(method, at)
    {
        Headers =
        [
            ("Accept", "application/json"),
            ("Authorization", keys.User is { } user
                ? OAuthSignature.Header(method, at, user, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)), Now.ToUnixTimeSeconds())
                : "Bearer " + keys.Bearer),
        ],
        Body = body,
        ContentType = body is null ? null : "application/json",
    };

    private static DateTimeOffset? ResetOf(PageAnswer answer) =>
        long.TryParse(answer.Header("x-rate-limit-reset"), NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at <= 253_402_300_799 ? DateTimeOffset.FromUnixTimeSeconds(at) : null;

    private TimeSpan? WaitOf(PageAnswer answer) =>
        ResetOf(answer) - Now is { } wait ? wait < LeastWait ? LeastWait : wait > LongestWait ? LongestWait : wait : null;
}
