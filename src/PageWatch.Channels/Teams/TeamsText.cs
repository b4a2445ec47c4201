using System.Net;
using System.Text;

namespace PageWatch.Channels.Teams;

/// <summary>What somebody typed: with his mentions found, and the chat's escapes undone.</summary>
/// <param name="Pieces">In order; a mention stands between two stretches of text.</param>
/// <param name="MentionsBot">The bot's own mention stood in it, and was cut out.</param>
internal sealed record TeamsText(IReadOnlyList<TextPiece> Pieces, bool MentionsBot)
{
    private const int MostMentions = 50;

    /// <remarks>Mentions are found by entity, never by name: what merely looks like one is text. https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/channel-and-group-conversations#work-with-mentions</remarks>
    public static TeamsText Read(TeamsActivity activity)
    {
        var text = activity.Text;
        var found = new List<(int At, int Length, TeamsMember Who, bool IsPerson)>();
        var searched = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var entity in activity.Entities.Where(entity => TeamsActivity.Id(entity, "type") == "mention").Take(MostMentions))
        {
            var tag = TeamsActivity.Long(entity, "text");
            var mentioned = TeamsActivity.Part(entity, "mentioned");
            var who = TeamsMember.Read(mentioned);
            // Two people of one name have the same tag: the first entity is the first that stands there.
            var at = tag.Length == 0 || who.Id.Length == 0 ? -1 : text.IndexOf(tag, searched.GetValueOrDefault(tag), StringComparison.Ordinal);
            if (at < 0)
                continue;
            searched[tag] = at + tag.Length;
            // Teams, channels and tags are mentioned in the same way, and are nobody.
            var isPerson = TeamsActivity.Id(mentioned, "type") is "" or "person" && !who.Id.StartsWith("19:", StringComparison.Ordinal);
            found.Add((at, tag.Length, who, isPerson));
        }

        var pieces = new List<TextPiece>();
        var from = 0;
        var mentionsBot = false;
        foreach (var (at, length, who, isPerson) in found.OrderBy(each => each.At))
        {
            if (at < from)
                continue;
            pieces.Add(new TextPiece(Plain(text[from..at]), null));
            if (who.Id == activity.Recipient.Id)
                mentionsBot = true;
            else if (isPerson)
                pieces.Add(new TextPiece(who.Name, who));
            else
                pieces.Add(new TextPiece(Plain(text.Substring(at, length)), null));
            from = at + length;
        }

        pieces.Add(new TextPiece(Plain(text[from..]), null));
        return new TeamsText(pieces, mentionsBot);
    }

    /// <summary>With each mention as <paramref name="mention"/> writes it.</summary>
    public string Line(Func<TextPiece, string> mention) => string.Concat(Pieces.Select(piece => piece.Who is null ? piece.Text : mention(piece))).Trim();

    /// <summary>Without the tags of what is no mention, with entities as the characters that they stand for, and blanks that can be typed.</summary>
    private static string Plain(string text)
    {
        if (!text.AsSpan().ContainsAny('<', '&', '\u00A0'))
            return text;
        var plain = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '<' && TagAt(text, i) is { } tag)
            {
                if (tag.IsBreak)
                    plain.Append('\n');
                i += tag.Length - 1;
            }
            else
            {
                plain.Append(text[i]);
            }
        }

        return WebUtility.HtmlDecode(plain.ToString()).Replace('\u00A0', ' ');
    }

    /// <summary>The tags that Teams itself puts into a text; others were typed, and come escaped.</summary>
    private static (int Length, bool IsBreak)? TagAt(string text, int at)
    {
        foreach (var tag in (string[])["<at>", "</at>", "<br>", "<br/>", "<br />"])
        {
            if (text.AsSpan(at).StartsWith(tag, StringComparison.OrdinalIgnoreCase))
                return (tag.Length, tag[1] == 'b');
        }

        // <at id="0">
        if (!text.AsSpan(at).StartsWith("<at ", StringComparison.OrdinalIgnoreCase))
            return null;
        var end = text.AsSpan(at, Math.Min(200, text.Length - at)).IndexOf('>');
        return end < 0 ? null : (end + 1, false);
    }
}

/// <param name="Who">Null for what is no mention.</param>
internal sealed record TextPiece(string Text, TeamsMember? Who);
