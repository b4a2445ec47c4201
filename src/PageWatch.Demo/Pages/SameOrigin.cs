using Microsoft.AspNetCore.Http;

namespace PageWatch.Demo.Pages;

/// <summary>Refuses forms that another site's page made a visitor's browser send.</summary>
internal static class SameOrigin
{
    /// <summary>A browser says where a form came from; who says nothing is no browser, and has no visitor to misuse.</summary>
    public static bool Allows(HttpContext context, DemoOptions options)
    {
        var headers = context.Request.Headers;
        if (headers["Sec-Fetch-Site"] is { Count: > 0 } site && site != "same-origin")
            return false;
        if (headers.Origin is not { Count: > 0 } origin)
            return true;
        return origin == options.PublicBase.GetLeftPart(UriPartial.Authority) || origin == $"{context.Request.Scheme}://{context.Request.Host}";
    }
}
