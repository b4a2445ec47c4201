using System.Globalization;
using PageWatch.Demo.Wall;

namespace PageWatch.Demo.Pages;

/// <summary>The page as HTML: complete without a script, and kept up to date by one where there is one.</summary>
/// <param name="visitor">The name that this visitor last wrote under; empty for who has not.</param>
/// <param name="opened">The form that stands open under its post, or was not taken and is shown again with what was typed and why; null when none.</param>
/// <param name="onThread">The thread that is shown alone; null on the page of all.</param>
internal sealed class WallView(DemoOptions options, string visitor, WallForm? opened, string? onThread)
{
    private string Base => options.PublicBase.AbsolutePath;

    public Html Page(WallLook look)
    {
        var body = onThread is null
            ? Html.Of($"""
                <section aria-labelledby="write">
                <h2 class="unseen" id="write">Write something</h2>
                {Composer()}
                </section>
                <section aria-labelledby="posts">
                <h2 class="unseen" id="posts" tabindex="-1">Posts</h2>
                {Wall(look)}
                {(look.Older is { } older ? Html.Of($"""<p class="more"><a href="{Base}?before={older}">Older posts</a></p>""") : default)}
                </section>
                """)
            : Html.Of($"""
                <section aria-labelledby="posts">
                <h2 class="unseen" id="posts" tabindex="-1">One post and its answers</h2>
                {Wall(look)}
                <p class="more"><a href="{Base}">All posts</a></p>
                </section>
                """);
        return Shell("", body);
    }

    /// <summary>A page that says one thing, and where to go from there.</summary>
    public Html Notice(string title, string what) => Shell(
        title + " · ",
        Html.Of($"""
            <section>
            <h2>{title}</h2>
            <p>{what}</p>
            <p class="more"><a href="{Base}">All posts</a></p>
            </section>
            """));

