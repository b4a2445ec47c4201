using Microsoft.Extensions.DependencyInjection;
using PageWatch.Platforms.Bluesky;
using PageWatch.Testing.Bluesky;

namespace PageWatch.Channels.Tests.Journeys;

internal sealed class BlueskyAtHand : PageAtHand
{
    private const string Password = "abcd-efgh-ijkl-mnop";

    private StubBluesky server = null!;
    private StubAccount team = null!;
    private StubAccount lea = null!;
    private StubPost complaint = null!;

    public override string Watch => $"https://bsky.app/profile/contoso.example --user contoso.example --password {Password}";

    public override IReadOnlyList<string> Replies => [.. server.PostsOf(team).Where(post => post.ParentUri == complaint.Uri).Select(post => (string)post.Record["text"]!)];

    public override async Task StartAsync()
    {
        server = await StubBluesky.StartAsync(TimeProvider.System);
        // Journeys go by a clock that is moved; how the index lags behind is tested where the platform is.
        server.IndexDelay = TimeSpan.Zero;
        team = server.Join("contoso.example", "Contoso Coffee", Password);
        lea = server.Join("lea.example", "Léa");
    }

    public override void Complain(string text) => complaint = server.Say(lea, "@contoso.example " + text, mentioning: team);

    public override void AnswerThere(string text) => server.Say(team, text, answering: complaint);

    public override void TakeBack() => server.Delete(complaint);

    public override ValueTask DisposeAsync() => server.DisposeAsync();

    protected override void AddPlatform(IServiceCollection services)
    {
        services.AddBluesky();
        services.Configure<BlueskyOptions>(options => (options.Service, options.PublicView) = (server.Address, server.Address));
    }
}
