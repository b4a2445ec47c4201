using PageWatch.Domain.Teams;
using PageWatch.Pipeline;
using PageWatch.Pipeline.Commands;
using PageWatch.Pipeline.Ingest;
using PageWatch.Pipeline.Teams;

namespace PageWatch.Host.Demo;

/// <summary>Knows the demo page as any page is known: by its address and its API.</summary>
internal sealed class DemoPage(DemoSettings settings, IWatches watches, IRetention retention, PollRun polls, IHttpClientFactory clients, TimeProvider time, IDoorbell doorbell) : IDemoPage
{
    public bool IsOn => settings.IsOn;

    public async ValueTask ResetAsync(Member by, CancellationToken cancellationToken)
    {
        using var client = clients.CreateClient("demo");
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(settings.Address!, "api/reset"));
        request.Headers.Authorization = new("Bearer", settings.ApiKey);
        using var response = await client.SendAsync(request, cancellationToken);
        response.EnsureSuccessStatusCode();
        foreach (var watch in (await watches.OfTeamAsync(TeamId.Default, cancellationToken)).Where(watch => watch.Page.Platform.Name == "demo" && watch.Page.Address == settings.Address))
        {
            var now = time.GetUtcNow();
            await retention.WipePageAsync(watch.Id, now - DemoSettings.FirstDay, new AuditEntry(by.Team, now, by.Id, by.Name, "demo reset", $"watch {watch.Name}"), cancellationToken);
            await polls.RunAsync(watch.Id, fromTheStart: false, cancellationToken);
        }

        doorbell.Ring(Door.Inbox);
    }
}
