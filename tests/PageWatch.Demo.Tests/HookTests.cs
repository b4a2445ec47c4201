using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using PageWatch.Demo.Hooks;
using PageWatch.Domain.Sources;
using PageWatch.Platforms.DemoPage;
using PageWatch.Testing.Demo;

namespace PageWatch.Demo.Tests;

/// <summary>What the page tells of its changes, and to whom it keeps telling.</summary>
public sealed class HookTests
{
    [Fact]
    public async Task Every_change_is_told_signed_and_in_order()
    {
        await using var receiver = await HookReceiver.StartAsync();
        await using var demo = await RunningDemo.StartAsync(receiver.Address);
        using var browser = demo.Client();
        var id = (await browser.PostAsync("posts", RunningDemo.Form("A question?", "Ana"))).Headers.Location!.OriginalString.Split('#')[1];
        await browser.PostAsync($"posts/{id}/edit", RunningDemo.Form("A better question?"));
        var reply = JsonDocument.Parse(await (await demo.ReplyAsync(id, "An answer.")).Content.ReadAsStringAsync()).RootElement.GetProperty("id").GetString();
        await demo.Owner.DeleteAsync("api/posts/" + reply);
        await browser.PostAsync($"posts/{id}/delete", RunningDemo.Form());

        var told = await receiver.WhenAsync(deliveries => deliveries.Count >= 5);
        told.Select(delivery => delivery.Event).ShouldBe(["post.created", "post.edited", "post.created", "post.deleted", "post.deleted"]);
        told.Select(delivery => delivery.Said).ShouldBe(["A question?", "A better question?", "An answer.", "", ""]);
        told.Select(delivery => delivery.Body.GetProperty("post").GetProperty("revision").GetInt32()).ShouldBe([1, 2, 1, 2, 3]);
        told[2].Body.GetProperty("post").GetProperty("by_page").GetBoolean().ShouldBeTrue();
        told.Select(delivery => delivery.Id).Distinct().Count().ShouldBe(5);
        told.ShouldAllBe(delivery => delivery.Body.GetProperty("delivery").GetString() == delivery.Id && delivery.Thread == id);
        told.ShouldAllBe(delivery => delivery.Call.Single("content-type") == "application/json");
        told.ShouldAllBe(delivery => IsGenuine(delivery));

        // The same post as the owner reads it.
        var last = (await demo.ChangesAsync())[^1];
        JsonElement.DeepEquals(told[4].Body.GetProperty("post"), last).ShouldBeTrue();
    }

    [Fact]
    public async Task First_day_and_reset_are_not_told()
    {
        await using var receiver = await HookReceiver.StartAsync();
        await using var demo = await RunningDemo.StartAsync(receiver.Address);
        await demo.Owner.PostAsync("api/reset", null);
        await demo.SayAsync("Hello");
        (await receiver.WhenAsync(deliveries => deliveries.Count >= 1)).Single().Said.ShouldBe("Hello");
    }

    [Fact]
    public async Task A_receiver_that_was_away_gets_everything_in_order_once_it_is_back()
    {
        await using var receiver = await HookReceiver.StartAsync();
        await using var demo = await RunningDemo.StartAsync(receiver.Address);
        await receiver.HangUpAsync();
        var first = await demo.SayAsync("1");
        for (var number = 2; number <= 5; number++)
            await demo.SayAsync($"{number}", under: first.Id);
        var other = await demo.SayAsync("Another thread");
        await receiver.ListenAsync();
        var told = await receiver.WhenAsync(deliveries => deliveries.Count >= 6);
        told.Where(delivery => delivery.Thread == first.Id).Select(delivery => delivery.Said).ShouldBe(["1", "2", "3", "4", "5"]);
        told.Count(delivery => delivery.Thread == other.Id).ShouldBe(1);
    }

