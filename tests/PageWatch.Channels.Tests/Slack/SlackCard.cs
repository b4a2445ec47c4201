using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using PageWatch.Domain.Channels;
using PageWatch.Testing.Channels;

namespace PageWatch.Channels.Tests.Slack;

/// <summary>A message or a window as Slack's client shows it.</summary>
internal sealed class SlackCard
{
    /// <summary>Of text and links, and twenty for each piece: https://github.com/slackapi/bolt-js/issues/2509</summary>
    public const int LargestMessage = 12_000;

    private const int PerPiece = 20;

    private readonly StringBuilder text = new();
    private readonly List<string> strange = [];
    private readonly List<ShownLink> links = [];
    private readonly List<DateTimeOffset> moments = [];
    private readonly List<ShownButton> buttons = [];
    private readonly List<ShownBox> boxes = [];

    private SlackCard()
    {
    }

    public static ShownMessage Read(SlackPosted posted)
    {
        var card = new SlackCard();
        card.strange.AddRange(SlackRules.OfBlocks(posted.Blocks, "message"));
        card.ReadBlocks(posted.Blocks, typed: null);
        return card.Shown(new MessageRef($"{posted.Channel}:{posted.Ts}"), card.Notification(posted.Text), Skeleton(posted.Blocks), Weight(posted.Blocks));
    }

    public static ShownMessage Read(string id, JsonObject view)
    {
        var card = new SlackCard();
        card.strange.AddRange(SlackRules.OfView(view));
        card.text.Append((string?)view["title"]?["text"]).Append('\n');
        var blocks = view["blocks"]!.AsArray();
        var inputs = blocks.Where(block => (string?)block!["type"] == "input").ToList();
        var typed = inputs.Count == 0 ? null : string.Concat(inputs.Select(block => (string?)block!["element"]!["initial_value"]));
        card.ReadBlocks(blocks, typed);
        if (view["submit"] is { } submit)
        {
            var sent = new Dictionary<string, string>(StringComparer.Ordinal) { ["type"] = "view_submission", ["metadata"] = (string)view["private_metadata"]! };
            if (typed is not null)
                sent["typed"] = typed;
            // A window with a box has to have a button; the one that stands for no action does nothing.
            if (JsonNode.Parse((string)view["private_metadata"]!)!["do"] is not null)
                card.buttons.Insert(0, new ShownButton((string)submit["text"]!, (string)submit["text"]!, IsMain: true, sent));
        }

        return card.Shown(new MessageRef(id), "", Skeleton(view), Weight(blocks));
    }

    /// <summary>As Slack seems to measure: texts, links, and what holds them.</summary>
    public static int Weight(JsonNode? node) => node switch
    {
        JsonObject members => members.Sum(member => member.Key is "text" or "url" && member.Value is JsonValue value ? ((string)value!).Length + PerPiece : Weight(member.Value)),
        JsonArray items => items.Sum(Weight),
        _ => 0,
    };

