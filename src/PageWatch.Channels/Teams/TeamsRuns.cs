using System.Text.Json;

namespace PageWatch.Channels.Teams;

/// <summary>
/// Writes texts as TextRuns, which know no markup. Only "{{DATE(" and "{{TIME(" mean something in one, and a text that holds them is written as two runs.
/// </summary>
/// <remarks>https://adaptivecards.io/explorer/TextRun.html · https://learn.microsoft.com/adaptive-cards/authoring-cards/text-features</remarks>
internal sealed class TeamsRuns(Utf8JsonWriter json)
{
    private bool isBegun;
    private bool isSmall;

    public void Text(string text, TeamsLook look)
    {
        if (text.Length == 0)
            return;
        Begin(small: look.IsSoft);
        Run(text, look);
        End();
    }

    /// <summary>The block is written with its first run: one without any would be none.</summary>
    public void Begin(bool small = false) => (isBegun, isSmall) = (false, small);

    public void End()
    {
        if (!isBegun)
            return;
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>A text as it is. Where the client would find a date to be formatted, the text is parted between its braces: each run is looked at alone.</summary>
    public void Run(string text, TeamsLook look, Action? select = null)
    {
        if (text.Length == 0)
            return;
        var from = 0;
        for (var at = Formatted(text, 0); at >= 0; at = Formatted(text, at + 1))
        {
            One(text[from..(at + 1)], look, select);
            from = at + 1;
        }

        One(text[from..], look, select);
    }

    public void One(string text, TeamsLook look, Action? select)
    {
        if (!isBegun)
        {
            isBegun = true;
            json.WriteStartObject();
            json.WriteString("type", "RichTextBlock");
            if (isSmall)
                json.WriteString("spacing", "Small");
            json.WriteStartArray("inlines");
        }

        json.WriteStartObject();
        json.WriteString("type", "TextRun");
        json.WriteString("text", text);
        if (look.IsLarge)
            json.WriteString("size", "Medium");
        if (look.IsStrong)
            json.WriteString("weight", "Bolder");
        if (look.IsSoft)
            json.WriteBoolean("isSubtle", true);
        if (look.IsMarked)
            json.WriteBoolean("highlight", true);
        if (select is not null)
        {
            json.WriteStartObject("selectAction");
            select();
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    /// <summary>A label cannot be parted; a mark of no width between the braces does it.</summary>
    public static string Unformatted(string text)
    {
        for (var at = Formatted(text, 0); at >= 0; at = Formatted(text, at + 1))
            text = text.Insert(at + 1, "\u200B");
        return text;
    }

    /// <returns>Where "{{DATE" or "{{TIME" begins; -1 for nowhere.</returns>
    private static int Formatted(string text, int from)
    {
        for (var at = text.IndexOf("{{", from, StringComparison.Ordinal); at >= 0; at = text.IndexOf("{{", at + 1, StringComparison.Ordinal))
        {
            var word = text.AsSpan(at + 2).TrimStart();
            if (word.StartsWith("DATE", StringComparison.OrdinalIgnoreCase) || word.StartsWith("TIME", StringComparison.OrdinalIgnoreCase))
                return at;
        }

        return -1;
    }

    /// <summary>Text that is read from the right keeps to itself, line by line.</summary>
    public static string Isolated(string text) =>
        IsRightToLeft(text) ? string.Join('\n', text.Split('\n').Select(line => line.Length == 0 ? line : $"\u2068{line}\u2069")) : text;

    public static bool IsRightToLeft(string text) => text.AsSpan().IndexOfAnyInRange('\u0590', '\u08FF') >= 0 || text.AsSpan().IndexOfAnyInRange('\uFB1D', '\uFDFF') >= 0 || text.AsSpan().IndexOfAnyInRange('\uFE70', '\uFEFC') >= 0;
}

/// <summary>How a run of text looks.</summary>
internal readonly record struct TeamsLook(bool IsStrong = false, bool IsSoft = false, bool IsMarked = false, bool IsLarge = false);
