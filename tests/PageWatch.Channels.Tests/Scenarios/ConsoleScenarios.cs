using Microsoft.Extensions.DependencyInjection;
using PageWatch.Channels.Console;
using PageWatch.Channels.Tests.Console;
using PageWatch.Domain.Channels;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Commands;
using PageWatch.Pipeline.Staff;
using PageWatch.Pipeline.Teams;
using PageWatch.Testing.Channels;
using Xunit.Abstractions;

namespace PageWatch.Channels.Tests.Scenarios;

public sealed class ConsoleScenarios(ITestOutputHelper output) : ScenarioSuite(output)
{
    protected override ScenarioChat Chat() => new ConsoleChat();
}

/// <summary>The console as its page uses it: forms read by our reader, cards from the board. It is our own, so that what a chat can do to us is done to its sender here.</summary>
internal sealed class ConsoleChat : ScenarioChat
{
    private readonly Faulty faulty = new();

    public override bool IsDown
    {
        set
        {
            faulty.Failure = value ? ChannelFailure.Unreachable : null;
            IsStuck = value;
        }
    }

    protected override void Wire(IServiceCollection services)
    {
        services.AddConsoleChannel();
        var real = services.Last(service => service.ServiceType == typeof(IChannelSender)).ImplementationType!;
        services.AddSingleton<IChannelSender>(provider =>
        {
            faulty.Inner = (IChannelSender)ActivatorUtilities.CreateInstance(provider, real);
            return faulty;
        });
    }

    protected override async Task ArriveAsync() => Channel = (await Stage.Get<ITeamRecords>().ChannelsAsync(TeamId.Default, Now)).First(channel => channel.Kind == ChannelKind.Console);

    public override async Task<IReadOnlyList<ShownMessage>> ReadAsync() =>
        [.. (await Stage.Get<IConsoleBoard>().ReadAsync(Channel.Id, 100, Now)).Where(message => !faulty.Hidden.Contains(message.Key)).OrderBy(message => message.FirstAt).Select(message => Read(message.Key, message.Card))];

    public override string Mention(Person who) => $"@{who}";

    public override async Task<Told> PressAsync(Person who, ShownMessage on, string label, string? typed = null)
    {
        var sent = new Dictionary<string, string>(ButtonOf(on, label).Sent, StringComparer.Ordinal);
        if (typed is not null && sent.ContainsKey("input"))
            sent["input"] = typed.ReplaceLineEndings("\r\n");
        var click = Stage.Get<IConsoleClicks>().Read(sent.GetValueOrDefault("press"), sent.GetValueOrDefault("nudge"), sent.GetValueOrDefault("version"), sent.GetValueOrDefault("input"))!;
        // Whoever is none of us has no session, and the page shows the way in and nothing else.
        if (await MemberAsync(who) is not { } member)
            return new Told(CommandWordingOfStrangers, null);
        var answer = await Stage.Get<StaffDesk>().ClickAsync(member, click, Now);
        await SettleAsync();
        return answer switch
        {
            ClickAnswer.Private shown => Alone(shown.Card),
            ClickAnswer.Refused refused => new Told(refused.Why, refused.Current is null ? null : Read("current", refused.Current)),
            _ => new Told("", null),
        };
    }

    public override async Task<Told> SayAsync(Person who, string line)
    {
        var answer = await Stage.Get<CommandDesk>().RunAsync(line, (await MemberAsync(who))!, Now);
        await SettleAsync();
        return Alone(answer.Card);
    }

    /// <summary>Nobody writes under a card of the console; its notes are said.</summary>
    public override async Task WriteUnderAsync(Person who, ShownMessage card, string text) => await SayAsync(who, $"note {card.Where.Value["nudge-".Length..]} {text}");

    /// <summary>A press is carried out before it is answered: what can be lost is the card that shows it.</summary>
    public override async Task PressAndDieAsync(Person who, ShownMessage on, string label)
    {
        var sent = ButtonOf(on, label).Sent;
        await Stage.Get<StaffDesk>().ClickAsync((await MemberAsync(who))!, Stage.Get<IConsoleClicks>().Read(sent["press"], sent["nudge"], sent["version"], null)!, Now);
        await RestartAsync();
    }

    /// <summary>Nobody can delete a card of the console. It is out of sight here until it is shown again.</summary>
    public override Task DeleteAsync(ShownMessage card)
    {
        faulty.Hidden.Add(card.Where.Value);
        return Task.CompletedTask;
    }

    /// <summary>The board lets every card be changed.</summary>
    public override void Freeze(ShownMessage card)
    {
    }

    public override Task RemoveBotAsync()
    {
        faulty.Failure = ChannelFailure.Closed;
        IsStuck = true;
        return Task.CompletedTask;
    }

    public override async Task AddBotAsync()
    {
        faulty.Failure = null;
        IsStuck = false;
        await Stage.Get<ITeamRecords>().AskChannelAgainAsync(Channel.Id, Now);
    }

    public override async Task RenameAsync(string name) => await Stage.Get<ITeamRecords>().RenameChannelAsync(Channel, "#" + name, Stage.Audit(), Now);

    private const string CommandWordingOfStrangers = "I do not know you here yet.";

    private async Task<Member?> MemberAsync(Person who) => await Stage.Get<IMembers>().FindByNameAsync(TeamId.Default, who.ToString(), Now);

    private Told Alone(Card card)
    {
        var view = Read("asked-card", card);
        return new Told(view.Text, view);
    }

    private ShownMessage Read(string key, Card card) => ConsoleCard.Read(Stage.Get<ICardMarkup>().Draw(key, 1, card), key, card.Fallback);

    private sealed class Faulty : IChannelSender
    {
        public IChannelSender Inner { get; set; } = null!;

        public ChannelFailure? Failure { get; set; }

        public HashSet<string> Hidden { get; } = [];

        public ChannelKind Kind => ChannelKind.Console;

        public async ValueTask<MessageRef> DeliverAsync(CardDelivery delivery, CancellationToken cancellationToken)
        {
            if (Failure is { } failure)
                throw new ChannelException(failure, "It takes nothing now.");
            var where = await Inner.DeliverAsync(delivery, cancellationToken);
            Hidden.Remove(delivery.Key);
            return where;
        }
    }
}
