using System.Globalization;
using System.Text;
using System.Text.Json;

namespace PageWatch.Platforms.GenericWebhook;

/// <summary>A place in a JSON document. https://www.rfc-editor.org/rfc/rfc6901</summary>
/// <remarks>Behind <c>$root</c> it starts at the whole document, and otherwise at the post that is being read.</remarks>
internal sealed class JsonPointer
{
    private const string Root = "$root";

    /// <summary>As deep as a call may nest.</summary>
    private const int MostSteps = 32;

    private readonly Step[] path;

    private JsonPointer(string text, bool fromRoot, Step[] path)
    {
        Text = text;
        FromRoot = fromRoot;
        this.path = path;
    }

    /// <summary>As it was typed.</summary>
    public string Text { get; }

    public bool FromRoot { get; }

    /// <returns>Null when it is none; <paramref name="problem"/> then says why, with the mend.</returns>
    public static JsonPointer? Parse(string text, out string problem)
    {
        problem = "";
        var fromRoot = text.StartsWith(Root, StringComparison.Ordinal);
        var typed = fromRoot ? text[Root.Length..] : text;
        if (typed.Length == 0)
            return new JsonPointer(text, fromRoot, []);
        if (typed[0] != '/')
        {
            // People write paths with dots; the pointer that is meant is easily said.
            var meant = "/" + typed.TrimStart('$', '.').Replace(".", "/", StringComparison.Ordinal);
            problem = $"a place is a JSON Pointer and begins with \"/\". Did you mean {meant}?";
            return null;
        }

        var parts = typed[1..].Split('/');
        if (parts.Length > MostSteps)
        {
            problem = $"it goes {parts.Length} steps deep, and calls nest {MostSteps} at most.";
            return null;
        }

        var steps = new Step[parts.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            for (var at = parts[i].IndexOf('~', StringComparison.Ordinal); at >= 0; at = parts[i].IndexOf('~', at + 1))
            {
                if (at + 1 < parts[i].Length && parts[i][at + 1] is '0' or '1')
                    continue;
                problem = $"\"~\" in \"{parts[i]}\" stands alone. Write ~0 for \"~\" and ~1 for \"/\".";
                return null;
            }

            steps[i] = Step.Of(parts[i].Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal));
        }

        return new JsonPointer(text, fromRoot, steps);
    }

    /// <returns>False when there is nothing at this place, or null.</returns>
    public bool TryFind(JsonElement root, JsonElement item, out JsonElement found)
    {
        found = FromRoot ? root : item;
        foreach (var step in path)
        {
            if (found.ValueKind == JsonValueKind.Object)
            {
                if (!found.TryGetProperty(step.Name, out found))
                    return false;
            }
            else if (found.ValueKind == JsonValueKind.Array && step.Index is { } index && index < found.GetArrayLength())
            {
                found = found[index];
            }
            else
            {
                return false;
            }
        }

        return found.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined);
    }

    /// <param name="Name">UTF-8, so that no member's name has to be turned into text to be compared.</param>
    /// <param name="Index">Null for what is no place in a list: "-", or one with leading zeros.</param>
    private readonly record struct Step(byte[] Name, int? Index)
    {
        public static Step Of(string name)
        {
            var isIndex = int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && (name.Length == 1 || name[0] != '0');
            return new Step(Encoding.UTF8.GetBytes(name), isIndex ? index : null);
        }
    }
}
