using Microsoft.Extensions.DependencyInjection;
using PageWatch.Channels.Console;
using PageWatch.Domain.Channels;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Teams;
using PageWatch.Testing.Builders;
using PageWatch.Testing.Channels;
using PageWatch.Testing.Stages;

namespace PageWatch.Channels.Tests.Console;

/// <summary>The console over a real store: what the sender put on the board is read back and drawn as its page draws it.</summary>
internal sealed class ConsoleAtHand : ChatAtHand
{
    private const int MostMessages = 1_000;

    private readonly Stage stage;
    private readonly ServiceProvider services;
    private readonly IConsoleBoard board;
    private readonly ICardMarkup markup;
    private readonly IConsoleClicks clicks;

    private ConsoleAtHand(Stage stage, StaffChannel channel, StaffChannel other)
    {
        this.stage = stage;
        Channel = channel;
        Other = other;
        board = stage.Get<IConsoleBoard>();
        var collection = new ServiceCollection();
        collection.AddSingleton<TimeProvider>(stage.Time);
        collection.AddSingleton(board);
        collection.AddConsoleChannel();
        services = collection.BuildServiceProvider();
        Sender = services.GetRequiredService<IChannelSender>();
        markup = services.GetRequiredService<ICardMarkup>();
        clicks = services.GetRequiredService<IConsoleClicks>();
    }

    public override IChannelSender Sender { get; }

    public override StaffChannel Channel { get; }

    public override StaffChannel Other { get; }

    /// <summary>Nothing refuses more; a card larger than this is slow on a telephone.</summary>
    public override int LargestMessage => 256 * 1024;

    public static async ValueTask<ChatAtHand> OpenAsync()
    {
        var opened = await Stage.OpenAsync();
        var teams = opened.Get<ITeamRecords>();
        var channel = (await teams.ChannelsAsync(TeamId.Default, CancellationToken.None)).First(each => each.Kind == ChannelKind.Console);
        var other = await teams.AddChannelAsync(TeamId.Default, ChannelKind.Console, "#night-shift", "", new AuditEntry(TeamId.Default, A.Morning, null, "test", "channel", "test"), CancellationToken.None);
        return new ConsoleAtHand(opened, channel, other);
    }

    public override async ValueTask<IReadOnlyList<ShownMessage>> ReadAsync(StaffChannel channel, CancellationToken cancellationToken) =>
    [
        .. (await board.ReadAsync(channel.Id, MostMessages, cancellationToken)).Select(message =>
            ConsoleCard.Read(markup.Draw(message.Key, message.Version, message.Card), message.Key, message.Card.Fallback)),
    ];

    public override ValueTask<ShownMessage> ShowAloneAsync(Card card, CancellationToken cancellationToken) =>
        ValueTask.FromResult(ConsoleCard.Read(markup.Draw("asked-card", 0, card), "asked-card", card.Fallback));

    public override IReadOnlyDictionary<string, string> Press(ShownButton button, string? typed)
    {
        var sent = new Dictionary<string, string>(button.Sent, StringComparer.Ordinal);
        if (sent.TryGetValue("input", out var was))
            sent["input"] = (typed ?? was).ReplaceLineEndings("\r\n"); // as browsers send it
        return sent;
    }

    public override Click? Hear(IReadOnlyDictionary<string, string> sent)
    {
        var click = clicks.Read(sent.GetValueOrDefault("press"), sent.GetValueOrDefault("nudge"), sent.GetValueOrDefault("version"), sent.GetValueOrDefault("input"));
        return click is { Input: { } input } ? click with { Input = input.Replace("\r\n", "\n", StringComparison.Ordinal) } : click;
    }

    public override async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        await stage.DisposeAsync();
        await base.DisposeAsync();
    }
}
