using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Sources;
using PageWatch.Platforms.Signatures;
using PageWatch.Platforms.Fetching;

namespace PageWatch.Platforms.X;

/// <summary>
/// Understands the calls of the X Activity API about one account. The page's secret is the app's API Key Secret, with which X signs, and which answers its question
/// whether we know it. https://docs.x.com/x-api/webhooks/introduction
/// </summary>
internal sealed class XWebhook : IWebhookSource
{
    private const string Header = "x-twitter-webhooks-signature";
    private const string Method = "sha256=";
    private const int LongestToken = 200;

    public PlatformId Platform => XPage.Platform;

    public WebhookVerdict Verify(WebhookCall call, IReadOnlyList<Secret> secrets, DateTimeOffset now)
    {
        if (call.Method == "GET")
            return Answer(call.Query, secrets);
        if (call.Single(Header) is not { Length: > 0 and <= Mac.LongestHeader } told || !told.StartsWith(Method, StringComparison.Ordinal))
            return new WebhookVerdict.Forged($"{Header} is missing, came twice, or does not begin with \"{Method}\".");
        Span<byte> digest = stackalloc byte[HMACSHA256.HashSizeInBytes];
        return Mac.TryBase64(told.AsSpan(Method.Length), digest) && Mac.Fits(HashAlgorithmName.SHA256, secrets, call.Body.Span, digest)
            ? new WebhookVerdict.Genuine(null)
            : new WebhookVerdict.Forged(Mac.NoneFits);
    }

    public IReadOnlyList<SourceEvent> Read(WebhookCall call, Page page)
    {
        if (EventIn(call.Body) is not { } wire)
            throw PageAnswer.NotUnderstood("read a call from X", "it is not the JSON that X sends");
        // The older API's calls, which no subscription of ours brings, say that there is something; the next poll tells what.
        if (wire.Data is null && wire.ForUserId is not null)
            return [new SourceEvent.PageChanged()];
        if (wire.Data?.EventType is not { Length: > 0 } type)
            throw PageAnswer.NotUnderstood("read a call from X", "it names no event");
        var account = page.AccountId ?? page.Settings.GetValueOrDefault(XPage.AccountSetting);
        // Access was taken away: a poll tells staff so, with the mend.
        if (type == "oauth.revoke")
            return [new SourceEvent.PageChanged()];
        // One address may hear of several accounts, and of messages, which are nobody's to see here.
        if (account is null || wire.Data.Filter?.UserId != account)
            return [];
        return type switch
        {
            "post.mention.create" or "post.reply.create" or "post.quote.create" or "post.create" => Seen(wire.Data, new XPage(XKeys.None, account, page.Address.AbsolutePath.Trim('/'))),
            "post.delete" => [Deleted(wire.Data)],
            _ => [],
        };
    }

    /// <summary>
    /// Whoever knows the address can ask, so that an answer must be no signature of a body: a body holds braces, and a question with any is not answered.
    /// </summary>
    private static WebhookVerdict Answer(string query, IReadOnlyList<Secret> secrets)
    {
        const string Name = "crc_token=";
        var asked = query.TrimStart('?').Split('&').Where(pair => pair.StartsWith(Name, StringComparison.Ordinal)).Select(pair => Uri.UnescapeDataString(pair[Name.Length..])).ToList();
        if (asked is not [{ Length: > 0 and <= LongestToken } token] || !token.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '=' or '+' or '/' or '.'))
            return new WebhookVerdict.Forged("crc_token is missing, came twice, or is none of X's.");
        if (secrets.Count == 0 || secrets[0].Value.Length == 0)
            return new WebhookVerdict.Forged("The page has no secret to answer with.");
        var digest = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secrets[0].Value), Encoding.UTF8.GetBytes(token));
        return new WebhookVerdict.Handshake("application/json", $$"""{"response_token":"{{Method}}{{Convert.ToBase64String(digest)}}"}""");
    }

    private static IReadOnlyList<SourceEvent> Seen(EventWire told, XPage page)
    {
        if (PostRows.ReadOne(told.Payload) is not { } post)
            throw PageAnswer.NotUnderstood("read a call from X", $"its {CleanText.Line(told.EventType, 40)} holds no post");
        return post.IsRepost ? [] : [new SourceEvent.PostSeen(post.ToPost(page, new XIncludes(told.Includes)))];
    }

    private static SourceEvent.PostDeleted Deleted(EventWire told) =>
        told.Payload is { } payload && PostRows.IdOf(payload) is { } id
            ? new SourceEvent.PostDeleted(id)
            : throw PageAnswer.NotUnderstood("read a call from X", "its post.delete names no post");

    private static CallWire? EventIn(ReadOnlyMemory<byte> body)
    {
        try
        {
            return JsonSerializer.Deserialize(body.Span, XJson.Default.CallWire);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>https://docs.x.com/x-api/activity/introduction</summary>
/// <param name="ForUserId">Of the older Account Activity API.</param>
internal sealed record CallWire(EventWire? Data, string? ForUserId);

internal sealed record EventWire(string? EventType, FilterWire? Filter, JsonElement? Payload, IncludesWire? Includes);

internal sealed record FilterWire(string? UserId);
