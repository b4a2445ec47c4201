using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using AngleSharp.Html.Parser;
using PageWatch.Testing.Processes;

namespace PageWatch.Host.Tests.Journey;

/// <summary>A team with the real service as a process of its own: Ana speaks to it in a shell, and everybody sees its cards on the console.</summary>
internal sealed partial class TeamAtWork : IAsyncDisposable
{
    /// <summary>Who sits at the shell; the first member of the team.</summary>
    public const string Ana = "Ana";

    /// <summary>The shortest interval that the product takes.</summary>
    private const string Every = "15s";

    /// <summary>Three polls, on a machine that may be busy with other tests.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder folder;
    private HttpClient browser;

    private TeamAtWork(TemporaryFolder folder, ServiceProcess service)
    {
        this.folder = folder;
        Service = service;
        browser = service.Browser();
    }

    public ServiceProcess Service { get; private set; }

    public static async Task<TeamAtWork> StartAsync()
    {
        var data = new TemporaryFolder();
        // The site stands on this machine, and its PHP is known to end soon: a lost reply need not be waited for as long as at somebody else's.
        await File.WriteAllTextAsync(
            data.Inside("pagewatch.json"),
            """{"PageWatch":{"AdminName":"Ana"},"Fetch":{"AllowPrivate":["127.0.0.1"]},"Platforms":{"WordPress":{"SettlingTime":"00:00:02"}}}""");
        var team = new TeamAtWork(data, await ServiceProcess.StartAsync(data.Path, "--no-demo"));
        await team.SignInAsync();
        return team;
    }

    /// <summary>Begins to watch a page.</summary>
    /// <param name="account">User and application password; null to watch as everybody sees it.</param>
    public async Task WatchAsync(Uri page, (string User, string Password)? account, params string[] options)
    {
        string[] words = account is { } login ? ["--user", login.User, "--password", login.Password, .. options] : options;
        (await SayAsync(["watch", page.AbsoluteUri, "--every", Every, .. words])).ShouldStartWith("Watching corner-bakery");
    }

    /// <summary>Says something that is done.</summary>
    /// <returns>The answer.</returns>
    public async Task<string> SayAsync(params string[] words)
    {
        var ran = await Service.SayAsync(words);
        ran.Code.ShouldBe(0, ran.ToString());
        return ran.Output;
    }

    /// <summary>Says something that is refused.</summary>
    /// <returns>Why.</returns>
    public async Task<string> HearNoAsync(params string[] words)
    {
        var ran = await Service.SayAsync(words);
        ran.Code.ShouldBe(1, ran.ToString());
        return ran.Errors;
    }

    /// <summary>Asks to publish, and sends nothing yet.</summary>
    /// <returns>The code that confirms it, and everything that was shown with it.</returns>
    public async Task<(string Code, string Shown)> PreviewAsync(long nudge)
    {
        var shown = await SayAsync("publish", Number(nudge));
        return (ConfirmCode().Match(shown).Groups[1].Value, shown);
    }

    public Task<string> ConfirmAsync(long nudge, string code) => SayAsync("publish", Number(nudge), "--confirm", code);

    public Task<string> RefusedToConfirmAsync(long nudge, string code) => HearNoAsync("publish", Number(nudge), "--confirm", code);

    /// <summary>What the team's channel shows now.</summary>
    public async Task<IReadOnlyList<ShownCard>> CardsAsync()
    {
        using var page = new HtmlParser().ParseDocument(await browser.GetStringAsync(new Uri("console", UriKind.Relative)));
        return [.. page.QuerySelectorAll("#board > article").Select(article => new ShownCard(article))];
    }

    /// <summary>Waits for the card of a comment.</summary>
    public Task<ShownCard> CardOfAsync(string comment) => UntilAsync($"for a card of comment {comment}", card => card.Nudge is not null && card.LeadsTo(comment));

    /// <summary>Waits until a card looks so.</summary>
    /// <param name="what">What is waited for, in the words of the test that fails.</param>
    public Task<ShownCard> CardAsync(long nudge, string what, Func<ShownCard, bool> until) => UntilAsync($"for nudge {nudge} to be {what}", card => card.Nudge == nudge && until(card));

    /// <summary>Starts the service again on what it left behind.</summary>
    public async Task StartAgainAsync()
    {
        await Service.DisposeAsync();
        browser.Dispose();
        Service = await ServiceProcess.StartAsync(folder.Path, "--no-demo");
        browser = Service.Browser();
        await SignInAsync();
    }

    /// <summary>Where the files of the service hold these words: tables, indexes, free pages, logs.</summary>
    /// <returns>A file and some of what stands around them there, each.</returns>
    public async Task<IReadOnlyList<string>> PlacesOfAsync(string words)
    {
        const int Around = 100;
        var wanted = Encoding.UTF8.GetBytes(words);
        var places = new List<string>();
        foreach (var file in Directory.EnumerateFiles(folder.Path, "*", SearchOption.AllDirectories).Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var copy = new MemoryStream();
            await stream.CopyToAsync(copy);
            var bytes = copy.ToArray();
            if (bytes.AsSpan().IndexOf(wanted) is >= 0 and var at)
                places.Add($"{Path.GetFileName(file)}: …{Encoding.UTF8.GetString(bytes.AsSpan(Math.Max(0, at - Around)..Math.Min(bytes.Length, at + Around)))}…");
        }

        return places;
    }

    public async ValueTask DisposeAsync()
    {
        browser.Dispose();
        await Service.DisposeAsync();
        folder.Dispose();
    }

    public static string Number(long nudge) => nudge.ToString(CultureInfo.InvariantCulture);

    private async Task SignInAsync()
    {
        using var signedIn = await browser.GetAsync(Service.Link);
        signedIn.StatusCode.ShouldBe(HttpStatusCode.Found);
    }

    private async Task<ShownCard> UntilAsync(string what, Func<ShownCard, bool> until)
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            var cards = await CardsAsync();
            if (cards.FirstOrDefault(until) is { } found)
                return found;
            waited.Elapsed.ShouldBeLessThan(Patience, $"waited {what}\n{string.Join('\n', cards)}\n--- output\n{Service.Output}\n--- errors\n{Service.Errors}");
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, CancellationToken.None);
        }
    }

    [GeneratedRegex(@"--confirm (\S+)")]
    private static partial Regex ConfirmCode();
}
