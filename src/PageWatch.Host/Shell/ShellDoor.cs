using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using PageWatch.Storage.Sqlite;

namespace PageWatch.Host.Shell;

/// <summary>How a shell on the same machine finds the running service and proves that it may speak: a file that only its owner can read.</summary>
internal sealed partial class ShellDoor(DataFolder folder)
{
    private readonly string token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    private string File => FileIn(folder.Path);

    /// <summary>Writes where the service listens and the token of this start.</summary>
    public void Open(Uri address)
    {
        var text = JsonSerializer.SerializeToUtf8Bytes(new ShellKey(address, token), ShellJson.Default.ShellKey);
        var fresh = File + ".new";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var stream = new FileStream(fresh, options))
            stream.Write(text);
        System.IO.File.Move(fresh, File, overwrite: true);
    }

    public void Close() => System.IO.File.Delete(File);

    public bool Fits(string? authorization) =>
        authorization is not null
        && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(authorization)), SHA256.HashData(Encoding.UTF8.GetBytes($"Bearer {token}")));

    public static string FileIn(string dataFolder) => Path.Combine(dataFolder, "shell.json");

    /// <returns>Null when no service runs on this data.</returns>
    /// <exception cref="JsonException">The file is damaged.</exception>
    public static ShellKey? Find(string dataFolder)
    {
        var file = FileIn(dataFolder);
        if (!System.IO.File.Exists(file))
            return null;
        return JsonSerializer.Deserialize(System.IO.File.ReadAllBytes(file), ShellJson.Default.ShellKey) is { Address: { IsAbsoluteUri: true, Scheme: "http" or "https" }, Token.Length: > 0 } key
            ? key
            : throw new JsonException("It holds no address, or no token.");
    }
}

internal sealed record ShellKey(Uri Address, string Token);

/// <summary>What a shell says.</summary>
internal sealed record ShellWords(IReadOnlyList<string> Words);

/// <summary>What it hears: the exit code, the card as text, and the card itself.</summary>
internal sealed record ShellAnswer(int Code, string Text, JsonElement Card);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, UseStringEnumConverter = true, WriteIndented = true)]
[JsonSerializable(typeof(ShellKey))]
[JsonSerializable(typeof(ShellWords))]
[JsonSerializable(typeof(ShellAnswer))]
[JsonSerializable(typeof(Domain.Channels.Card))]
internal sealed partial class ShellJson : JsonSerializerContext;