    [Fact]
    public async Task A_refused_delivery_comes_again_as_the_same_and_nothing_of_its_thread_overtakes_it()
    {
        var refusals = 3;
        await using var receiver = await HookReceiver.StartAsync();
        receiver.Answer = delivery => Task.FromResult(delivery.Said == "Refused at first" && Interlocked.Decrement(ref refusals) >= 0 ? Results.StatusCode(500) : Results.Ok());
        await using var demo = await RunningDemo.StartAsync(receiver.Address);
        var post = await demo.SayAsync("Refused at first");
        await demo.SayAsync("Behind it", under: post.Id);
        var other = await demo.SayAsync("Beside it");

        var told = await receiver.WhenAsync(deliveries => deliveries.Any(delivery => delivery.Said == "Behind it"));
        var thread = told.Where(delivery => delivery.Thread == post.Id).ToList();
        thread.Select(delivery => delivery.Said).ShouldBe(["Refused at first", "Refused at first", "Refused at first", "Refused at first", "Behind it"]);
        thread.Take(4).Select(delivery => delivery.Id).Distinct().Count().ShouldBe(1);
        thread.Take(4).Select(delivery => delivery.Text).Distinct().Count().ShouldBe(1);
        thread.ShouldAllBe(delivery => IsGenuine(delivery));

        // The other thread did not wait.
        var list = told.ToList();
        list.FindIndex(delivery => delivery.Thread == other.Id).ShouldBeLessThan(list.FindLastIndex(delivery => delivery.Said == "Refused at first"));
    }