    private Html Shell(string title, Html body) => Html.Of($"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta name="robots" content="noindex">
        <title>{title}{DemoWall.Name} (demo page)</title>
        <link rel="icon" href="{Base}{Asset.Icon.Link}" type="image/svg+xml">
        <link rel="stylesheet" href="{Base}{Asset.Style.Link}">
        <script src="{Base}{Asset.Script.Link}" defer></script>
        </head>
        <body>
        <header>
        <p class="kicker">The public page <b class="badge">demo</b></p>
        <h1><a href="{Base}">{DemoWall.Name}</a></h1>
        <p class="quiet">A playground with invented people: write as anybody; anyone may answer, edit or delete what visitors wrote.</p>
        </header>
        <main>
        <p id="live" role="status"></p>
        {body}
        </main>
        </body>
        </html>

        """);

    private Html Wall(WallLook look)
    {
        var threads = look.Threads.Select(thread => Html.Of($"""
            <li class="thread" id="thread-{thread.Root.Id}">
            {Post(thread.Root, thread)}
            {(thread.Earlier > 0 ? Html.Of($"""<p class="more"><a href="{Base}posts/{thread.Root.Id}">{thread.Earlier} earlier {(thread.Earlier == 1 ? "answer" : "answers")}</a></p>""") : default)}
            <ol class="answers">{thread.Answers.Select(answer => Html.Of($"""<li id="at-{answer.Id}">{Post(answer, thread)}</li>"""))}</ol>
            </li>
            """));
        return Html.Of($"""<ol id="wall" data-change="{look.Change}">{threads}</ol>""");
    }

    private Html Post(WallPost post, WallThread thread) => post.IsDeleted
        ? Html.Of($"""<article id="{post.Id}" class="gone" data-revision="{post.Revision}"><div class="said"><p class="quiet">This post was deleted.</p></div></article>""")
        : Html.Of($"""
            <article id="{post.Id}"{(post.IsByPage ? Html.Of($" class=\"ours\"") : default)} data-revision="{post.Revision}">
            {Said(post, thread)}
            {Acts(post)}
            {FormUnder(post)}
            </article>
            """);

    private static Html Said(WallPost post, WallThread thread)
    {
        var picture = post.Picture is { } link
            ? Html.Of($"""<p class="picture"><a href="{link}" rel="nofollow ugc noopener noreferrer" target="_blank">Picture on <bdi>{HostOf(link)}</bdi></a></p>""")
            : default;

        // dir="auto" turns each text as its own letters run, and keeps marks in it from turning what stands around it.
        var text = post.Text.Length > 0 ? Html.Of($"""<p class="text" dir="auto">{post.Text}</p>""") : default;
        return Html.Of($"""
            <div class="said">
            <p class="meta"><b><bdi>{post.Author.Name}</bdi></b>{(post.IsByPage ? Html.Of($""" <span class="badge ours">the page</span>""") : default)}{To(post, thread)} · {Time(post.CreatedAt)}{(post.Revision > 1 ? Html.Of($" · edited") : default)}</p>
            {text}{picture}
            </div>
            """);
    }

    /// <summary>Answers stand in one row below their thread, however deep they are; whom one answers is said where it is not the first post.</summary>
    private static Html To(WallPost post, WallThread thread) =>
        post.Parent != thread.Root.Id && thread.Answers.FirstOrDefault(each => each.Id == post.Parent) is { } parent
            ? Html.Of($""" <span class="to">to <bdi>{parent.Author.Name}</bdi></span>""")
            : default;

    private static Html Time(DateTimeOffset at) => Html.Of(
        $"""<time datetime="{at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture)}">{at.UtcDateTime.ToString("d MMM yyyy, HH:mm", CultureInfo.InvariantCulture)} UTC</time>""");

    private Html Composer()
    {
        var form = opened?.Key == WallForm.New ? opened : WallForm.Empty(WallForm.New, visitor);
        return Html.Of($"""
            <form method="post" action="{Base}posts" data-draft="{form.Key}" class="composer">
            {Problem(form)}
            {TextField(form, "Write as a visitor")}
            <div class="row">
            {NameField(form)}
            {PictureField(form)}
            <button class="main">Post</button>
            </div>
            </form>
            """);
    }

    /// <summary>What can be done with a post: links to the same page with a form below it, which the script fetches into place.</summary>
    private Html Acts(WallPost post)
    {
        var others = post.IsByPage ? default : Html.Of($"""{Act(post, "edit", "Edit", "the post of ")}{Act(post, "delete", "Delete", "the post of ")}""");
        return Html.Of($"""<p class="acts">{Act(post, "answer", "Answer", "")}{others}</p>""");
    }

    private Html Act(WallPost post, string act, string name, string whose) => Html.Of(
        $"""<a href="{Base}posts/{post.Thread}?{act}={post.Id}#{post.Id}" data-act="{act}">{name}<span class="unseen"> {whose}{post.Author.Name}</span></a> """);

    private Html FormUnder(WallPost post)
    {
        if (opened is null)
            return default;
        if (opened.Key == WallForm.AnswerTo(post.Id))
        {
            return Under(post, "answers", Html.Of($"""
                {TextField(opened, "Your answer")}
                <div class="row">
                {NameField(opened)}
                {PictureField(opened)}
                <button class="main">Answer</button>
                </div>
                """));
        }

        if (opened.Key == WallForm.EditOf(post.Id) && !post.IsByPage)
        {
            return Under(post, "edit", Html.Of($"""
                {TextField(opened, "What it should say")}
                <div class="row">
                {PictureField(opened)}
                <button class="main">Save</button>
                </div>
                """));
        }

        if (opened.Key == WallForm.DeleteOf(post.Id) && !post.IsByPage)
        {
            return Under(post, "delete", Html.Of($"""
                <div class="row">
                <p>Delete this post for good?</p>
                <button class="main">Delete</button>
                </div>
                """));
        }

        return default;
    }

    private Html Under(WallPost post, string path, Html fields) => Html.Of($"""
        <form method="post" action="{Base}posts/{post.Id}/{path}" data-draft="{opened!.Key}">
        {Problem(opened)}
        {fields}
        </form>
        """);

    private static Html Problem(WallForm form) => form.Problem is { } problem ? Html.Of($"""<p class="problem" role="alert">{problem}</p>""") : default;

    // A browser drops the first line break of a text field, so one of ours goes before what was typed.
    private static Html TextField(WallForm form, string label) => Html.Of($"""
        <p class="field wide"><label for="{form.Key}-text">{label}</label>
        <textarea id="{form.Key}-text" name="text" rows="2" maxlength="{WallWords.LongestText}" dir="auto">
        {form.Text}</textarea></p>
        """);

    private static Html NameField(WallForm form) => Html.Of($"""
        <p class="field"><label for="{form.Key}-name">Name</label>
        <input id="{form.Key}-name" name="name" value="{form.Name}" maxlength="{WallWords.LongestName}" placeholder="{WallWords.NobodysName}" autocomplete="off" dir="auto"></p>
        """);

    private static Html PictureField(WallForm form) => Html.Of($"""
        <p class="field"><label for="{form.Key}-picture">Picture link (optional)</label>
        <input id="{form.Key}-picture" name="picture" value="{form.Picture}" maxlength="{WallWords.LongestLink}" type="url" inputmode="url" placeholder="https://…" autocomplete="off"></p>
        """);

    private static string HostOf(string link) => Uri.TryCreate(link, UriKind.Absolute, out var address) ? address.IdnHost : "another site";
}
