using Microsoft.Extensions.DependencyInjection;
using PageWatch.Platforms.Mastodon;
using PageWatch.Testing.Mastodon;

namespace PageWatch.Channels.Tests.Journeys;

internal sealed class MastodonAtHand : PageAtHand
{
    private LoopbackMastodon server = null!;
    private string team = "";
    private string lea = "";
    private string complaint = "";

    public override string Watch => $"{server.Address}@contosocoffee --token {server.TokenFor(team)}";

    public override IReadOnlyList<string> Replies => [.. server.Timeline.By(team).Where(post => post.InReplyTo == complaint).Select(post => post.Text)];

    public override string GoesOutBesides => "a line with the handle of whoever is answered";

    public override async Task StartAsync()
    {
        server = await LoopbackMastodon.StartAsync();
        team = server.Timeline.Join("contosocoffee");
        lea = server.Timeline.Join("lea@piaille.example");
    }

    public override void Complain(string text) => complaint = server.Timeline.Say(lea, "@contosocoffee " + text).Id;

    public override void AnswerThere(string text) => server.Timeline.Say(team, "@lea@piaille.example " + text, inReplyTo: complaint);

    public override void TakeBack() => server.Timeline.Delete(complaint);

    public override ValueTask DisposeAsync() => server.DisposeAsync();

    protected override void AddPlatform(IServiceCollection services) => services.AddMastodon();
}
