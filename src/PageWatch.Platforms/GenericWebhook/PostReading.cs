using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Sources;
using PageWatch.Platforms.Markup;

namespace PageWatch.Platforms.GenericWebhook;

/// <summary>Reads one post out of a call by its mapping.</summary>
/// <param name="trace">What was found where, for a user who tries a mapping; null when nobody looks.</param>
/// <remarks>Without an id, or with nothing to read, it is no post. Whatever else is odd is left out, and the post comes all the same: late or without a link is better than never.</remarks>
internal sealed class PostReading(PostMapping mapping, JsonElement root, JsonElement item, List<TriedField>? trace)
{
    private const int LongestId = 500;
    private const int LongestLanguage = 35;
    private const int MostPictures = 10;

    /// <param name="problem">Why it is none, with the mend, where the result is null.</param>
    public MappedPost? Read(out string problem)
    {
        problem = "";
        if (item.ValueKind != JsonValueKind.Object)
        {
            problem = $"A post is a JSON object, and here stands {Kind(item)}. Say where the posts are with --map items=/place.";
            return null;
        }

        var name = Text(PostField.Event);
        if ((name is null ? mapping.ActOfNone : mapping.ActOf(name)) is not { } act)
        {
            problem = $"The event \"{CleanText.Line(name, 60)}\" is not known. Say what it is: --map \"event:{CleanText.Line(name, 60)}=add\", or edit, delete, hide, ignore; or event:*=… for all others.";
            return null;
        }

        // What is not meant for us need not be a post at all.
        if (act == CallAct.Ignore)
            return new MappedPost(act, "") { EventName = name };
        if (Id(out problem) is not { } id)
            return null;
        var post = new MappedPost(act, id) { EventName = name, EventId = Text(PostField.EventId), EventTime = Time(PostField.EventTime) };
        if (act is CallAct.Delete or CallAct.Hide)
            return post with { UpdatedAt = Time(PostField.UpdatedAt) };

        post = post with
        {
            Author = Author(),
            Text = Words(),
            Title = Text(PostField.Title),
            CreatedAt = Time(PostField.CreatedAt),
            UpdatedAt = Time(PostField.UpdatedAt),
            Url = Link(PostField.Url),
            Parent = Parent(id),
            Thread = Text(PostField.Thread),
            Under = Text(PostField.Under),
            Stars = Stars(),
            Language = Language(),
            Attachments = Pictures(),
            IsOwn = IsOwn(),
        };
        if (!string.IsNullOrWhiteSpace(post.Text) || !string.IsNullOrWhiteSpace(post.Title) || post.Stars is not null || post.Attachments.Count > 0)
            return post;
        problem = $"It has neither text, title, stars nor picture: nothing to read at {mapping[PostField.Text]?.Text}. Say where the words are: --map text=/place.";
        return null;
    }

