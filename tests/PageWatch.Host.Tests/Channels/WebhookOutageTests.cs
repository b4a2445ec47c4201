using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using PageWatch.Domain.Commands;
using PageWatch.Domain.Teams;
using PageWatch.Host.Tests.Hooks;
using PageWatch.Pipeline.Outbox;

namespace PageWatch.Host.Tests.Channels;

/// <summary>The whole service before a real receiver, which dies and comes back.</summary>
public sealed class WebhookOutageTests
{
    [Fact, Trait("Promise", "1"), Trait("Promise", "2"), Trait("Promise", "9")]
    public async Task Receiver_that_died_gets_every_card_once_when_it_is_back()
    {
        await using var receiver = new CardReceiver();
        await receiver.StartAsync();
        var time = new LeapingTime();
        var allowed = string.Create(CultureInfo.InvariantCulture, $$"""{ "Fetch": { "AllowPrivate": [ "127.0.0.1:{{receiver.Port}}" ] } }""");
        using var service = new HookedService(allowed, builder => builder.Services.AddSingleton<TimeProvider>(time));
        await service.InitializeAsync();
        try
        {
            (await service.SayAsync($"channel add webhook:http://127.0.0.1:{receiver.Port}/hook --name crm --secret {CardReceiver.Secret}")).Outcome.ShouldBe(CommandOutcome.Done);
            (await service.SayAsync("channel test crm")).Outcome.ShouldBe(CommandOutcome.Done);
            receiver.Calls.ShouldContain(call => call.Key.StartsWith("test-"));
            await WriteAsync(service, time, "one");
            await UntilAsync(() => receiver.Parcels() == 1);

            await receiver.DieAsync();
            foreach (var id in (string[])["two", "three", "four"])
                await WriteAsync(service, time, id);
            await UntilAsync(async () => await HealthAsync(service) is { FailingSince: not null, Due: >= 3 });
            var refused = await service.SayAsync("channel test crm");
            refused.Outcome.ShouldBe(CommandOutcome.Refused);
            refused.Card.Fallback.ShouldContain("cannot be reached");

            await receiver.StartAsync();
            await UntilAsync(() =>
            {
                time.Leap(TimeSpan.FromMinutes(1));
                return receiver.Parcels() == 4;
            });
            await UntilAsync(async () => await HealthAsync(service) is { FailingSince: null, Due: 0 });
            receiver.Forged.ShouldBeEmpty();
            receiver.Calls.ShouldBeUnique();
            foreach (var card in receiver.Calls.GroupBy(call => call.Key))
                card.Select(call => call.Version).ShouldBeInOrder();
        }
        finally
        {
            await service.DisposeAsync();
        }
    }

    [Fact, Trait("Promise", "14")]
    public async Task Private_address_that_no_admin_listed_is_never_called()
    {
        await using var receiver = new CardReceiver();
        await receiver.StartAsync();
        using var service = new HookedService();
        await service.InitializeAsync();
        try
        {
            await service.SayAsync($"channel add webhook:http://127.0.0.1:{receiver.Port}/hook --name crm");
            var answer = await service.SayAsync("channel test crm");
            answer.Outcome.ShouldBe(CommandOutcome.Refused);
            answer.Card.Fallback.ShouldContain("Fetch:AllowPrivate");
            receiver.Calls.ShouldBeEmpty();
        }
        finally
        {
            await service.DisposeAsync();
        }
    }

    private static async Task<ChannelHealth> HealthAsync(HookedService service) =>
        (await service.Get<IOutbox>().HealthAsync(TeamId.Default, CancellationToken.None)).Single(each => each.Channel.Name == "crm");

    private static async Task WriteAsync(HookedService service, TimeProvider time, string id)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(new
        {
            @event = "post.created",
            post = new { id, revision = 1, author = new { id = "v-" + id, name = "Ana" }, text = $"My parcel {id} arrived broken!", created_at = time.GetUtcNow().ToString("o", CultureInfo.InvariantCulture) },
        });
        (await service.SendAsync(service.Delivery(id, body, time.GetUtcNow()))).Status.ShouldBe(202);
    }

    private static Task UntilAsync(Func<bool> isSo) => UntilAsync(() => Task.FromResult(isSo()));

    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!await isSo())
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, limit.Token);
    }

    /// <summary>The true time, and hours more when a test says so.</summary>
    private sealed class LeapingTime : TimeProvider
    {
        private long ahead;

        public void Leap(TimeSpan time) => Interlocked.Add(ref ahead, time.Ticks);

        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref ahead));
    }
}
