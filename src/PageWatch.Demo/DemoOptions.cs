using PageWatch.Demo.Hooks;

namespace PageWatch.Demo;

/// <summary>Where the demo page stands, and who owns it.</summary>
public sealed class DemoOptions
{
    /// <summary>The SQLite file that holds the page; made when it is not there.</summary>
    public string File { get; set; } = "";

    /// <summary>The path that the hosting app serves it under: <c>/demo</c>.</summary>
    public string PathBase { get; set; } = "/demo";

    /// <summary>The page's absolute address as seen from outside, with a slash at its end; every link is made from it. May be set once the port is known.</summary>
    public Uri PublicBase { get; set; } = new("http://127.0.0.1:5230/demo/");

    /// <summary>Opens the API of the page's owner, as a bearer token.</summary>
    public string ApiKey { get; set; } = "";

    /// <summary>Where every change is told; null while nobody listens. May be set while the page runs: later changes are told.</summary>
    public Uri? HookAddress { get; set; }

    /// <summary>What webhooks are signed with: <c>whsec_</c> and 24 to 64 bytes in base64.</summary>
    public string HookSecret { get; set; } = "";

    /// <returns>Which setting is missing or cannot be, and the mend; null when the page can start.</returns>
    internal string? Problem()
    {
        if (string.IsNullOrWhiteSpace(File))
            return "Demo:File is missing: name the SQLite file of the page, such as data/demo.db.";
        if (PathBase.Length < 2 || PathBase[0] != '/' || PathBase[^1] == '/' || PathBase.Contains('{', StringComparison.Ordinal))
            return $"Demo:PathBase is \"{PathBase}\": write a path such as /demo, without a slash at its end.";
        if (PublicBase is not { IsAbsoluteUri: true, Scheme: "http" or "https", Query: "", Fragment: "" } || !PublicBase.AbsolutePath.EndsWith('/'))
            return $"Demo:PublicBase is \"{PublicBase}\": write the page's whole address with a slash at its end, such as http://127.0.0.1:5230/demo/.";
        if (ApiKey.Length < 16)
            return "Demo:ApiKey is shorter than 16 characters: make a longer random one.";
        if (HookAddress is { } hook && hook is not { IsAbsoluteUri: true, Scheme: "http" or "https" })
            return $"Demo:HookAddress is \"{hook}\": write an http or https address, or leave it out.";
        if ((HookAddress is not null || HookSecret.Length > 0) && !HookSignature.TryReadSecret(HookSecret, out _))
            return "Demo:HookSecret is no secret of webhooks: write whsec_ followed by 24 to 64 random bytes in base64.";
        return null;
    }
}
