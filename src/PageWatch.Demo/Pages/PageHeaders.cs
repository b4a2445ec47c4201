using Microsoft.AspNetCore.Http;

namespace PageWatch.Demo.Pages;

/// <summary>What every answer tells a browser to refuse.</summary>
internal static class PageHeaders
{
    // Nothing from elsewhere, nothing inline, and framed only by its own site (the console shows it beside itself).
    private const string Policy =
        "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'";

    public static void Set(HttpResponse response)
    {
        response.Headers.ContentSecurityPolicy = Policy;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Referrer-Policy"] = "same-origin"; // "no-referrer" would make a browser send its own forms with Origin: null
        response.Headers.CacheControl = "no-store";
    }
}
