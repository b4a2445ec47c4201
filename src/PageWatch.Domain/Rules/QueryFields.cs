using System.Collections.Frozen;
using System.Globalization;
using PageWatch.Domain.Teams;

namespace PageWatch.Domain.Rules;

/// <summary>The fields of the language, with what may stand behind each.</summary>
internal sealed class QueryFields
{
    /// <summary>The accounts of the page itself, and whoever goes by the name of a member.</summary>
    public const string Staff = "@staff";

    private static readonly QueryFields[] All =
    [
        new(QueryField.Is, "is:complaint", "complaint", "question", "praise", "request", "thanks", "abuse", "spam", "other", "unclear", "review", "unanswered", "reply"),
        new(QueryField.Sentiment, "sentiment:negative", "negative", "neutral", "positive", "mixed"),
        new(QueryField.Urgency, "urgency:now", "now", "today", "whenever"),
        new(QueryField.Lang, "lang:de"),
        new(QueryField.Page, "page:contoso-blog"),
        new(QueryField.Platform, "platform:wordpress"),
        new(QueryField.Author, "author:\"Jana K.\""),
        new(QueryField.New, "new:author", "author"),
        new(QueryField.Has, "has:picture", "picture", "video", "audio", "link", "personal"),
        new(QueryField.After, "after:2026-03-10"),
        new(QueryField.Before, "before:2026-03-10"),
        new(QueryField.Stars, "stars<=2") { IsNumber = true, Least = 1, Most = 5, IsWhole = true },
        new(QueryField.Confidence, "confidence>0.8") { IsNumber = true, Least = 0, Most = 1 },
        new(QueryField.Followers, "followers>5000") { IsNumber = true, Least = 0, Most = 1e12, IsWhole = true },
    ];

    private static readonly FrozenDictionary<string, QueryFields> ByWord = All.ToFrozenDictionary(field => field.Word, StringComparer.OrdinalIgnoreCase);

    private QueryFields(QueryField name, string example, params string[] values)
    {
        Name = name;
        Word = name.ToString().ToLowerInvariant();
        Example = example;
        Values = values;
    }

    public QueryField Name { get; }

    public string Word { get; }

    /// <summary>The values that there are; empty where anything may stand.</summary>
    public IReadOnlyList<string> Values { get; }

    public string Example { get; }

    public bool IsNumber { get; private init; }

    public double Least { get; private init; }

    public double Most { get; private init; }

    public bool IsWhole { get; private init; }

    public static IEnumerable<string> Words => All.Select(each => each.Word);

    public static QueryFields Of(QueryField name) => All[(int)name];

    public static QueryFields? Find(string word) => ByWord.GetValueOrDefault(word);

    public static string Sign(QueryComparison comparison) => comparison switch
    {
        QueryComparison.Less => "<",
        QueryComparison.LessOrEqual => "<=",
        QueryComparison.More => ">",
        QueryComparison.MoreOrEqual => ">=",
        _ => ":",
    };

    /// <returns>The value as it is compared and printed; or what is wrong with it, and the mend.</returns>
    public (string? Value, string? Problem, string? Mend) Read(string typed)
    {
        if (IsNumber)
        {
            // A comma too: half of the world writes 0,8.
            if (!double.TryParse(typed.Replace(',', '.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) || number < Least || number > Most || (IsWhole && number != Math.Floor(number)))
                return (null, $"\"{typed}\" is no number of {Word}", string.Create(CultureInfo.InvariantCulture, $"use {Least:0.##} to {Most:0}, as in {Example}"));
            return (number.ToString("0.############", CultureInfo.InvariantCulture), null, null);
        }

        if (Name is QueryField.After or QueryField.Before)
        {
            return DateOnly.TryParseExact(typed, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
                ? (typed, null, null)
                : (null, $"\"{typed}\" is no day", $"write year, month and day: {Example}");
        }

        var lower = typed.ToLowerInvariant();
        if (Values.Count > 0 && !Values.Contains(lower))
        {
            return ClosestName.To(lower, Values) is { } meant
                ? (null, $"\"{typed}\" is no value of {Word}:", $"did you mean {Word}:{meant}? There are {string.Join(", ", Values)}")
                : (null, $"\"{typed}\" is no value of {Word}:", $"use {string.Join(", ", Values)}");
        }

        return (Name == QueryField.Author && lower != Staff ? typed : lower, null, null);
    }
}
