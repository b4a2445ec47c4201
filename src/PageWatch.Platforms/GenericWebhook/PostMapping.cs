using System.Globalization;
using PageWatch.Domain.Posts;

namespace PageWatch.Platforms.GenericWebhook;

/// <summary>Where in a page's calls its posts stand. Kept in the page's settings, each entry as it was typed.</summary>
internal sealed class PostMapping
{
    /// <summary>Of a page's settings, those that are typed behind <c>--map</c>.</summary>
    public const string Prefix = "map ";

    /// <summary>In the place of an id: made from the bytes of the post, for forms that have none.</summary>
    public const string Digest = "*";

    private const int MostEntries = 100;
    private const int LongestEntry = 1_000;
    private const string ItemsKey = "items";
    private const string EventPrefix = "event:";
    private const string AnyEvent = "*";
    private const string OwnPrefix = "own:";
    private const string TextIsKey = "text_is";
    private const string StarsMaxKey = "stars_max";
    private const string TimesKey = "times";
    private const string ZoneKey = "zone";
    private const string Html = "html";
    private const string Plain = "plain";

    private readonly JsonPointer?[] places = new JsonPointer?[PostFields.Count];
    private readonly Dictionary<string, CallAct> acts = new(StringComparer.Ordinal);
    private readonly List<(JsonPointer Place, string[] Values)> own = [];

    private PostMapping()
    {
    }

    /// <summary>The list of posts, or one post.</summary>
    public JsonPointer Items { get; private set; } = JsonPointer.Parse("", out _)!;

    /// <summary>A user said where the posts are: an empty list there is no mistake.</summary>
    public bool SaysWhereItemsAre { get; private set; }

    public bool IdIsDigest { get; private set; }

    public bool TextIsHtml { get; private set; }

    public decimal StarsMax { get; private set; } = 5;

    public TimeForm Times { get; private set; }

    public TimeZoneInfo Zone { get; private set; } = TimeZoneInfo.Utc;

    /// <summary>Any of these tells that the page itself wrote a post.</summary>
    public IReadOnlyList<(JsonPointer Place, string[] Values)> Own => own;

    /// <summary>Null when the field is not looked for.</summary>
    public JsonPointer? this[PostField field] => places[(int)field];

    /// <returns>Null when nobody can say what the value stands for.</returns>
    public CallAct? ActOf(string value) =>
        acts.TryGetValue(value, out var told) ? told : acts.TryGetValue(AnyEvent, out var any) ? any : CallActs.Guess(value);

    /// <summary>What an event without a value is.</summary>
    public CallAct ActOfNone => acts.TryGetValue(AnyEvent, out var any) ? any : CallAct.Add;

    /// <exception cref="FormatException">The settings are none that <see cref="Change"/> gave.</exception>
    public static PostMapping Of(IReadOnlyDictionary<string, string> settings) => Read(settings, out var problem) ?? throw new FormatException(problem);

    /// <summary>Lays typed entries over those of a page.</summary>
    /// <param name="typed">Each <c>field=place</c>; <c>field=-</c> takes an entry away.</param>
    /// <returns>Null when one of them is wrong; <paramref name="problem"/> says which, why, and the mend.</returns>
    public static IReadOnlyDictionary<string, string>? Change(IReadOnlyDictionary<string, string> settings, IReadOnlyList<string> typed, out string problem)
    {
        var changed = new Dictionary<string, string>(settings, StringComparer.Ordinal);
        foreach (var entry in typed)
        {
            // What an event is called may hold a "="; what it stands for does not.
            var equals = entry.StartsWith(EventPrefix, StringComparison.Ordinal) ? entry.LastIndexOf('=') : entry.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0 || entry.Length > LongestEntry)
            {
                problem = $"\"{CleanText.Line(entry, 60)}\" maps nothing. Type field=place, as in text=/data/body.";
                return null;
            }

            var key = Prefix + entry[..equals].Trim();
            var value = entry[(equals + 1)..].Trim();
            if (value == "-")
                changed.Remove(key);
            else
                changed[key] = value;
        }

