using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace PageWatch.Testing.Snapshots;

/// <summary>
/// Compares what came out with a file that a person has looked at. A difference writes the new text beside it as <c>.received</c>; to accept it,
/// look at it and rename it, or run with <c>PAGEWATCH_ACCEPT=1</c> and look at the diff.
/// </summary>
public static class Verified
{
    /// <summary>Whether what comes out is written down instead of compared.</summary>
    public static bool IsAccepting { get; } = Environment.GetEnvironmentVariable("PAGEWATCH_ACCEPT") == "1";

    public static JsonSerializerOptions Readable { get; } = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter() },
    };

    public static void Json(object received, string file) => Text(JsonSerializer.Serialize(received, Readable), file);

    /// <summary>Compares alone: writes nothing, and accepts nothing.</summary>
    public static void Same(object received, string file)
    {
        var text = JsonSerializer.Serialize(received, Readable);
        if (!JsonNode.DeepEquals(JsonNode.Parse(text), JsonNode.Parse(File.ReadAllText(file))))
            throw new VerifiedException($"{file} differs from what came out: {text}");
    }

    public static void Text(string received, string file)
    {
        received = received.ReplaceLineEndings("\n").TrimEnd() + "\n";
        var beside = Path.ChangeExtension(file, ".received" + Path.GetExtension(file));
        if (IsAccepting)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, received);
            File.Delete(beside);
            return;
        }

        var verified = File.Exists(file) ? File.ReadAllText(file).ReplaceLineEndings("\n").TrimEnd() + "\n" : "";
        if (file.EndsWith(".json", StringComparison.Ordinal) && verified.Length > 1 && JsonNode.DeepEquals(JsonNode.Parse(received), JsonNode.Parse(verified)))
        {
            File.Delete(beside);
            return;
        }

        if (received == verified)
        {
            File.Delete(beside);
            return;
        }

        File.WriteAllText(beside, received);
        throw new VerifiedException($"{file} differs from what came out (written to {Path.GetFileName(beside)}).\n{FirstDifference(verified, received)}");
    }

    private static string FirstDifference(string expected, string received)
    {
        var one = expected.Split('\n');
        var other = received.Split('\n');
        var line = 0;
        while (line < one.Length && line < other.Length && one[line] == other[line])
            line++;
        return $"Line {line + 1}\n  expected: {(line < one.Length ? one[line] : "(end)")}\n  received: {(line < other.Length ? other[line] : "(end)")}";
    }
}

/// <summary>What came out is not what a person accepted.</summary>
public sealed class VerifiedException(string message) : Exception(message);
