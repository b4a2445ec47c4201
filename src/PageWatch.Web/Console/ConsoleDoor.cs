using Microsoft.AspNetCore.Http;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline;
using PageWatch.Pipeline.Teams;

namespace PageWatch.Web.Console;

/// <summary>Knows a browser by its session cookie.</summary>
internal sealed class ConsoleDoor(SignIn signIn, ServiceAddress address)
{
    private const string Cookie = "pagewatch";

    public async ValueTask<Member?> MemberAsync(HttpContext http, CancellationToken cancellationToken) =>
        SessionOf(http) is { } session ? await signIn.FindAsync(session, cancellationToken) : null;

    public static string? SessionOf(HttpContext http) => http.Request.Cookies.TryGetValue(Cookie, out var session) && session.Length is > 20 and < 200 ? session : null;

    public void Open(HttpContext http, string session) => http.Response.Cookies.Append(Cookie, session, Options(SignIn.SessionLives));

    public void Close(HttpContext http) => http.Response.Cookies.Delete(Cookie, Options(TimeSpan.Zero));

    private CookieOptions Options(TimeSpan lives) => new()
    {
        HttpOnly = true,
        // Lax, not Strict: a personal link followed from a chat must arrive signed in. Forms are guarded by where they come from.
        SameSite = SameSiteMode.Lax,
        Secure = address.Base.Scheme == Uri.UriSchemeHttps,
        Path = "/",
        MaxAge = lives,
        IsEssential = true,
    };
}
