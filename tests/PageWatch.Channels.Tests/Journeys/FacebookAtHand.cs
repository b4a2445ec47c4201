using Microsoft.Extensions.DependencyInjection;
using PageWatch.Platforms.Facebook;
using PageWatch.Testing.Facebook;

namespace PageWatch.Channels.Tests.Journeys;

internal sealed class FacebookAtHand : PageAtHand
{
    private const string Jose = "7788990011223302";

    private LoopbackGraph server = null!;
    private string complaint = "";

    public override string Watch => $"https://www.facebook.com/contosocoffee --token {server.Token}";

    public override IReadOnlyList<string> Replies => [.. server.Wall.Below(complaint, isStream: true).Where(post => post.By == LoopbackWall.Page).Select(post => post.Text)];

    public override TimeSpan NoticesWithin => TimeSpan.FromHours(30);

    /// <summary>Facebook does not tell deleted from hidden, and nothing is claimed of the author.</summary>
    public override bool TellsDeletion => false;

    public override async Task StartAsync() => server = await LoopbackGraph.StartAsync(TimeProvider.System);

    public override void Complain(string text) => complaint = server.Wall.Say(Jose, "José Álvarez", text).Id;

    public override void AnswerThere(string text) => server.Wall.Comment(complaint, LoopbackWall.Page, "Contoso Coffee", text);

    public override void TakeBack() => server.Wall.Remove(complaint);

    public override ValueTask DisposeAsync() => server.DisposeAsync();

    protected override void AddPlatform(IServiceCollection services)
    {
        services.AddFacebook();
        services.Configure<FacebookOptions>(options => (options.BaseUrl, options.Version) = (server.Address.ToString(), LoopbackGraph.Version));
    }
}