    [Fact]
    public async Task A_later_attempt_is_signed_with_its_own_time()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 3, 11, 10, 0, 0, TimeSpan.Zero));
        await using var receiver = await HookReceiver.StartAsync();
        receiver.Answer = _ => Task.FromResult(Results.StatusCode(503));
        await using var demo = await RunningDemo.StartAsync(receiver.Address, services => services.AddSingleton<TimeProvider>(clock));
        await demo.SayAsync("Hello");
        for (var attempts = 1; attempts <= 10; attempts++)
        {
            var count = attempts;
            while (receiver.Deliveries.Count < count)
            {
                clock.Advance(TimeSpan.FromSeconds(30));
                await Task.WhenAny(receiver.WhenAsync(deliveries => deliveries.Count >= count), Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System));
            }
        }

        var told = receiver.Deliveries;
        told.Select(delivery => delivery.Id).Distinct().Count().ShouldBe(1);
        told.Select(delivery => long.Parse(delivery.Timestamp)).ShouldBeInOrder();
        told.Select(delivery => delivery.Timestamp).Distinct().Count().ShouldBeGreaterThan(5);
        told.ShouldAllBe(delivery => IsGenuine(delivery, DateTimeOffset.FromUnixTimeSeconds(long.Parse(delivery.Timestamp))));
    }

    [Theory]
    [InlineData(HttpStatusCode.Gone)]
    [InlineData(HttpStatusCode.OK)]
    [InlineData(HttpStatusCode.Accepted)]
    public async Task A_delivery_is_done_when_it_was_taken_or_nobody_wants_it(HttpStatusCode status)
    {
        await using var receiver = await HookReceiver.StartAsync();
        receiver.Answer = _ => Task.FromResult(Results.StatusCode((int)status));
        await using var demo = await RunningDemo.StartAsync(receiver.Address);
        var post = await demo.SayAsync("1");
        await demo.SayAsync("2", under: post.Id);
        (await receiver.WhenAsync(deliveries => deliveries.Count >= 2)).Select(delivery => delivery.Said).ShouldBe(["1", "2"]);
        await demo.RestartAsync();
        await demo.SayAsync("3");
        (await receiver.WhenAsync(deliveries => deliveries.Any(delivery => delivery.Said == "3"))).Count(delivery => delivery.Said == "1").ShouldBe(1);
    }

    [Fact]
    public async Task A_redirect_is_no_yes_and_is_not_followed()
    {
        await using var elsewhere = await HookReceiver.StartAsync();
        await using var receiver = await HookReceiver.StartAsync();
        receiver.Answer = _ => Task.FromResult(Results.Redirect(elsewhere.Address.AbsoluteUri, preserveMethod: true));
        await using var demo = await RunningDemo.StartAsync(receiver.Address);
        await demo.SayAsync("Hello");
        await receiver.WhenAsync(deliveries => deliveries.Count >= 3);
        elsewhere.Deliveries.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_waits_survives_a_restart()
    {
        await using var receiver = await HookReceiver.StartAsync();
        await using var demo = await RunningDemo.StartAsync(receiver.Address);
        await receiver.HangUpAsync();
        var post = await demo.SayAsync("1");
        await demo.SayAsync("2", under: post.Id);
        await demo.RestartAsync();
        await demo.SayAsync("3", under: post.Id);
        await receiver.ListenAsync();
        (await receiver.WhenAsync(deliveries => deliveries.Count >= 3)).Select(delivery => delivery.Said).ShouldBe(["1", "2", "3"]);
    }

    [Fact]
    public async Task What_waits_is_dropped_by_a_reset()
    {
        await using var receiver = await HookReceiver.StartAsync();
        await using var demo = await RunningDemo.StartAsync(receiver.Address);
        await receiver.HangUpAsync();
        await demo.SayAsync("Before the reset");
        await demo.Owner.PostAsync("api/reset", null);
        await receiver.ListenAsync();
        await demo.SayAsync("After it");
        (await receiver.WhenAsync(deliveries => deliveries.Any(delivery => delivery.Said == "After it"))).ShouldAllBe(delivery => delivery.Said == "After it");
    }

    [Fact]
    public async Task One_thread_that_hangs_holds_up_no_other()
    {
        using var hanging = new CancellationTokenSource();
        await using var receiver = await HookReceiver.StartAsync();
        receiver.Answer = async delivery =>
        {
            if (delivery.Said == "Hangs")
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, hanging.Token).ContinueWith(_ => { }, TaskScheduler.Default);
            return Results.Ok();
        };
        await using var demo = await RunningDemo.StartAsync(receiver.Address);
        for (var number = 0; number < 7; number++)
            await demo.SayAsync("Hangs");
        await receiver.WhenAsync(deliveries => deliveries.Count >= 7);
        for (var number = 0; number < 20; number++)
            await demo.SayAsync("Goes");
        (await receiver.WhenAsync(deliveries => deliveries.Count(delivery => delivery.Said == "Goes") >= 20)).Count(delivery => delivery.Said == "Hangs").ShouldBe(7);
        await hanging.CancelAsync();
    }

    [Fact]
    public async Task A_receiver_may_be_named_while_the_page_runs()
    {
        await using var receiver = await HookReceiver.StartAsync();
        await using var demo = await RunningDemo.StartAsync();
        await demo.SayAsync("To nobody");
        demo.Options.HookAddress = receiver.Address;
        await demo.SayAsync("To somebody");
        (await receiver.WhenAsync(deliveries => deliveries.Count >= 1)).Single().Said.ShouldBe("To somebody");
    }

    [Fact]
    public async Task An_address_that_cannot_be_makes_webhooks_wait_and_the_page_go_on()
    {
        await using var receiver = await HookReceiver.StartAsync();
        await using var demo = await RunningDemo.StartAsync();
        demo.Options.HookAddress = new Uri("ftp://127.0.0.1/hooks");
        var post = await demo.SayAsync("1");
        demo.Options.HookAddress = receiver.Address;
        await demo.SayAsync("2", under: post.Id);
        (await receiver.WhenAsync(deliveries => deliveries.Count >= 2)).Select(delivery => delivery.Said).ShouldBe(["1", "2"]);
    }

    [Fact]
    public void Signatures_are_those_that_others_publish()
    {
        HookSignature.Of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, "{\"test\": 2432232314}"u8)
            .ShouldBe("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
        HookSignature.Of("whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3", "msg_1", 1700000000, "{\"id\":1}"u8).ShouldBe("v1,+IzdwScqhSc2F01pY+rAymMQN73Vy20dLJ0HYWT9BYs=");
    }

    [Fact]
    public void Waiting_grows_to_half_a_minute()
    {
        Enumerable.Range(1, 10).Select(failures => Backoff.After(failures).TotalSeconds).ShouldBe([0.2, 0.5, 1, 2, 5, 10, 20, 30, 30, 30]);
        Backoff.After(int.MaxValue).TotalSeconds.ShouldBe(30);
    }

    private static bool IsGenuine(Delivery delivery, DateTimeOffset? now = null)
    {
        using var services = new ServiceCollection().AddSingleton(TimeProvider.System).AddPages().AddDemoPage().BuildServiceProvider();
        return services.GetRequiredService<IWebhookSource>().Verify(delivery.Call, [new Secret(RunningDemo.HookSecret)], now ?? TimeProvider.System.GetUtcNow())
            is WebhookVerdict.Genuine { DeliveryId: var id } && id == delivery.Id;
    }
}
