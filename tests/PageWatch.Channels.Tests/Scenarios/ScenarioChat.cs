using Microsoft.Extensions.DependencyInjection;
using PageWatch.Domain.Channels;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Chats;
using PageWatch.Pipeline.Outbox;
using PageWatch.Pipeline.Teams;
using PageWatch.Testing.Channels;
using PageWatch.Testing.Stages;

namespace PageWatch.Channels.Tests.Scenarios;

/// <summary>Who acts in a scenario.</summary>
public enum Person
{
    /// <summary>An admin.</summary>
    Ana,

    /// <summary>An approver.</summary>
    Ben,

    /// <summary>A viewer.</summary>
    Vera,

    /// <summary>In the chat, from outside, and none of us.</summary>
    Gus,
}

/// <summary>What the one who acted got to see alone.</summary>
/// <param name="Text">Everything of it that can be read; empty when nothing came.</param>
/// <param name="View">The card or window it came as; null for bare words.</param>
public sealed record Told(string Text, ShownMessage? View);

/// <summary>
/// One chat with the whole service behind it: people do what they can do there, and see what they would see. The stages, the store and our folder of the chat are the real ones;
/// the chat itself is a stand-in at the network's edge.
/// </summary>
public abstract class ScenarioChat : IAsyncDisposable
{
    private Stage? stage;

    public Stage Stage => stage ?? throw new InvalidOperationException("Not opened.");

    protected static CancellationToken Now => CancellationToken.None;

    /// <summary>The channel that the scenario plays in, as it is known to the team.</summary>
    public StaffChannel Channel { get; protected set; } = null!;

    /// <summary>What else the service is made of; called again at each start.</summary>
    public Action<IServiceCollection>? Besides { get; init; }

    public async Task OpenAsync()
    {
        stage = await Stage.OpenAsync(services =>
        {
            Wire(services);
            Besides?.Invoke(services);
        });
        await stage.AddMemberAsync("Vera", Role.Viewer);
        await ArriveAsync();
        await SettleAsync();
    }

    /// <summary>Adds our folder of the chat, over what stands in for the network; called again at each start.</summary>
    protected abstract void Wire(IServiceCollection services);

    /// <summary>The people are known, and the bot is in the channel.</summary>
    protected abstract Task ArriveAsync();

    /// <summary>What stands in the channel, superseded cards too, oldest first.</summary>
    public abstract Task<IReadOnlyList<ShownMessage>> ReadAsync();

    /// <summary>Presses a button of a card in the channel, or of what was told to a person alone.</summary>
    /// <param name="typed">What stands in its box at that moment; null leaves it as it is.</param>
    public abstract Task<Told> PressAsync(Person who, ShownMessage on, string label, string? typed = null);

    /// <summary>Says a line to the bot.</summary>
    public abstract Task<Told> SayAsync(Person who, string line);

    /// <summary>Writes under a card, to nobody in particular.</summary>
    public abstract Task WriteUnderAsync(Person who, ShownMessage card, string text);

    /// <summary>Presses, and the service dies after the press was taken and before its effect can be seen.</summary>
    public abstract Task PressAndDieAsync(Person who, ShownMessage on, string label);

    /// <summary>Somebody deletes the card in the chat.</summary>
    public abstract Task DeleteAsync(ShownMessage card);

    /// <summary>The chat does not let the card be changed any more.</summary>
    public abstract void Freeze(ShownMessage card);

    public abstract bool IsDown { set; }

    public abstract Task RemoveBotAsync();

    public abstract Task AddBotAsync();

    public abstract Task RenameAsync(string name);

    /// <summary>The one card of a nudge in the channel; fails when there are several.</summary>
    public async Task<ShownMessage> CardAsync()
    {
        await SettleAsync();
        return (await ReadAsync()).Where(message => !IsCall(message)).ToList().ShouldHaveSingleItem();
    }

    /// <summary>The latest message that calls somebody.</summary>
    public async Task<ShownMessage> CalledAsync()
    {
        await SettleAsync();
        var calls = (await ReadAsync()).Where(IsCall).ToList();
        calls.ShouldNotBeEmpty();
        return calls[^1];
    }

    /// <summary>How the chat shows that it calls somebody.</summary>
    public abstract string Mention(Person who);

    private static bool IsCall(ShownMessage message) =>
        message.Text.StartsWith("Complaint 1", StringComparison.Ordinal) || message.Text.StartsWith("Nobody has Complaint 1", StringComparison.Ordinal);

    /// <summary>Lets all that is under way come to its end, time included that a chat asks us to wait.</summary>
    public async Task SettleAsync()
    {
        for (var round = 0; round < 40; round++)
        {
            await Stage.Get<ChatRun>().RunToEndAsync(Now);
            while (await Stage.Get<CardRelay>().RunAsync(Now) > 0)
            {
            }

            var waiting = (await Stage.Get<IOutbox>().HealthAsync(TeamId.Default, Now)).Sum(each => each.Due);
            if (waiting == 0 || IsStuck)
                return;
            Stage.Time.Advance(TimeSpan.FromSeconds(1));
        }
    }

    /// <summary>Waiting brings nothing now.</summary>
    protected bool IsStuck { get; set; }

    public async Task RestartAsync() => await Stage.RestartAsync();

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (stage is not null)
            await stage.DisposeAsync();
        await CloseAsync();
    }

    protected virtual ValueTask CloseAsync() => ValueTask.CompletedTask;

    protected async Task LinkAsync(ChannelKind chat, string tenant, string user, Person who)
    {
        var member = (await Stage.Get<IMembers>().FindByNameAsync(TeamId.Default, who.ToString(), Now))!;
        await Stage.Get<IMembers>().LinkChatAsync(new ChatAccount(chat, tenant, user, who.ToString(), member.Id), Stage.Audit(), Now);
    }

    protected static ShownButton ButtonOf(ShownMessage on, string label) =>
        on.Buttons.FirstOrDefault(button => button.Label == label) ?? throw new InvalidOperationException($"There is no \"{label}\" among {string.Join(", ", on.Buttons.Select(button => button.Label))}.");
}
