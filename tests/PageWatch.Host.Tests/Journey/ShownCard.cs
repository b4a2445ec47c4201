using System.Globalization;
using AngleSharp.Dom;

namespace PageWatch.Host.Tests.Journey;

/// <summary>A card as it stands on the console, read as a person reads it.</summary>
internal sealed class ShownCard(IElement article)
{
    private const string NudgeKey = "nudge-";

    /// <summary>Null for a card that is no nudge's.</summary>
    public long? Nudge { get; } = article.Id is { } id && id.StartsWith(NudgeKey, StringComparison.Ordinal) ? long.Parse(id.AsSpan(NudgeKey.Length), CultureInfo.InvariantCulture) : null;

    public string Title { get; } = TextOf(article.QuerySelector("h3"));

    public bool IsDone { get; } = article.GetAttribute("data-done") == "1";

    /// <summary>What the corner says: "answer by 10:00 UTC".</summary>
    public string Clock { get; } = TextOf(article.QuerySelector(".clock"));

    /// <summary>When an answer is due; null when none is.</summary>
    public DateTimeOffset? Due { get; } = article.QuerySelector(".clock time") is { } time ? DateTimeOffset.Parse(time.GetAttribute("datetime")!, CultureInfo.InvariantCulture) : null;

    /// <summary>The draft, or the reply that went out; empty without one.</summary>
    public string Reply { get; } = article.QuerySelector(".draft .said")?.TextContent ?? "";

    /// <summary>What the author wrote, newest last.</summary>
    public IReadOnlyList<string> Said { get; } = [.. article.QuerySelectorAll("blockquote:not(.aside) .said").Select(TextOf)];

    /// <summary>What stands around it: what it answers.</summary>
    public IReadOnlyList<string> Around { get; } = [.. article.QuerySelectorAll("blockquote.aside").Select(TextOf)];

    public IReadOnlyList<string> Banners { get; } = [.. article.QuerySelectorAll(".banner").Select(TextOf)];

    /// <summary>How long each step took, in the order of the journey; empty until it is over.</summary>
    public IReadOnlyList<string> Lags { get; } = [.. article.QuerySelectorAll(".legend .key").Select(TextOf)];

    public IReadOnlyList<string> Buttons { get; } = [.. article.QuerySelectorAll("button").Select(TextOf)];

    public IReadOnlyList<string> Links { get; } = [.. article.QuerySelectorAll("a[href]").Select(link => link.GetAttribute("href")!)];

    /// <summary>Everything that can be read on it.</summary>
    public string Text { get; } = TextOf(article);

    public bool LeadsTo(string comment) => Links.Any(link => link.EndsWith("#comment-" + comment, StringComparison.Ordinal));

    public override string ToString() => $"{article.Id}: {Text}";

    private static string TextOf(IElement? element) => element?.TextContent.Trim() ?? "";
}
