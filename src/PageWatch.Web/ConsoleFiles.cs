using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace PageWatch.Web;

/// <summary>The style sheet and the script, served from the assembly under names that change with their content.</summary>
internal static class ConsoleFiles
{
    private static readonly (byte[] Bytes, string Hash) CssFile = Read("console.css");
    private static readonly (byte[] Bytes, string Hash) ScriptFile = Read("console.js");

    public static string Css { get; } = $"/assets/{CssFile.Hash}/console.css";

    public static string Script { get; } = $"/assets/{ScriptFile.Hash}/console.js";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/assets/{hash}/console.css", (string hash, HttpContext http) => Serve(http, CssFile.Bytes, "text/css; charset=utf-8", hash == CssFile.Hash));
        routes.MapGet("/assets/{hash}/console.js", (string hash, HttpContext http) => Serve(http, ScriptFile.Bytes, "text/javascript; charset=utf-8", hash == ScriptFile.Hash));
    }

    private static IResult Serve(HttpContext http, byte[] bytes, string type, bool isThis)
    {
        http.Response.Headers.CacheControl = isThis ? "public, max-age=31536000, immutable" : "no-cache";
        return Results.Bytes(bytes, type);
    }

    private static (byte[] Bytes, string Hash) Read(string name)
    {
        using var stream = typeof(ConsoleFiles).Assembly.GetManifestResourceStream(name)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return (bytes, Convert.ToHexStringLower(SHA256.HashData(bytes))[..16]);
    }
}
