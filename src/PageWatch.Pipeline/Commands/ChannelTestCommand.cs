using System.Globalization;
using System.Security.Cryptography;
using PageWatch.Domain.Channels;
using PageWatch.Domain.Commands;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Sources;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Cards;
using PageWatch.Pipeline.Teams;

namespace PageWatch.Pipeline.Commands;

/// <summary>Sends a card past the outbox: whoever asks wants to hear now what comes back.</summary>
internal sealed class ChannelTestCommand(ITeamRecords teams, IEnumerable<IChannelSender> senders, ServiceAddress address, TimeProvider time) : ICommand
{
    public CommandSpec Spec { get; } = new("channel test", CommandWording.HelpChannelTest, Role.Admin)
    {
        Arguments = [new CommandArgument("name", CommandWording.ArgChannel)],
        Example = "channel test chat",
    };

    public async ValueTask<CommandAnswer> RunAsync(CommandLine line, Member by, CancellationToken cancellationToken)
    {
        if (await ChannelEntry.FindAsync(teams, by.Team, line["name"]!, cancellationToken) is not { } channel)
            return Answer.No(Say.It(CommandWording.NoChannel, CleanText.Line(line["name"], 40)));
        var says = Say.It(CommandWording.ChannelTestLine, by.Name);
        var card = new Card(CommandWording.ChannelTestTitle, Tone.Calm, [Answer.Line(says)], []) { Fallback = $"{CommandWording.ChannelTestTitle}: {says}", IsDone = true };
        var key = string.Create(CultureInfo.InvariantCulture, $"test-{time.GetUtcNow().ToUnixTimeMilliseconds()}");
        try
        {
            var secret = await teams.ChannelSecretAsync(channel.Id, cancellationToken);
            var delivery = new CardDelivery(key, channel, null, 1, card, null) { Secret = secret is null ? null : new Secret(secret), Console = address.ConsoleFor(key) };
            var sender = senders.LastOrDefault(each => each.Kind == channel.Kind) ?? throw new ChannelException(ChannelFailure.Closed, $"Nothing speaks to {channel.Kind} in this installation.");
            await sender.DeliverAsync(delivery, cancellationToken);
            return Answer.Done(Say.It(CommandWording.ChannelTestTook, channel.Name));
        }
        catch (ChannelException problem)
        {
            return Answer.No(Say.It(CommandWording.ChannelTestNo, CleanText.Line(problem.Message, 400)));
        }
        catch (CryptographicException)
        {
            return Answer.No(Say.It(Wording.ChannelSecretGone, channel.Name));
        }
    }
}
