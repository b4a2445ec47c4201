using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using PageWatch.Demo.Wall;

namespace PageWatch.Demo.Pages;

/// <summary>Who a browser is to the page: a random cookie that only the page reads, and the name last written under.</summary>
internal static class Visitor
{
    public const string Cookie = "demo_visitor";
    public const string NameCookie = "demo_name";

    private const string Letters = "abcdefghijkmnpqrstuvwxyz23456789";
    private const int CookieLength = 26;

    /// <returns>Empty for who has not written yet.</returns>
    public static string NameOf(HttpContext context)
    {
        var name = context.Request.Cookies[NameCookie] is { Length: <= 2_000 } kept ? WallWords.Name(Uri.UnescapeDataString(kept)) : WallWords.NobodysName;
        return name == WallWords.NobodysName || name.Length > WallWords.LongestName ? "" : name;
    }

    /// <summary>
    /// The author that this browser is under this name. One browser may play several visitors: each name in it is somebody else, and the same
    /// name in another browser is not them. Public ids tell nothing of the cookie, so nobody can write under another's.
    /// </summary>
    public static WallAuthor WritesAs(HttpContext context, DemoOptions options, string name)
    {
        var cookie = context.Request.Cookies[Cookie] is { Length: CookieLength } kept ? kept : RandomNumberGenerator.GetString(Letters, CookieLength);
        var keep = new CookieOptions
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Lax,
            Secure = options.PublicBase.Scheme == Uri.UriSchemeHttps,
            Path = options.PublicBase.AbsolutePath,
            MaxAge = TimeSpan.FromDays(365),
            IsEssential = true,
        };
        context.Response.Cookies.Append(Cookie, cookie, keep);
        context.Response.Cookies.Append(NameCookie, Uri.EscapeDataString(name), keep);
        return new WallAuthor("v" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(cookie + "\n" + name)))[..16], name);
    }
}
