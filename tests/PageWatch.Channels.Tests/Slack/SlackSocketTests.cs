using System.Text.Json.Nodes;
using PageWatch.Domain.Channels;

namespace PageWatch.Channels.Tests.Slack;

/// <summary>Socket Mode: what is acknowledged, and how the line is kept up.</summary>
public sealed class SlackSocketTests : IAsyncLifetime, IDisposable
{
    private readonly SocketServer server = new();
    private readonly CancellationTokenSource ends = new();
    private SlackHouse house = null!;
    private Task running = Task.CompletedTask;

    public Task InitializeAsync()
    {
        house = new SlackHouse(settings: new Dictionary<string, string?>
        {
            ["PageWatch:Slack:BotToken"] = SlackWorkspace.BotToken, ["PageWatch:Slack:AppToken"] = SlackWorkspace.AppToken, ["PageWatch:Slack:Api"] = $"http://127.0.0.1:{server.Port}/api/",
        });
        house.Workspace.Socket = server.Address;
        running = house.Connection.RunAsync(ends.Token);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await ends.CancelAsync();
        try
        {
            await running.WaitAsync(TimeSpan.FromSeconds(20));
        }
        catch (OperationCanceledException)
        {
        }

        await server.DisposeAsync();
        await house.DisposeAsync();
    }

    public void Dispose() => ends.Dispose();

    [Fact]
    public async Task An_event_is_acknowledged_once_it_is_kept()
    {
        var line = await server.AcceptAsync();
        await line.EnvelopeAsync("e1", "events_api", SlackHouse.Event(SlackHouse.Said("<@U0BOT> status", type: "app_mention")));
        (await line.HeardAsync())!.ToJsonString().ShouldBe("{\"envelope_id\":\"e1\"}");
        house.Intake.Waiting.Count.ShouldBe(1);
        // The same handling as over HTTP: the pair of it is not kept again.
        await line.EnvelopeAsync("e2", "events_api", SlackHouse.Event(SlackHouse.Said("<@U0BOT> status")));
        (await line.HeardAsync())!["envelope_id"]!.GetValue<string>().ShouldBe("e2");
        house.Intake.Waiting.Count.ShouldBe(1);
        await house.WorkAsync();
        house.Desk.Lines.ShouldHaveSingleItem().Line.ShouldBe("status");
    }

