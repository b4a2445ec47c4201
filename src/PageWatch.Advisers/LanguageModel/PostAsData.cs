using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using PageWatch.Domain.Drafts;
using PageWatch.Domain.Posts;

namespace PageWatch.Advisers.LanguageModel;

/// <summary>The post and all around it as one JSON object, masked and cut. Quotes, brackets and line breaks are escaped: no text in it can end the object.</summary>
internal static class PostAsData
{
    private const int MostPost = 2_000;
    private const int MostThread = 5;
    private const int MostPast = 3;
    private const int MostAround = 500;

    // Letters of all scripts stay as they are, which costs fewer tokens; "<", quotes and control characters never do.
    internal static readonly JsonSerializerOptions Writing = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    public static string Of(DraftAsk ask, string language, PersonalSlots slots, bool shorter)
    {
        var post = ask.Request.Post;
        // A reading of another version has its places elsewhere.
        var known = ask.Request.Reading is var reading && reading.Revision == post.Revision ? reading.Personal : [];
        var told = new JsonObject
        {
            ["language"] = language,
            ["post"] = new JsonObject
            {
                ["title"] = post.Title is null ? null : Fit(slots.OfAuthor(post, post.Title, []), MostAround),
                ["under"] = post.Under is null ? null : Fit(slots.OfAuthor(post, post.Under, []), MostAround),
                ["text"] = Fit(slots.OfAuthor(post, post.Text, known), shorter ? MostPost / 4 : MostPost),
            },
            ["thread"] = new JsonArray([.. (shorter ? [] : ask.Thread.TakeLast(MostThread)).Select(each => new JsonObject
            {
                ["by"] = each.IsOurs ? "us" : "somebody",
                ["text"] = Fit(slots.OfThread(post, each.Text), MostAround),
            })]),
            ["approved_replies"] = new JsonArray([.. (shorter ? [] : ask.Request.Past.Take(MostPast)).Select(each => new JsonObject
            {
                ["post"] = Fit(slots.OfOthers(post, each.Post), MostAround),
                ["reply"] = Fit(slots.OfOurs(post, each.Reply), MostAround),
            })]),
        };
        if (slots.Knows(PersonalSlots.Name))
            told["author"] = PersonalSlots.Name;
        return told.ToJsonString(Writing);
    }

    /// <param name="most">Text elements: what a reader would call a character.</param>
    internal static string Fit(string text, int most)
    {
        var clean = CleanText.Of(HiddenSigns.Removed(text), PostSnapshot.LongestText);
        var elements = StringInfo.ParseCombiningCharacters(clean.Length > most * 8 ? clean[..(most * 8)] : clean);
        if (elements.Length <= most && clean.Length <= most * 8)
            return clean;
        var cut = clean[..(elements.Length > most ? elements[most] : elements[^1])];
        // Not half a slot.
        var open = cut.LastIndexOf('{');
        return (open > cut.LastIndexOf('}') ? cut[..open] : cut) + "…";
    }
}
