using System.Text.Json.Nodes;

namespace PageWatch.Channels.Tests.Slack;

/// <summary>The documented limits of Block Kit, for what we send and nothing else: an element or a member that is not here is one that we did not mean to send.</summary>
internal static class SlackRules
{
    private static readonly string[] Pressable = ["button", "overflow", "static_select"];

    /// <returns>What is wrong, each with its place; empty when all is well.</returns>
    public static IReadOnlyList<string> OfBlocks(JsonNode? blocks, string surface)
    {
        var wrong = new List<string>();
        if (blocks is not JsonArray array)
            return ["/blocks must be an array"];
        var most = surface == "message" ? 50 : 100;
        if (array.Count is 0 || array.Count > most)
            wrong.Add($"/blocks has {array.Count} of at most {most}");
        var ids = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < array.Count; i++)
            Block(array[i] as JsonObject, $"/blocks/{i}", surface, ids, wrong);
        return wrong;
    }

    public static IReadOnlyList<string> OfView(JsonNode? view)
    {
        var wrong = new List<string>();
        if (view is not JsonObject given)
            return ["/view must be an object"];
        var type = (string?)given["type"];
        if (type == "home")
        {
            Members(given, "/view", wrong, "type", "blocks");
        }
        else
        {
            if (type != "modal")
                wrong.Add($"/view/type is {type}");
            Members(given, "/view", wrong, "type", "title", "blocks", "private_metadata", "submit", "notify_on_close");
            Plain(given["title"], "/view/title", 24, wrong);
            if (given.ContainsKey("submit"))
                Plain(given["submit"], "/view/submit", 24, wrong);
            else if (given["blocks"] is JsonArray all && all.Any(block => (string?)block?["type"] == "input"))
                wrong.Add("/view/submit is needed beside input blocks");
            if (((string?)given["private_metadata"])?.Length > 3_000)
                wrong.Add("/view/private_metadata is too long");
        }

        if (given.ToJsonString().Length > 250_000)
            wrong.Add("/view is larger than 250 KB");
        wrong.AddRange(OfBlocks(given["blocks"], type ?? ""));
        return wrong;
    }

    private static void Block(JsonObject? block, string at, string surface, HashSet<string> ids, List<string> wrong)
    {
        if (block is null)
        {
            wrong.Add($"{at} must be an object");
            return;
        }

        if ((string?)block["block_id"] is { } id && (!ids.Add(id) || id.Length > 255))
            wrong.Add($"{at}/block_id {id} is used twice or too long");
        switch ((string?)block["type"])
        {
            case "header":
                Members(block, at, wrong, "type", "text");
                Plain(block["text"], at + "/text", 150, wrong);
                break;
            case "section":
                Members(block, at, wrong, "type", "text");
                Plain(block["text"], at + "/text", 3_000, wrong);
                break;
            case "context":
                Members(block, at, wrong, "type", "elements");
                List(block["elements"], at + "/elements", 10, wrong, (element, place) => Plain(element, place, 3_000, wrong));
                break;
            case "rich_text":
                Members(block, at, wrong, "type", "elements");
                List(block["elements"], at + "/elements", int.MaxValue, wrong, (element, place) => Rich(element as JsonObject, place, wrong));
                break;
            case "actions":
                Members(block, at, wrong, "type", "elements");
                var seen = new HashSet<string>(StringComparer.Ordinal);
                List(block["elements"], at + "/elements", 25, wrong, (element, place) => Pressed(element as JsonObject, place, seen, wrong));
                break;
            case "input" when surface == "modal":
                Members(block, at, wrong, "type", "block_id", "label", "element", "optional");
                Plain(block["label"], at + "/label", 2_000, wrong);
                Members(block["element"] as JsonObject, at + "/element", wrong, "type", "action_id", "multiline", "initial_value");
                if ((string?)block["element"]?["type"] != "plain_text_input" || ((string?)block["element"]!["initial_value"])?.Length is 0 or > 3_000)
                    wrong.Add($"{at}/element is no text input, or its text is empty or too long");
                break;
            default:
                wrong.Add($"{at} is a {block["type"]} in a {surface}");
                break;
        }
    }

    private static void Rich(JsonObject? element, string at, List<string> wrong)
    {
        if ((string?)element?["type"] is not ("rich_text_section" or "rich_text_quote"))
            wrong.Add($"{at} is a {element?["type"]}");
        Members(element, at, wrong, "type", "elements");
        List(element?["elements"], at + "/elements", int.MaxValue, wrong, (piece, place) =>
        {
            switch ((string?)piece?["type"])
            {
                case "text":
                    Members(piece as JsonObject, place, wrong, "type", "text", "style");
                    break;
                case "link":
                    Members(piece as JsonObject, place, wrong, "type", "url", "text", "style");
                    if (((string?)piece!["url"])?.Length is null or > 3_000)
                        wrong.Add($"{place}/url is missing or too long");
                    break;
                // The only mention there is: an id of somebody who is one of us.
                case "user":
                    Members(piece as JsonObject, place, wrong, "type", "user_id");
                    if (((string?)piece!["user_id"])?.All(char.IsAsciiLetterOrDigit) != true)
                        wrong.Add($"{place}/user_id is {piece["user_id"]}");
                    return;
                case "date":
                    Members(piece as JsonObject, place, wrong, "type", "timestamp", "format", "fallback");
                    if (piece!["timestamp"]?.GetValueKind() != System.Text.Json.JsonValueKind.Number)
                        wrong.Add($"{place}/timestamp is no number");
                    return;
                default:
                    wrong.Add($"{place} is a {piece?["type"]}");
                    return;
            }

            if (piece["style"] is { } style && !JsonNode.DeepEquals(style, new JsonObject { ["bold"] = true }))
                wrong.Add($"{place}/style is {style.ToJsonString()}");
            if (string.IsNullOrEmpty((string?)piece["text"]))
                wrong.Add($"{place}/text is empty");
        });
    }

    private static void Pressed(JsonObject? element, string at, HashSet<string> ids, List<string> wrong)
    {
        var type = (string?)element?["type"];
        if (!Pressable.Contains(type))
            wrong.Add($"{at} is a {type}");
        if ((string?)element?["action_id"] is not { Length: > 0 and <= 255 } id || !ids.Add(id))
            wrong.Add($"{at}/action_id is missing, too long or used twice in its block");
        if (type == "button")
        {
            Members(element, at, wrong, "type", "action_id", "text", "value", "style", "accessibility_label");
            Plain(element!["text"], at + "/text", 75, wrong);
            if (((string?)element["value"])?.Length is null or 0 or > 2_000)
                wrong.Add($"{at}/value is missing or too long");
            if (((string?)element["accessibility_label"])?.Length is 0 or > 75)
                wrong.Add($"{at}/accessibility_label is empty or too long");
            if ((string?)element["style"] is not (null or "primary"))
                wrong.Add($"{at}/style is {element["style"]}");
            return;
        }

        if (type == "static_select")
            Members(element, at, wrong, "type", "action_id", "options", "placeholder");
        else
            Members(element, at, wrong, "type", "action_id", "options");
        var values = new HashSet<string>(StringComparer.Ordinal);
        List(element?["options"], at + "/options", type == "overflow" ? 5 : 100, wrong, (option, place) =>
        {
            Members(option as JsonObject, place, wrong, "text", "value", "description");
            Plain(option?["text"], place + "/text", 75, wrong);
            if (option?["description"] is { } description)
                Plain(description, place + "/description", 75, wrong);
            if ((string?)option?["value"] is not { Length: > 0 and <= 150 } value || !values.Add(value))
                wrong.Add($"{place}/value is missing, too long or there twice");
        });
    }

    private static void Plain(JsonNode? text, string at, int longest, List<string> wrong)
    {
        Members(text as JsonObject, at, wrong, "type", "text", "emoji");
        if ((string?)text?["type"] != "plain_text")
            wrong.Add($"{at} is {text?["type"]}: what stands in it could be read as markup");
        if (((string?)text?["text"])?.Length is null or 0)
            wrong.Add($"{at}/text is empty");
        else if (((string)text!["text"]!).Length > longest)
            wrong.Add($"{at}/text has {((string)text["text"]!).Length} of at most {longest} characters");
        if (text?["emoji"]?.GetValueKind() != System.Text.Json.JsonValueKind.False)
            wrong.Add($"{at}/emoji: a word between colons would become a picture");
    }

    private static void List(JsonNode? list, string at, int most, List<string> wrong, Action<JsonNode?, string> each)
    {
        if (list is not JsonArray array || array.Count == 0 || array.Count > most)
        {
            wrong.Add($"{at} is no array of 1 to {most}");
            return;
        }

        for (var i = 0; i < array.Count; i++)
            each(array[i], $"{at}/{i}");
    }

    private static void Members(JsonObject? given, string at, List<string> wrong, params string[] known)
    {
        if (given is null)
        {
            wrong.Add($"{at} must be an object");
            return;
        }

        wrong.AddRange(given.Where(member => !known.Contains(member.Key)).Select(member => $"{at}/{member.Key}: no such property here"));
    }
}
