using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PageWatch.Domain.Channels;
using PageWatch.Testing.Channels;

namespace PageWatch.Channels.Tests.Teams;

/// <summary>
/// An Adaptive Card as a client of Teams understands it: elements by the schema of 1.5, dates in texts formatted, buttons with what they send. What the schema does not
/// know, or Teams does not take, is said.
/// </summary>
internal sealed partial class TeamsCard
{
    private const string Element = "type id spacing separator height isVisible fallback requires";

    /// <summary>Every element that a bot of ours sends, with the properties that the schema gives it. https://adaptivecards.io/schemas/1.5.0/adaptive-card.json</summary>
    private static readonly Dictionary<string, string[]> Known = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["AdaptiveCard"] = "type version body actions fallbackText speak lang rtl minHeight selectAction msteams",
        ["Container"] = Element + " items style bleed verticalContentAlignment minHeight selectAction",
        ["RichTextBlock"] = Element + " inlines horizontalAlignment",
        ["TextBlock"] = Element + " text wrap weight color size isSubtle maxLines horizontalAlignment",
        ["TextRun"] = "type text color fontType highlight isSubtle italic selectAction size strikethrough underline weight",
        ["Input.Text"] = Element + " label value isMultiline isRequired errorMessage placeholder maxLength style",
        ["ActionSet"] = Element + " actions",
        ["Action.Execute"] = "type id title verb data associatedInputs style tooltip mode fallback isEnabled iconUrl requires",
        ["Action.Submit"] = "type id title data associatedInputs style tooltip mode fallback iconUrl requires",
        ["Action.OpenUrl"] = "type id title url style tooltip mode fallback iconUrl requires",
        ["Action.ShowCard"] = "type id title card style tooltip mode fallback iconUrl requires",
    }.ToDictionary(each => each.Key, each => each.Value.Split(' '));

    private static readonly Dictionary<string, string[]> Words = new(StringComparer.Ordinal)
    {
        ["Container.style"] = ["default", "emphasis", "good", "attention", "warning", "accent"],
        ["TextRun.color"] = ["Default", "Dark", "Light", "Accent", "Good", "Warning", "Attention"],
        ["TextRun.size"] = ["Default", "Small", "Medium", "Large", "ExtraLarge"],
        ["TextRun.weight"] = ["Default", "Lighter", "Bolder"],
        ["spacing"] = ["Default", "None", "Small", "Medium", "Large", "ExtraLarge", "Padding"],
        ["associatedInputs"] = ["auto", "none"],
        ["Action.style"] = ["default", "positive", "destructive"],
    };

    private readonly StringBuilder text = new();
    private readonly StringBuilder skeleton = new();
    private readonly List<string> strange = [];
    private readonly List<ShownLink> links = [];
    private readonly List<DateTimeOffset> moments = [];
    private readonly List<ShownButton> buttons = [];
    private readonly List<ShownBox> boxes = [];
    private readonly List<string> asks = [];
    private readonly List<string> mentions = [];
    private readonly HashSet<string> inputs = [];
    private readonly List<(JsonObject Action, bool IsBack)> pressable = [];

    private TeamsCard(JsonObject card)
    {
        Look(card, "AdaptiveCard");
        if ((string?)card["version"] != "1.5")
            strange.Add($"version {card["version"]}");
        if ((string?)card["fallbackText"] is null)
            strange.Add("no fallbackText");
        ReadMentions(card);
        foreach (var element in card["body"]!.AsArray())
            Draw(element!.AsObject());
        Actions(card["actions"], isRoot: true);
        foreach (var (action, isBack) in pressable.Where(each => !each.IsBack))
        {
            var title = (string)action["title"]!;
            buttons.Add(new ShownButton(title, (string?)action["tooltip"] ?? title, (string?)action["style"] == "positive", Sends(action)));
            if ((string?)action["type"] == "Action.Execute")
                LookAtFallback(action);
        }
    }

    /// <summary>Words that ask the bot when they are pressed: what they send.</summary>
    public IReadOnlyList<string> Asks => asks;

    public static ShownMessage Read(string conversation, string id, JsonObject activity, string raw)
    {
        var attachment = activity["attachments"]!.AsArray().ShouldHaveSingleItem()!.AsObject();
        ((string)attachment["contentType"]!).ShouldBe("application/vnd.microsoft.card.adaptive");
        var card = new TeamsCard(attachment["content"]!.AsObject());
        foreach (var (name, _) in activity)
        {
            if (name is not ("type" or "summary" or "attachments"))
                card.strange.Add($"an activity with {name}");
        }

        return card.Shown(new MessageRef($"{conversation}|{id}"), (string)activity["summary"]!, raw);
    }

    public static ShownMessage ReadAlone(JsonObject content) => new TeamsCard(content).Shown(new MessageRef("alone"), (string)content["fallbackText"]!, content.ToJsonString(Plainly));

    public static TeamsCard Of(JsonObject content) => new(content);

    /// <summary>As the card is measured: what is text stays text.</summary>
    public static System.Text.Json.JsonSerializerOptions Plainly { get; } = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private ShownMessage Shown(MessageRef where, string notification, string raw) => new()
    {
        Where = where,
        Notification = notification,
        Text = string.Join('\n', text.ToString().Split('\n').Select(line => line.Trim(' ', '\t')).Where(line => line.Length > 0)),
        Links = links,
        Moments = moments,
        Buttons = buttons,
        Boxes = boxes,
        Skeleton = skeleton.ToString(),
        Strange = strange,
        Size = raw.Length * 2,
    };

    private void Draw(JsonObject element)
    {
        var type = (string)element["type"]!;
        Look(element, type);
        skeleton.Append('<').Append(type).Append(' ').Append(element["style"]).Append(element["spacing"]).Append('>');
        switch (type)
        {
            case "Container":
                foreach (var item in element["items"]!.AsArray())
                    Draw(item!.AsObject());
                break;
            case "RichTextBlock":
                DrawText(element);
                break;
            case "TextBlock":
                DrawCall((string)element["text"]!);
                break;
            case "Input.Text":
                if (!inputs.Add((string)element["id"]!))
                    strange.Add($"two inputs are called {element["id"]}");
                // A mark of no width between braces is not to be seen.
                boxes.Add(new ShownBox(((string)element["label"]!).Replace("{\u200B{", "{{", StringComparison.Ordinal), (string)element["value"]!));
                if (Dates().IsMatch((string)element["label"]!))
                    strange.Add("a label that the client formats");
                break;
            case "ActionSet":
                Actions(element["actions"], isRoot: false);
                break;
            default:
                strange.Add($"{type} is no part of a card");
                break;
        }

        skeleton.Append("</>");
    }

    /// <summary>A TextBlock knows Markdown and mentions: it holds mentions of the card's own list, and not a letter besides.</summary>
    private void DrawCall(string said)
    {
        var rest = said;
        foreach (var tag in mentions)
            rest = rest.Replace(tag, "", StringComparison.Ordinal);
        if (said.Length == 0 || rest.Trim().Length > 0)
            strange.Add($"a TextBlock says {said}");
        text.Append('\n').Append(said.Replace("<at>", "@", StringComparison.Ordinal).Replace("</at>", "", StringComparison.Ordinal)).Append('\n');
    }

    private void ReadMentions(JsonObject card)
    {
        var entities = (JsonArray?)card["msteams"]!["entities"];
        foreach (var entity in entities ?? [])
        {
            var name = (string)entity!["mentioned"]!["name"]!;
            if ((string)entity["type"]! != "mention" || (string)entity["text"]! != $"<at>{name}</at>" || !name.All(c => char.IsLetterOrDigit(c) || c == ' ') || ((string)entity["mentioned"]!["id"]!).Length == 0)
                strange.Add($"a mention is {entity.ToJsonString()}");
            mentions.Add((string)entity["text"]!);
        }
    }

    private void DrawText(JsonObject block)
    {
        text.Append('\n');
        // Runs that look and lead the same are one to the eye.
        string? before = null;
        (string Label, string Target)? link = null;
        foreach (var inline in block["inlines"]!.AsArray())
        {
            var run = inline!.AsObject();
            Look(run, (string)run["type"]!);
            var said = (string)run["text"]!;
            Said(said);
            var select = run["selectAction"]?.AsObject();
            var look = $"{run["size"]}{run["weight"]}{run["isSubtle"]}{run["highlight"]}{run["color"]}{(string?)select?["type"]}{(string?)select?["url"]}";
            if (look != before)
            {
                skeleton.Append('[').Append(look).Append(']');
                EndLink();
            }

            before = look;
            if (select is null)
                continue;
            Look(select, (string)select["type"]!);
            switch ((string?)select["type"])
            {
                case "Action.OpenUrl":
                    link = ((link?.Label ?? "") + said, (string)select["url"]!);
                    break;
                case "Action.Execute" when (string?)select["verb"] == "say":
                case "Action.Submit" when (string?)select["data"]!["verb"] == "say":
                    asks.Add((string)select["data"]!["v"]!["argument"]!);
                    break;
                default:
                    strange.Add($"a text leads to {select.ToJsonString()}");
                    break;
            }
        }

        EndLink();
        text.Append('\n');

        void EndLink()
        {
            if (link is { } ended)
                AddLink(ended.Label, ended.Target);
            link = null;
        }
    }

    private void AddLink(string label, string target)
    {
        if (!Uri.TryCreate(target, UriKind.Absolute, out var read) || read.Scheme is not ("http" or "https"))
            strange.Add($"a link leads to {target}");
        links.Add(new ShownLink(label, target));
    }

    /// <summary>As a client shows a run: dates formatted, all else to the letter.</summary>
    private void Said(string run)
    {
        DateTimeOffset? last = null;
        text.Append(Dates().Replace(run, found =>
        {
            var at = DateTimeOffset.Parse(found.Groups["at"].Value, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);
            // Day and time of one moment stand one after the other.
            if (last != at)
                moments.Add(at);
            last = at;
            return found.Groups["what"].Value == "DATE" ? at.ToString("ddd d MMM yyyy", CultureInfo.InvariantCulture) : at.ToString("HH:mm", CultureInfo.InvariantCulture);
        }));
    }

    private void Actions(JsonNode? actions, bool isRoot)
    {
        if (actions is null)
            return;
        var list = actions.AsArray();
        if (list.Count is 0 or > 5)
            strange.Add($"{list.Count} actions in a row; a renderer takes 5");
        skeleton.Append('{');
        foreach (var node in list)
        {
            var action = node!.AsObject();
            var type = (string)action["type"]!;
            Look(action, type);
            skeleton.Append(type).Append(action["style"]).Append(' ');
            switch (type)
            {
                case "Action.Execute" or "Action.Submit":
                    pressable.Add((action, (string?)action["id"] == "back"));
                    break;
                case "Action.ShowCard" when isRoot:
                    foreach (var element in action["card"]!["body"]!.AsArray())
                        Draw(element!.AsObject());
                    break;
                default:
                    strange.Add($"{type} is no action of a card");
                    break;
            }
        }

        skeleton.Append('}');
    }

    private void Look(JsonObject node, string type)
    {
        if (!Known.TryGetValue(type, out var properties))
        {
            strange.Add($"{type} is no element of ours");
            return;
        }

        foreach (var (name, value) in node)
        {
            if (!properties.Contains(name))
                strange.Add($"{type} has no {name} in 1.5");
            var key = type.StartsWith("Action.", StringComparison.Ordinal) && name == "style" ? "Action.style" : $"{type}.{name}";
            if ((Words.GetValueOrDefault(key) ?? Words.GetValueOrDefault(name)) is { } words && !words.Contains((string?)value))
                strange.Add($"{type}.{name} is {value}");
        }

        if (type == "Action.Execute" && (node["data"] is not JsonObject || string.IsNullOrEmpty((string?)node["verb"])))
            strange.Add("an Execute needs a verb, and an object for inputs to be merged into");
        if (type == "RichTextBlock" && node["inlines"]!.AsArray().Count == 0)
            strange.Add("a text without a run");
    }

    /// <summary>An older client sends the same another way.</summary>
    private void LookAtFallback(JsonObject action)
    {
        if (action["fallback"] is not JsonObject fallback || (string?)fallback["type"] != "Action.Submit")
        {
            strange.Add("an Execute without a Submit for older clients");
            return;
        }

        Look(fallback, "Action.Submit");
        if ((string?)fallback["title"] != (string?)action["title"] || (string?)fallback["data"]?["verb"] != (string?)action["verb"]
            || !JsonNode.DeepEquals(fallback["data"]?["v"], action["data"]?["v"]) || (string?)fallback["associatedInputs"] != (string?)action["associatedInputs"])
        {
            strange.Add("a Submit that sends something else than its Execute");
        }
    }

    /// <summary>What a client sends, piece by piece, each as its JSON.</summary>
    private Dictionary<string, string> Sends(JsonObject action)
    {
        var sent = new Dictionary<string, string>(StringComparer.Ordinal) { ["verb"] = (action["verb"] ?? action["data"]!["verb"]!).ToJsonString() };
        if ((string?)action["type"] == "Action.Submit")
            sent["window"] = action["data"]!["msteams"]?["type"]?.GetValue<string>() ?? "task/submit";
        foreach (var (name, value) in action["data"]!["v"]!.AsObject())
            sent["v." + name] = value!.ToJsonString();
        if ((string?)action["associatedInputs"] != "none" && boxes.Count > 0)
            sent["input"] = JsonValue.Create(boxes[0].Text)!.ToJsonString();
        return sent;
    }

    [GeneratedRegex(@"\{\{(?<what>DATE|TIME)\((?<at>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d))(?:, ?(?:COMPACT|LONG|SHORT))?\)\}\}", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Dates();
}
