using PageWatch.Domain.Channels;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Sources;
using PageWatch.Testing.Stages;

namespace PageWatch.Channels.Tests.Cards;

/// <summary>A card as staff get to see it, made by the real stages.</summary>
/// <param name="Name">The name of its snapshots.</param>
/// <param name="Key">The message that it stands in.</param>
internal sealed record StaffCard(string Name, string Key, Func<Stage, Task<Card>> Make)
{
    /// <summary>The line that was said, where the card answers one.</summary>
    public string? Line { get; init; }

    public static IReadOnlyList<StaffCard> All { get; } = [.. NudgeCards.All, .. PrivateCards.All, .. NoticeCards.All, .. CommandCards.All];
}

/// <summary>What visitors of the stage's blog do, with everything that a page tells of a post.</summary>
internal static class Visitors
{
    public const string Broken = "Third parcel in a row that arrives broken. I want my money back, today!";

    public static async Task WriteAsync(this Stage stage, string nativeId, string text, string author = "Jana K.", Func<PostSnapshot, PostSnapshot>? with = null, Watch? on = null)
    {
        var post = stage.Post(nativeId, text, author).Post with { Link = new Uri($"https://blog.example/cups#{nativeId}"), Under = "New cups are here" };
        post = with?.Invoke(post) ?? post;
        stage.Page.Shows[nativeId] = post;
        // It takes the page some seconds to tell us.
        stage.Time.Advance(TimeSpan.FromSeconds(4));
        await stage.TellAsync(on ?? stage.Blog, new SourceEvent.PostSeen(post));
    }

    public static Task ComplainAsync(this Stage stage) => stage.WriteAsync("c1", Broken);

    public static void Wait(this Stage stage, double minutes) => stage.Time.Advance(TimeSpan.FromMinutes(minutes));

    /// <summary>The card as it is drawn now: what a reader sees who comes by, not what stood there when it last changed.</summary>
    public static async Task<Card> SeenAsync(this Stage stage)
    {
        await stage.ShowAsync();
        return stage.Card();
    }
}
