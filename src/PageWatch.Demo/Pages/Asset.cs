using System.Security.Cryptography;

namespace PageWatch.Demo.Pages;

/// <summary>A file of the page that is the same for everybody: it is named by what is in it, and kept by browsers for a year.</summary>
internal sealed class Asset
{
    private Asset(string name, string type)
    {
        Name = name;
        Type = type;
        using var stream = typeof(Asset).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"{name} is not in the assembly.");
        Content = new byte[stream.Length];
        stream.ReadExactly(Content);
        Link = $"{name}?v={Convert.ToHexStringLower(SHA256.HashData(Content))[..12]}";
    }

    public static Asset Style { get; } = new("demo.css", "text/css; charset=utf-8");

    public static Asset Script { get; } = new("demo.js", "text/javascript; charset=utf-8");

    public static Asset Icon { get; } = new("demo.svg", "image/svg+xml");

    public string Name { get; }

    public string Type { get; }

    public byte[] Content { get; }

    /// <summary>Relative to the page's base.</summary>
    public string Link { get; }
}
