using System.Globalization;
using System.Net;
using System.Text.Json.Serialization.Metadata;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Sources;
using PageWatch.Platforms.Fetching;

namespace PageWatch.Platforms.WordPress;

/// <summary>Asks a site's REST API, and tells its refusals apart. https://developer.wordpress.org/rest-api/</summary>
internal sealed class WordPressApi(PageHttp http, TimeProvider time)
{
    /// <summary>Rows of one answer; the API gives no more.</summary>
    public const int LargestPage = 100;

    /// <summary>What we ask of a comment. E-mail, address and browser of the writer are personal data that nobody here needs: they are not even asked for.</summary>
    /// <remarks>The whole of <c>content</c>: WordPress leaves it out when only <c>content.rendered</c> is asked for (seen in 6.1).</remarks>
    public const string Fields = "_fields=id,post,parent,author,author_name,author_url,date_gmt,content,link,status";

    private static readonly TimeSpan FloodWait = TimeSpan.FromSeconds(15);

    /// <exception cref="PlatformException">No answer at all. A refusal is an answer.</exception>
    public Task<PageAnswer> GetAsync(WordPressSite site, Uri address, string doing, CancellationToken cancellationToken) =>
        http.SendAsync(Request(site, HttpMethod.Get, address, null), doing, cancellationToken);

    public Task<PageAnswer> SendAsync(PageRequest request, string doing, CancellationToken cancellationToken) => http.SendAsync(request, doing, cancellationToken);

    public static PageRequest Request(WordPressSite site, HttpMethod method, Uri address, byte[]? body) => new(method, address)
    {
        Headers = site.Authorization is { } authorization ? [("Accept", "application/json"), ("Authorization", authorization)] : [("Accept", "application/json")],
        Body = body,
    };

    /// <summary>A list of comments.</summary>
    /// <param name="orFewer">The caller can ask for fewer.</param>
    /// <returns>Null when the answer is longer than is read, and fewer can be asked for: a hundred comments of 64 KB each may be too long, ten or one are not.</returns>
    /// <exception cref="PlatformException">Refused, or no list.</exception>
    public async Task<CommentPage?> TryListAsync(WordPressSite site, string query, bool orFewer, string doing, CancellationToken cancellationToken)
    {
        var address = site.At("wp/v2/comments", $"{site.Context}&{query}");
        PageAnswer answer;
        try
        {
            answer = await GetAsync(site, address, doing, cancellationToken);
        }
        catch (PlatformException problem) when (orFewer && problem.Failure == PlatformFailure.NotUnderstood)
        {
            return null;
        }

        if (!answer.IsSuccess)
            throw Failure(site, Request(site, HttpMethod.Get, address, null), answer, doing);
        return CommentPage.Read(answer, doing);
    }

    /// <summary>One comment, whatever the answer.</summary>
    public Task<PageAnswer> GetCommentAsync(WordPressSite site, long id, string doing, CancellationToken cancellationToken) =>
        GetAsync(site, CommentAddress(site, id), doing, cancellationToken);

    /// <summary>What an answer to <see cref="GetCommentAsync"/> that is no success means.</summary>
    public PlatformException Failure(WordPressSite site, long id, PageAnswer answer, string doing) => answer.Status is HttpStatusCode.NotFound or HttpStatusCode.Gone
        // WordPress has its own word for a comment that is gone. This is somebody else's, and says nothing about the comment.
        ? PageAnswer.NotUnderstood(doing, $"the answer was {(int)answer.Status}, and not in WordPress's words")
        : Failure(site, Request(site, HttpMethod.Get, CommentAddress(site, id), null), answer, doing);

    /// <summary>Whether the comment was deleted for good. Only the site's own word counts: a host's error page of the same status proves nothing.</summary>
    public static bool IsDeleted(PageAnswer answer) => answer.Status == HttpStatusCode.NotFound && CodeOf(answer) == "rest_comment_invalid_id";

    /// <summary>Whether the comment is there and not for us to see: trashed, spam or held to a visitor, or its article is gone.</summary>
    public static bool IsWithheld(PageAnswer answer) => CodeOf(answer) is "rest_cannot_read" or "rest_cannot_read_post" or "rest_post_invalid_id";

