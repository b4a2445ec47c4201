using System.Diagnostics;
using System.Security.Cryptography;
using PageWatch.Testing.WordPress;

namespace PageWatch.Host.Tests.Journey;

/// <summary>A real site that a team watches as its editor. Everybody who comments in these tests did so early on, so that one poll brings all.</summary>
public sealed class WatchedWordPress : IAsyncLifetime, IDisposable
{
    private readonly List<TimeSpan> arrivals = [];

    internal RealWordPress Site { get; } = new();

    /// <summary>Stands in no comment of any other run: a site may be tested more than once, and a first look reads what is there.</summary>
    internal string Mark { get; } = "q" + RandomNumberGenerator.GetHexString(10, lowercase: true);

    internal TeamAtWork Team { get; private set; } = null!;

    /// <summary>How long after being written each comment stood on a card.</summary>
    internal IReadOnlyList<TimeSpan> Arrivals => arrivals;

    internal Comment Complaint { get; private set; } = null!;

    internal Comment ToBeEdited { get; private set; } = null!;

    internal Comment ToBeEditedAfterMyOwnWords { get; private set; } = null!;

    internal Comment ToBeTrashed { get; private set; } = null!;

    internal Comment ToBeDeleted { get; private set; } = null!;

    internal Comment ToBeAnsweredThere { get; private set; } = null!;

    internal Comment ToBeAnsweredHere { get; private set; } = null!;

    /// <summary>Praise, and a complaint of somebody else that answers it.</summary>
    internal (Comment Praise, Comment Complaint) Nested { get; private set; }

    /// <summary>As deep as the site shows threads.</summary>
    internal Comment Deepest { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Team = await TeamAtWork.StartAsync();
        await Team.WatchAsync(Site.Base, (Site["WP_EDITOR_USER"], Site["WP_EDITOR_APP_PASSWORD"]));
        Complaint = await SaidAsync("My birthday cake arrived broken, and nobody answers the phone. I want my money back.");
        ToBeEdited = await SaidAsync("The rolls were stale and hard as stone. I am very disappointed.", "Edita");
        ToBeEditedAfterMyOwnWords = await SaidAsync("My bread was mouldy when I unpacked it at home, this is disgusting.", "Edgar");
        ToBeTrashed = await SaidAsync($"Your delivery {Mark}trash never arrived, I am angry and want a refund.", "Trudy " + Mark + "trudy");
        ToBeDeleted = await SaidAsync($"Your delivery {Mark}delete never arrived, I am angry and want a refund.", "Delia " + Mark + "delia");
        ToBeAnsweredThere = await SaidAsync("You charged me twice for one loaf. That is unacceptable.", "Norbert");
        ToBeAnsweredHere = await SaidAsync("The croissants were burnt again, I want my money back.", "Henri");

        var article = await Site.ArticleAsync("Rye");
        var praise = await SaidAsync("I love your rye bread, the best in town.", "Petra", article);
        Nested = (praise, await SaidAsync("Not mine: it was mouldy, this is disgusting and I want my money back.", "Quentin", article, praise.Id));

        article = await Site.ArticleAsync("A long talk");
        string? above = null;
        for (var depth = 1; depth < 5; depth++)
            above = (await SaidAsync("I love your rye bread, the best in town, says number " + depth, "Talker" + depth, article, above)).Id;
        Deepest = await SaidAsync("It arrived broken, and nobody answers the phone. I want my money back.", "Deborah", article, above);

        foreach (var comment in (Comment[])[Complaint, ToBeEdited, ToBeEditedAfterMyOwnWords, ToBeTrashed, ToBeDeleted, ToBeAnsweredThere, ToBeAnsweredHere, Nested.Complaint, Deepest])
        {
            comment.Nudge = (await Team.CardOfAsync(comment.Id)).Nudge!.Value;
            arrivals.Add(comment.Since.Elapsed);
        }
    }

    public async Task DisposeAsync()
    {
        if (Team is not null)
            await Team.DisposeAsync();
    }

    public void Dispose() => Site.Dispose();

    /// <summary>By the page's own form, under an article of its own unless another is named.</summary>
    private async Task<Comment> SaidAsync(string text, string author = "Jana", long? under = null, string? answering = null)
    {
        var article = under ?? await Site.ArticleAsync("An article");
        return new Comment(article, await Site.VisitorSaysAsync(article, text, author, answering), text, author, Stopwatch.StartNew());
    }

    /// <param name="Since">Runs from when it was written.</param>
    internal sealed record Comment(long Article, string Id, string Text, string Author, Stopwatch Since)
    {
        /// <summary>Its card; known once the card is there.</summary>
        public long Nudge { get; set; }
    }
}
