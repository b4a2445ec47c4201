using PageWatch.Demo.Wall;

namespace PageWatch.Demo.Pages;

/// <summary>What a visitor typed into one of the page's forms.</summary>
/// <param name="Key">Which form: <c>new</c>, or <c>answer-p…</c>, <c>edit-p…</c>, <c>delete-p…</c> with the id of its post.</param>
/// <param name="Problem">Why it was not taken, in a sentence; null while it was not sent.</param>
internal sealed record WallForm(string Key, string Name, string Text, string Picture, string? Problem)
{
    public const string New = "new";

    public static string AnswerTo(string id) => "answer-" + id;

    public static string EditOf(string id) => "edit-" + id;

    public static string DeleteOf(string id) => "delete-" + id;

    public static WallForm Empty(string key, string name) => new(key, name, "", "", null);

    public static WallForm Of(WallPost post) => new(EditOf(post.Id), post.Author.Name, post.Text, post.Picture ?? "", null);
}