    /// <summary>Proves that the account is let in. Needed where nothing else would tell: a public list with a wrong password is a public list.</summary>
    /// <exception cref="PlatformException">It is not.</exception>
    public async Task<UserWire> MeAsync(WordPressSite site, CancellationToken cancellationToken)
    {
        var doing = $"sign in to {site.Home}";
        var address = site.At("wp/v2/users/me", "context=edit&_fields=id,name,capabilities");
        var answer = await GetAsync(site, address, doing, cancellationToken);
        if (answer.Status == HttpStatusCode.NotFound)
            throw new PlatformException(PlatformFailure.Denied, $"Could not {doing}: the site does not tell who signs in (404). A security plug-in hides users from its REST API: let it show wp/v2/users/me to those who sign in.");
        if (!answer.IsSuccess)
            throw Failure(site, Request(site, HttpMethod.Get, address, null), answer, doing);
        var me = Read(answer, WordPressJson.Default.UserWire, doing);
        return me.Id > 0 ? me : throw PageAnswer.NotUnderstood(doing, "the account has no id");
    }

    /// <exception cref="PlatformException">The body is something else.</exception>
    public static T Read<T>(PageAnswer answer, JsonTypeInfo<T> type, string doing)
        where T : notnull => answer.Read(type, doing, WhatCame);

    /// <summary>WordPress's own word for a refusal; null where somebody else refused (a host, a security plug-in).</summary>
    public static string? CodeOf(PageAnswer answer) =>
        answer.TryRead(WordPressJson.Default.ErrorWire)?.Code is { Length: > 0 and <= 100 } code && code.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-') ? code : null;

    /// <summary>The refusal in the site's own words, one line. Hostile text.</summary>
    public static string? WordsOf(PageAnswer answer)
    {
        var words = answer.TryRead(WordPressJson.Default.ErrorWire)?.Message;
        return words is null ? null : CleanText.Line(Markup.HtmlText.Read(words, null).Text, 200) is { Length: > 0 } line ? line : null;
    }

    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>What an answer that is no success means.</summary>
    public PlatformException Failure(WordPressSite site, PageRequest request, PageAnswer answer, string doing)
    {
        var code = CodeOf(answer);
        return ((int)answer.Status, code) switch
        {
            // Core says 400 where others say 429: https://developer.wordpress.org/reference/hooks/comment_flood_filter/
            (_, "comment_flood") => new PlatformException(PlatformFailure.RateLimited, $"Could not {doing}: the site takes one comment in {FloodWait.TotalSeconds:0} s from an account that may not moderate.")
            {
                RetryAfter = answer.RetryAfter(Now) ?? FloodWait,
            },
            (>= 300 and < 400, _) => PageAnswer.NotUnderstood(doing, $"the site sends us elsewhere ({(int)answer.Status}); watch it again at its new address"),
            (401 or 403, _) when answer.From.GetLeftPart(UriPartial.Authority) != site.Api.GetLeftPart(UriPartial.Authority) => new PlatformException(
                PlatformFailure.Denied, $"Could not {doing}: the site has moved to {answer.From.GetLeftPart(UriPartial.Authority)}, and its password is not shown there. Watch it again at its new address."),
            (401 or 403 or 406, _) => new PlatformException(
                PlatformFailure.Denied, $"Could not {doing}: refused ({(int)answer.Status}{(code is null ? "" : ", " + code)}). {Mend(site, (int)answer.Status, code)}"),
            (>= 400 and < 500 and not (404 or 410 or 429), not null) => PageAnswer.NotUnderstood(doing, $"the site answered {code} ({(int)answer.Status})"),
            _ => answer.Failure(request, doing, "", Now),
        };
    }

    private static Uri CommentAddress(WordPressSite site, long id) => site.At(string.Create(CultureInfo.InvariantCulture, $"wp/v2/comments/{id}"), $"{site.Context}&{Fields}");

    private static string Mend(WordPressSite site, int status, string? code)
    {
        if (status == 406 || (status == 403 && code is null))
            return "A firewall or a security plug-in of the site stands before its REST API: let PageWatch through there.";
        if (!site.HasAccount)
            return $"The site does not show this to visitors: connect it with a user name and an application password. {HowToMakeOne}";
        if (status == 401)
            return $"The user name or the application password is wrong or was revoked, or the host strips the Authorization header. Connect the page again. {HowToMakeOne}";
        return "The account lacks the right: give it the role Editor (it needs moderate_comments), or connect the page with another account.";
    }

    public const string HowToMakeOne = "An application password is made on the site under Users, Profile, Application Passwords, by an account with the role Editor.";

    private static string WhatCame(PageAnswer answer) =>
        answer.Status == HttpStatusCode.OK && answer.Header("Content-Type")?.Contains("html", StringComparison.OrdinalIgnoreCase) == true
            ? "an HTML page came instead of JSON; a security plug-in, a cache or a maintenance page may stand before the site's REST API"
            : answer.IsNotTheJsonOf("WordPress");
}