    [Fact]
    public async Task What_cannot_be_kept_is_not_acknowledged()
    {
        var line = await server.AcceptAsync();
        house.Intake.IsDown = true;
        await line.EnvelopeAsync("e1", "events_api", SlackHouse.Event(SlackHouse.Said("<@U0BOT> status", type: "app_mention"), "Ev1"));
        await line.EnvelopeAsync("e2", "events_api", SlackHouse.Event(SlackHouse.Said("lunch?")));
        (await line.HeardAsync())!["envelope_id"]!.GetValue<string>().ShouldBe("e2");
        house.Intake.IsDown = false;
        await line.EnvelopeAsync("e3", "events_api", SlackHouse.Event(SlackHouse.Said("<@U0BOT> status", type: "app_mention"), "Ev1"));
        (await line.HeardAsync())!["envelope_id"]!.GetValue<string>().ShouldBe("e3");
        house.Intake.Waiting.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Commands_and_presses_come_without_a_form()
    {
        var line = await server.AcceptAsync();
        await line.EnvelopeAsync("e1", "slash_commands", new JsonObject
        {
            ["command"] = "/pagewatch", ["text"] = "mine", ["user_id"] = "U0ANA", ["channel_id"] = "C0REVIEWS", ["channel_name"] = "reviews", ["trigger_id"] = "1", ["response_url"] = SlackWorkspace.Responses,
        }, accepts: true);
        (await line.HeardAsync())!.ToJsonString().ShouldBe("{\"envelope_id\":\"e1\"}");
        await line.EnvelopeAsync("e2", "interactive", house.PressIn(new MessageRef("C0REVIEWS:1.1"), "button", "claim|-|0", "12:5"));
        (await line.HeardAsync())!.ToJsonString().ShouldBe("{\"envelope_id\":\"e2\"}");
        await house.WorkAsync();
        house.Desk.Lines.ShouldHaveSingleItem().Line.ShouldBe("mine");
        house.Desk.Presses.ShouldHaveSingleItem().Click.Verb.ShouldBe("claim");
    }

    [Fact]
    public async Task A_submitted_window_is_answered_in_the_acknowledgement()
    {
        var line = await server.AcceptAsync();
        house.Desk.Press = _ => new ClickAnswer.Refused("Too long.", null);
        var view = new JsonObject { ["private_metadata"] = "{\"do\":\"save|i\",\"for\":\"12:5\"}", ["blocks"] = new JsonArray(new JsonObject { ["type"] = "input", ["block_id"] = "box-0" }) };
        await line.EnvelopeAsync("e1", "interactive", house.Submission("V1", view, "x"), accepts: true);
        (await line.HeardAsync())!["payload"]!["errors"]!["box-0"]!.GetValue<string>().ShouldBe("Too long.");
    }

    [Fact]
    public async Task What_is_not_to_be_understood_harms_nobody()
    {
        var line = await server.AcceptAsync();
        foreach (var message in (string[])["", "x", "[]", "{}", "{\"envelope_id\":1}", "{\"type\":\"events_api\"}", "{\"envelope_id\":\"e\",\"type\":\"events_api\"}", "{\"type\":\"disconnected\"}"])
            await line.SendAsync(message);
        await line.EnvelopeAsync("e1", "something_new", new JsonObject());
        (await line.HeardAsync())!["envelope_id"]!.GetValue<string>().ShouldBe("e1");
        await line.EnvelopeAsync("e2", "events_api", new JsonObject { ["type"] = "event_callback" });
        (await line.HeardAsync())!["envelope_id"]!.GetValue<string>().ShouldBe("e2");
        house.Intake.Waiting.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("warning")]
    [InlineData("refresh_requested")]
    public async Task Another_line_is_opened_before_the_old_one_ends(string reason)
    {
        var old = await server.AcceptAsync();
        await old.SendAsync(new JsonObject { ["type"] = "disconnect", ["reason"] = reason });
        var next = await server.AcceptAsync();
        // Both are heard.
        await old.EnvelopeAsync("e1", "events_api", SlackHouse.Event(SlackHouse.Said("<@U0BOT> one", ts: "1.1", type: "app_mention")));
        (await old.HeardAsync())!["envelope_id"]!.GetValue<string>().ShouldBe("e1");
        await next.EnvelopeAsync("e2", "events_api", SlackHouse.Event(SlackHouse.Said("<@U0BOT> two", ts: "2.1", type: "app_mention")));
        (await next.HeardAsync())!["envelope_id"]!.GetValue<string>().ShouldBe("e2");
        house.Intake.Waiting.Count.ShouldBe(2);
        // Where Slack forgets to end the old one, we do.
        house.Time.Advance(TimeSpan.FromMinutes(2));
        (await old.HeardAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task A_line_that_is_lost_is_opened_anew_after_a_moment()
    {
        await (await server.AcceptAsync()).EndAsync();
        var accepting = server.AcceptAsync();
        await AdvanceUntilAsync(accepting);
        var line = await accepting;
        await line.EnvelopeAsync("e1", "events_api", SlackHouse.Event(SlackHouse.Said("lunch?")));
        (await line.HeardAsync())!["envelope_id"]!.GetValue<string>().ShouldBe("e1");
    }

    [Fact]
    public async Task While_Slack_gives_no_address_it_is_asked_less_and_less_often()
    {
        var first = await server.AcceptAsync();
        house.Workspace.Socket = null;
        await first.EndAsync();
        // An hour of trouble is some sixty questions, not thousands.
        var before = house.Workspace.Count("apps.connections.open");
        for (var step = 0; step < 360; step++)
        {
            house.Time.Advance(TimeSpan.FromSeconds(10));
            await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System);
        }

        (house.Workspace.Count("apps.connections.open") - before).ShouldBeInRange(10, 150);
        house.Workspace.Socket = server.Address;
        var accepting = server.AcceptAsync();
        await AdvanceUntilAsync(accepting);
        await accepting;
    }

    [Fact]
    public async Task Turned_off_in_Slack_it_stops()
    {
        var line = await server.AcceptAsync();
        await line.SendAsync(new JsonObject { ["type"] = "disconnect", ["reason"] = "link_disabled" });
        await running.WaitAsync(TimeSpan.FromSeconds(20));
        house.Workspace.Count("apps.connections.open").ShouldBe(1);
    }

    [Fact]
    public async Task An_address_that_is_not_Slacks_is_not_opened()
    {
        var first = await server.AcceptAsync();
        await using var stranger = new SocketServer();
        house.Workspace.Socket = stranger.Address;
        await first.EndAsync();
        var accepting = stranger.AcceptAsync();
        var asked = house.Workspace.Count("apps.connections.open");
        await AdvanceUntilAsync(Task.CompletedTask, () => house.Workspace.Count("apps.connections.open") > asked + 3);
        accepting.IsCompleted.ShouldBeFalse();
        _ = accepting.ContinueWith(ended => ended.Exception, TaskScheduler.Default);
    }

    /// <summary>Moves the clock until something happens, with room for the other side to run.</summary>
    private async Task AdvanceUntilAsync(Task task, Func<bool>? also = null)
    {
        for (var step = 0; step < 2_000 && !(task.IsCompleted && also?.Invoke() != false); step++)
        {
            house.Time.Advance(TimeSpan.FromSeconds(1));
            await Task.WhenAny(task, Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System));
            if (task.IsCompleted)
                await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        }

        also?.Invoke().ShouldBeTrue($"{running.Status} {running.Exception}");
    }
}
