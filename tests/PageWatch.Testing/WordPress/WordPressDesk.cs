using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Shouldly;

namespace PageWatch.Testing.WordPress;

/// <summary>Somebody of the site who sits at WordPress's own desk: signed in by its form, working by its buttons. No API, no application password.</summary>
public sealed partial class WordPressDesk : IDisposable
{
    private readonly HttpClient browser;

    private WordPressDesk(Uri site) => browser = new HttpClient(new SocketsHttpHandler { CookieContainer = new CookieContainer(), AllowAutoRedirect = false }) { BaseAddress = site };

    /// <summary>Sits down as the account that the page replies as. Its password is nobody's, so the site's administrator gives it a new one first, as people do.</summary>
    public static async Task<WordPressDesk> OfEditorAsync(RealWordPress site)
    {
        var password = RandomNumberGenerator.GetHexString(24);
        using (var administrator = new WordPressDesk(site.Base))
        {
            await administrator.SignInAsync(site["WP_ADMIN_USER"], site["WP_ADMIN_PASSWORD"]);
            using var change = new HttpRequestMessage(HttpMethod.Post, $"wp-json/wp/v2/users/{site["WP_EDITOR_ID"]}") { Content = Form(("password", password)) };
            change.Headers.Add("X-WP-Nonce", await administrator.browser.GetStringAsync(new Uri("wp-admin/admin-ajax.php?action=rest-nonce", UriKind.Relative)));
            using var changed = await administrator.browser.SendAsync(change);
            changed.StatusCode.ShouldBe(HttpStatusCode.OK, await changed.Content.ReadAsStringAsync());
        }

        var desk = new WordPressDesk(site.Base);
        await desk.SignInAsync(site["WP_EDITOR_USER"], password);
        return desk;
    }

    /// <summary>"Reply" in the list of comments, as its button sends it.</summary>
    public async Task ReplyAsync(long article, string comment, string text)
    {
        var list = await browser.GetStringAsync(new Uri("wp-admin/edit-comments.php", UriKind.Relative));
        using var form = Form(
            ("action", "replyto-comment"),
            ("_ajax_nonce-replyto-comment", ReplyNonce().Match(list).Groups[1].Value),
            ("comment_ID", comment),
            ("comment_post_ID", article.ToString(CultureInfo.InvariantCulture)),
            ("content", text),
            ("mode", "detail"),
            ("position", "-1"));
        using var answer = await browser.PostAsync(new Uri("wp-admin/admin-ajax.php", UriKind.Relative), form);
        var told = await answer.Content.ReadAsStringAsync();
        told.ShouldContain("<response_data>", customMessage: told);
    }

    public void Dispose() => browser.Dispose();

    private async Task SignInAsync(string user, string password)
    {
        // The form sets a cookie to see whether the browser keeps any.
        using var shown = await browser.GetAsync(new Uri("wp-login.php", UriKind.Relative));
        using var form = Form(("log", user), ("pwd", password), ("testcookie", "1"));
        using var answer = await browser.PostAsync(new Uri("wp-login.php", UriKind.Relative), form);
        answer.StatusCode.ShouldBe(HttpStatusCode.Found, await answer.Content.ReadAsStringAsync());
    }

    private static FormUrlEncodedContent Form(params (string Name, string Value)[] fields) => new(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));

    [GeneratedRegex("name=\"_ajax_nonce-replyto-comment\" value=\"([0-9a-f]+)\"")]
    private static partial Regex ReplyNonce();
}