    private ShownMessage Shown(MessageRef where, string notification, string skeleton, int size) => new()
    {
        Where = where,
        Notification = notification,
        Text = string.Join('\n', text.ToString().Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0)),
        Links = links,
        Moments = moments,
        Buttons = buttons,
        Boxes = boxes,
        Skeleton = skeleton,
        Strange = strange,
        Size = size,
    };

    /// <summary>Slack reads it as markup: whatever is not escaped would be a mention, a link or a broadcast.</summary>
    private string Notification(string written)
    {
        if (written.Contains('<', StringComparison.Ordinal) || written.Contains('>', StringComparison.Ordinal))
            strange.Add("markup in a notification");
        var bare = written.Replace("&amp;", "", StringComparison.Ordinal).Replace("&lt;", "", StringComparison.Ordinal).Replace("&gt;", "", StringComparison.Ordinal);
        if (bare.Contains('&', StringComparison.Ordinal))
            strange.Add("an & in a notification that is not escaped");
        return written.Replace("&lt;", "<", StringComparison.Ordinal).Replace("&gt;", ">", StringComparison.Ordinal).Replace("&amp;", "&", StringComparison.Ordinal);
    }

    private void ReadBlocks(JsonArray blocks, string? typed)
    {
        foreach (var block in blocks)
        {
            switch ((string?)block!["type"])
            {
                case "header" or "section":
                    Say((string?)block["text"]!["text"]);
                    break;
                case "context":
                    foreach (var element in block["elements"]!.AsArray())
                        Say((string?)element!["text"]);
                    break;
                case "rich_text":
                    foreach (var element in block["elements"]!.AsArray())
                        ReadRich(element!["elements"]!.AsArray());
                    break;
                case "input":
                    ReadInput(block);
                    break;
                case "actions":
                    foreach (var element in block["elements"]!.AsArray())
                        ReadAction(element!, typed);
                    break;
            }

            text.Append('\n');
        }
    }

    private void ReadRich(JsonArray pieces)
    {
        foreach (var piece in pieces)
        {
            switch ((string?)piece!["type"])
            {
                case "text":
                    text.Append((string?)piece["text"]);
                    break;
                case "link":
                    var url = (string)piece["url"]!;
                    if (!Uri.TryCreate(url, UriKind.Absolute, out var target) || target.Scheme is not ("http" or "https"))
                        strange.Add($"a link leads to {url}");
                    links.Add(new ShownLink((string)piece["text"]!, url));
                    text.Append((string?)piece["text"]);
                    break;
                case "user":
                    text.Append('@').Append((string?)piece["user_id"]);
                    break;
                case "date":
                    moments.Add(DateTimeOffset.FromUnixTimeSeconds((long)piece["timestamp"]!));
                    text.Append((string?)piece["fallback"]);
                    break;
            }
        }

        text.Append('\n');
    }

    private void ReadInput(JsonNode block)
    {
        var label = (string)block["label"]!["text"]!;
        var value = (string?)block["element"]!["initial_value"] ?? "";
        // What does not fit into one box goes on in the next.
        if ((string?)block["block_id"] == "box-0")
            boxes.Add(new ShownBox(label == "…" ? "" : label, value));
        else
            boxes[^1] = boxes[^1] with { Text = boxes[^1].Text + value };
    }

    private void ReadAction(JsonNode element, string? typed)
    {
        var type = (string)element["type"]!;
        var id = (string)element["action_id"]!;
        if (type == "button")
        {
            var label = (string)element["text"]!["text"]!;
            // A command that the words offer is no action of the card: it is the last of its words.
            if (id.StartsWith("say|", StringComparison.Ordinal))
                Say(label);
            else
                buttons.Add(new ShownButton(label, (string?)element["accessibility_label"] ?? label, (string?)element["style"] == "primary", Sent(type, id, (string)element["value"]!, typed)));
            return;
        }

        foreach (var option in element["options"]!.AsArray())
        {
            var label = (string)option!["text"]!["text"]!;
            var value = (string)option["value"]!;
            if (value.StartsWith("say|", StringComparison.Ordinal))
                Say(label);
            else
                buttons.Add(new ShownButton(label, label, IsMain: false, Sent(type, id, value, typed)));
        }
    }

    private static Dictionary<string, string> Sent(string type, string id, string value, string? typed)
    {
        var sent = new Dictionary<string, string>(StringComparer.Ordinal) { ["type"] = "block_actions", ["element"] = type, ["action_id"] = id, ["value"] = value };
        if (typed is not null)
            sent["typed"] = typed;
        return sent;
    }

    private void Say(string? words) => text.Append(words).Append('\n');

    /// <summary>Everything but the words.</summary>
    private static string Skeleton(JsonNode? node) => node switch
    {
        JsonObject members => "{" + string.Join(',', members.Select(member =>
            member.Key + ":" + (member.Key is "type" or "url" or "timestamp" or "format" or "style" or "emoji" ? member.Value?.ToJsonString() : Skeleton(member.Value)))) + "}",
        JsonArray items => "[" + string.Join(',', items.Select(Skeleton)) + "]",
        JsonValue value when value.GetValueKind() == JsonValueKind.String => "words",
        _ => node?.ToJsonString() ?? "null",
    };
}