        return Read(changed, out problem) is null ? null : changed;
    }

    /// <summary>Which field is read from where, for people.</summary>
    public IEnumerable<(string Field, string From)> Reads()
    {
        if (SaysWhereItemsAre)
            yield return (ItemsKey, Items.Text.Length == 0 ? "the whole call" : Items.Text);
        foreach (var (field, name, _) in PostFields.All)
        {
            if (field == PostField.Id && IdIsDigest)
                yield return (name, "the bytes of the post");
            else if (this[field] is { } place)
                yield return (name, place.Text.Length == 0 ? "the whole post" : place.Text);
        }

        foreach (var (value, act) in acts)
            yield return (EventPrefix + value, CallActs.Typed.First(each => each.Value == act).Key);
        foreach (var (place, values) in own)
            yield return (OwnPrefix + place.Text, string.Join('|', values));
        if (TextIsHtml)
            yield return (TextIsKey, Html);
        if (StarsMax != 5)
            yield return (StarsMaxKey, StarsMax.ToString(CultureInfo.InvariantCulture));
        if (Times != TimeForm.Auto)
            yield return (TimesKey, CallTime.Forms.First(each => each.Value == Times).Key);
        if (!Zone.Equals(TimeZoneInfo.Utc))
            yield return (ZoneKey, Zone.Id);
    }

    private static PostMapping? Read(IReadOnlyDictionary<string, string> settings, out string problem)
    {
        problem = "";
        var mapping = new PostMapping();
        foreach (var (field, _, usual) in PostFields.All)
            mapping.places[(int)field] = usual is null ? null : JsonPointer.Parse(usual, out _);
        var count = 0;
        foreach (var (setting, value) in settings)
        {
            if (!setting.StartsWith(Prefix, StringComparison.Ordinal))
                continue;
            if (++count > MostEntries)
            {
                problem = $"There are more than {MostEntries} entries. Take some away with --map field=-.";
                return null;
            }

            var key = setting[Prefix.Length..];
            if (mapping.Take(key, value) is { } wrong)
            {
                problem = $"{CleanText.Line(key, 60)}={CleanText.Line(value, 60)}: {wrong}";
                return null;
            }
        }

        return mapping;
    }

    /// <returns>What is wrong, with the mend; null when the entry was understood.</returns>
    private string? Take(string key, string value)
    {
        if (key.StartsWith(EventPrefix, StringComparison.Ordinal))
        {
            if (!CallActs.Typed.TryGetValue(value, out var act))
                return $"an event is one of {string.Join(", ", CallActs.Typed.Keys)}.";
            acts[key[EventPrefix.Length..]] = act;
            return null;
        }

        if (key.StartsWith(OwnPrefix, StringComparison.Ordinal))
        {
            if (JsonPointer.Parse(key[OwnPrefix.Length..], out var why) is not { } place)
                return why;
            if (value.Length == 0)
                return "say which values are the page's own, with \"|\" between them, as in own:/author/id=staff-7|staff-8.";
            own.Add((place, value.Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)));
            return null;
        }

        switch (key)
        {
            case ItemsKey:
                if (JsonPointer.Parse(value, out var wrong) is not { } items)
                    return wrong;
                Items = items;
                SaysWhereItemsAre = true;
                return null;
            case TextIsKey:
                TextIsHtml = value == Html;
                return value is Html or Plain ? null : $"a text is {Plain} or {Html}.";
            case StarsMaxKey:
                var isNumber = decimal.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var max) && max is >= 1 and <= 1_000;
                StarsMax = isNumber ? max : StarsMax;
                return isNumber ? null : "type the best rating there is, as in stars_max=10.";
            case TimesKey:
                var isForm = CallTime.Forms.TryGetValue(value, out var form);
                Times = form;
                return isForm ? null : $"times are one of {string.Join(", ", CallTime.Forms.Keys)}.";
            case ZoneKey:
                if (!TimeZoneInfo.TryFindSystemTimeZoneById(value, out var zone))
                    return "there is no such zone. Type one as in zone=Europe/Berlin.";
                Zone = zone;
                return null;
        }

        foreach (var (field, name, _) in PostFields.All)
        {
            if (name != key)
                continue;
            if (field == PostField.Id && value == Digest)
            {
                IdIsDigest = true;
                return null;
            }

            places[(int)field] = JsonPointer.Parse(value, out var why);
            return places[(int)field] is null ? why : null;
        }

        return $"there is no such field. There are {string.Join(", ", PostFields.All.Select(each => each.Name))}, {ItemsKey}, {EventPrefix}VALUE, {OwnPrefix}/place, {TextIsKey}, {StarsMaxKey}, {TimesKey} and {ZoneKey}.";
    }
}
