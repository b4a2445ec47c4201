using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PageWatch.Domain.Channels;

namespace PageWatch.Channels.Teams;

/// <summary>Posts cards to channels and chats of Teams, and replaces them there.</summary>
internal sealed partial class TeamsSender(IOptions<TeamsOptions> options, TeamsConnector connector, TeamsPlaces places, TeamsPosted posted, TeamsMeter meter, ILogger<TeamsSender> logger) : IChannelSender
{
    public ChannelKind Kind => ChannelKind.Teams;

    /// <summary>Posting has no id of ours, and what stands in a channel cannot be read back.</summary>
    public bool MayDouble => true;

    public async ValueTask<MessageRef> DeliverAsync(CardDelivery delivery, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var name = delivery.Channel.Name;
        if (delivery.Channel.Kind != ChannelKind.Teams)
            throw new ChannelException(ChannelFailure.Closed, $"{name} is no channel of Teams.");
        if (string.IsNullOrWhiteSpace(options.Value.AppId) && !options.Value.Anonymous)
            throw new ChannelException(ChannelFailure.Closed, $"{name} cannot be reached: Teams is not set up. {TeamsWording.Mend}");
        var place = await places.FindAsync(delivery.Channel.Address, cancellationToken);
        if (place is null || !Uri.TryCreate(place.ServiceUrl, UriKind.Absolute, out var serviceUrl))
            throw new ChannelException(ChannelFailure.Closed, $"{name}: the bot was never heard there. Add the app to the team, then mention the bot there once.");
        if (place.IsGone)
            throw new ChannelException(ChannelFailure.Closed, $"{name}: the bot was removed there. Add the app to the team or chat again.");

        var card = posted.Of(delivery.Channel.Address, delivery.Key, delivery.Nudge);
        await card.Turn.WaitAsync(cancellationToken);
        try
        {
            return await DeliverAsync(delivery, place, serviceUrl, card, cancellationToken);
        }
        finally
        {
            card.Turn.Release();
        }
    }

    private async ValueTask<MessageRef> DeliverAsync(CardDelivery delivery, TeamsPlace place, Uri serviceUrl, PostedCard card, CancellationToken cancellationToken)
    {
        var conversation = place.Conversation;
        var body = TeamsMessages.OfCard(delivery.Card, delivery.Nudge);
        var digest = Convert.ToHexString(SHA256.HashData(body));
        if (card.Activity is { } stands && (card.Version > delivery.Version || card.Digest == digest))
        {
            card.Version = Math.Max(card.Version, delivery.Version);
            return TeamsMessage.Of(conversation, stands);
        }

        var activity = card.Activity ?? TeamsMessage.ActivityIn(conversation, delivery.Existing);
        if (activity is not null && !await connector.PutAsync(serviceUrl, conversation, activity, body, delivery.Channel.Name, cancellationToken))
        {
            Log.Gone(logger, delivery.Channel.Id.Value, activity);
            // Somebody deleted it: posted again below. The old one is gone and cannot be a twin.
            (activity, card.Activity) = (null, null);
            activity = await PostAsync(delivery, serviceUrl, conversation, body, card, mayStand: false, cancellationToken);
        }

        // Nobody knows what became of an earlier try, unless this very process knows that it never arrived.
        activity ??= await PostAsync(delivery, serviceUrl, conversation, body, card, mayStand: card.IsLost ?? delivery.TriedAt is not null, cancellationToken);
        (card.Activity, card.Version, card.Digest) = (activity, delivery.Version, digest);
        posted.Shows(conversation, activity, delivery.Card, delivery.Nudge);
        return TeamsMessage.Of(conversation, activity);
    }

    private async ValueTask<string> PostAsync(CardDelivery delivery, Uri serviceUrl, string conversation, byte[] body, PostedCard card, bool mayStand, CancellationToken cancellationToken)
    {
        // A call that is broken off on the way may have arrived as well.
        card.IsLost = true;
        var post = await PostOnceAsync();
        if (post.Failure is { } failure)
        {
            card.IsLost = mayStand || post.MayHaveArrived;
            throw failure;
        }

        card.IsLost = false;
        if (mayStand)
        {
            card.MayStandTwice = true;
            meter.Twin();
            Log.Twin(logger, delivery.Channel.Id.Value, delivery.Version);
        }

        return post.Id!;

        async ValueTask<TeamsPost> PostOnceAsync()
        {
            try
            {
                return await connector.PostAsync(serviceUrl, conversation, body, delivery.Channel.Name, cancellationToken);
            }
            // Said before anything was sent.
            catch (ChannelException)
            {
                card.IsLost = mayStand;
                throw;
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "The card {Activity} stands no more in channel {Channel}; it is posted again.")]
        public static partial void Gone(ILogger logger, long channel, string activity);

        [LoggerMessage(2, LogLevel.Information, "A card of channel {Channel} was posted again as version {Version} after a lost answer; it may stand there twice.")]
        public static partial void Twin(ILogger logger, long channel, long version);
    }
}