    private string? Id(out string problem)
    {
        problem = "";
        if (mapping.IdIsDigest)
        {
            var digest = Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(item.GetRawText())).AsSpan(0, 16));
            Found(PostField.Id, digest);
            return digest;
        }

        var id = Text(PostField.Id);
        if (id is { Length: > 0 and <= LongestId })
            return id;
        problem = id is { Length: > LongestId }
            ? $"Its id is longer than {LongestId} characters. Map another one: --map id=/place, or id={PostMapping.Digest} to make one of the bytes."
            : $"It has no id at {mapping[PostField.Id]?.Text}. Say where the id is: --map id=/place, or id={PostMapping.Digest} to make one of the bytes.";
        return null;
    }

    private string? Parent(string id) => Text(PostField.Parent) is { Length: > 0 and <= LongestId } parent && parent != id ? parent : null;

    private Author Author()
    {
        string? name = null, id = null, url = null;
        if (Find(PostField.Author, out var found))
        {
            if (found.ValueKind == JsonValueKind.Object)
            {
                // Most senders keep these three together.
                name = Member(found, "name"u8);
                id = Member(found, "id"u8);
                url = Member(found, "url"u8);
                Found(PostField.Author, name, name is null ? "It has no \"name\". Map it: --map author=/author/…" : null);
            }
            else
            {
                name = Scalar(found);
                Found(PostField.Author, name, name is null ? $"{Kind(found)} is no name." : null);
            }
        }

        return new Author(Text(PostField.AuthorId) is { Length: > 0 and <= LongestId } told ? told : id is { Length: > 0 and <= LongestId } ? id : null, name ?? "", Link(PostField.AuthorUrl) ?? HtmlText.Resolve(url, relativeTo: null));
    }

    private string Words()
    {
        var text = Text(PostField.Text);
        if (string.IsNullOrWhiteSpace(text))
            return Text(PostField.Html) is { } html ? HtmlText.Read(html, relativeTo: null).Text : "";
        return mapping.TextIsHtml ? HtmlText.Read(text, relativeTo: null).Text : text;
    }

    private DateTimeOffset? Time(PostField field)
    {
        if (Text(field) is not { Length: > 0 } text)
            return null;
        var time = CallTime.Read(text, mapping.Times, mapping.Zone);
        if (trace is not null)
        {
            trace.RemoveAt(trace.Count - 1);
            Found(field, time?.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture) ?? text, time is null ? $"That is no time ({string.Join(", ", CallTime.Forms.Keys)}); it would count as written when it came. Say which with --map times=…" : null);
        }

        return time;
    }

    private Uri? Link(PostField field)
    {
        if (Text(field) is not { Length: > 0 } text)
            return null;
        var link = HtmlText.Resolve(text, relativeTo: null);
        if (link is null)
            Wrong("Only whole addresses with http or https are kept.");
        return link;
    }

    private int? Stars()
    {
        if (Text(PostField.Stars) is not { Length: > 0 } text)
            return null;
        if (decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var told) && told > 0 && told <= mapping.StarsMax)
            return Math.Clamp((int)Math.Round(told * 5 / mapping.StarsMax, MidpointRounding.AwayFromZero), 1, 5);
        Wrong($"That is no rating up to {mapping.StarsMax}. Say what the best is: --map stars_max=10.");
        return null;
    }

    private string? Language()
    {
        if (Text(PostField.Language) is not { Length: > 0 } text)
            return null;
        if (text.Length <= LongestLanguage && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
            return text.Replace('_', '-');
        Wrong("That is no language tag, such as \"de\" or \"pt-BR\".");
        return null;
    }

    private List<Attachment> Pictures()
    {
        var pictures = new List<Attachment>();
        if (!Find(PostField.Picture, out var found))
            return pictures;
        if (found.ValueKind == JsonValueKind.Array)
        {
            foreach (var each in found.EnumerateArray().Take(MostPictures))
                Add(each);
        }
        else
        {
            Add(found);
        }

        Found(PostField.Picture, string.Join(' ', pictures.Select(each => each.Link)), pictures.Count == 0 ? "No whole address with http or https is here." : null);
        return pictures;

        void Add(JsonElement told)
        {
            var link = told.ValueKind == JsonValueKind.Object ? Member(told, "url"u8) : Scalar(told);
            if (HtmlText.Resolve(link, relativeTo: null) is { } picture)
                pictures.Add(new Attachment(AttachmentKind.Picture, picture));
        }
    }

    private bool IsOwn()
    {
        var isOwn = Text(PostField.Own) is { } told && (told.Equals("true", StringComparison.OrdinalIgnoreCase) || told == "1");
        foreach (var (place, values) in mapping.Own)
        {
            var value = place.TryFind(root, item, out var found) ? Scalar(found) : null;
            isOwn |= value is not null && values.Contains(value, StringComparer.Ordinal);
            trace?.Add(new TriedField("own", place.Text, value, null));
        }

        return isOwn;
    }

    /// <returns>Null where there is nothing, or something that is no text and no number.</returns>
    private string? Text(PostField field)
    {
        if (!Find(field, out var found))
            return null;
        var text = Scalar(found);
        Found(field, text, text is null ? $"{Kind(found)} stands here. Go on to a text inside it." : null);
        return text;
    }

    private bool Find(PostField field, out JsonElement found)
    {
        found = default;
        if (mapping[field] is not { } place)
            return false;
        if (place.TryFind(root, item, out found))
            return true;
        trace?.Add(new TriedField(PostFields.NameOf(field), place.Text, null, null));
        return false;
    }

    private void Found(PostField field, string? value, string? problem = null) =>
        trace?.Add(new TriedField(PostFields.NameOf(field), field == PostField.Id && mapping.IdIsDigest ? "the bytes of the post" : mapping[field]!.Text, value, problem));

    /// <summary>Says of the field that was read last what is wrong with it.</summary>
    private void Wrong(string problem)
    {
        if (trace is [.., var last])
            trace[^1] = last with { Problem = problem };
    }

    private static string? Member(JsonElement holder, ReadOnlySpan<byte> name) => holder.TryGetProperty(name, out var member) ? Scalar(member) : null;

    /// <summary>Numbers keep their digits as they were sent: an id of nineteen of them is no floating-point number.</summary>
    private static string? Scalar(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => null,
    };

    private static string Kind(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "a number",
        JsonValueKind.True or JsonValueKind.False => "true or false",
        _ => "nothing",
    };
}
