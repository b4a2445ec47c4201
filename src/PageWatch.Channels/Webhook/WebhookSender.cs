using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using PageWatch.Domain.Channels;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Sources;

namespace PageWatch.Channels.Webhook;

/// <summary>Posts each state of a card to the address of its channel, signed as Standard Webhooks says. https://www.standardwebhooks.com/</summary>
internal sealed class WebhookSender(HttpMessageInvoker http, TimeProvider time) : IChannelSender
{
    /// <summary>Standard Webhooks asks senders to wait 15 to 30 s; staff wait too, and a receiver that takes longer gets the same id again.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(15);

    /// <summary>Of what a receiver said, so much is read to tell staff.</summary>
    private const int MostRead = 4_096;

    private const int LongestWord = 200;

    private static readonly MediaTypeHeaderValue Json = new("application/json");

    public ChannelKind Kind => ChannelKind.Webhook;

    public async ValueTask<MessageRef> DeliverAsync(CardDelivery delivery, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var name = delivery.Channel.Name;
        if (delivery.Channel.Kind != ChannelKind.Webhook)
            throw new ChannelException(ChannelFailure.Closed, $"{name} is no webhook.");
        if (WebhookSecret.KeyOf(delivery.Secret?.Value) is not { } key)
            throw new ChannelException(ChannelFailure.Closed, $"{name} has no secret to sign with. Remove the channel and add it again.");
        if (!Uri.TryCreate(delivery.Channel.Address, UriKind.Absolute, out var address))
            throw new ChannelException(ChannelFailure.Closed, $"{name} has no address to post to. Remove the channel and add it again.");

        using var limit = new CancellationTokenSource(Longest, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            using var request = Compose(address, key, delivery);
            using var response = await http.SendAsync(request, either.Token);
            if (response.IsSuccessStatusCode)
            {
                await DrainAsync(response, either.Token);
                return new MessageRef(delivery.Key);
            }

            throw await FailureOfAsync(response, name, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ChannelException(ChannelFailure.Unreachable, $"{name} gave no answer within {Longest.TotalSeconds:0} s.");
        }
        catch (HttpRequestException problem) when (problem.InnerException is PlatformException forbidden)
        {
            throw new ChannelException(ChannelFailure.Closed, $"{name}: {forbidden.Message}", problem);
        }
        catch (Exception problem) when (problem is HttpRequestException or IOException)
        {
            throw new ChannelException(ChannelFailure.Unreachable, $"{name} cannot be reached: {CleanText.Line(problem.Message, LongestWord)}", problem);
        }
    }

    /// <summary>The same for every delivery of the same state, so that a receiver knows what it has already.</summary>
    public static string IdOf(CardDelivery delivery)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{delivery.Channel.Id}\n{delivery.Version}\n{delivery.Key}")), digest);
        return "msg_" + Convert.ToHexStringLower(digest[..16]);
    }

    private HttpRequestMessage Compose(Uri address, byte[] key, CardDelivery delivery)
    {
        var body = WebhookBody.Write(delivery);
        var id = IdOf(delivery);
        var timestamp = time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ReadOnlyMemoryContent(body) };
        request.Content.Headers.ContentType = Json;
        request.Headers.TryAddWithoutValidation("User-Agent", "PageWatch");
        request.Headers.TryAddWithoutValidation("webhook-id", id);
        request.Headers.TryAddWithoutValidation("webhook-timestamp", timestamp);
        request.Headers.TryAddWithoutValidation("webhook-signature", WebhookSecret.Sign(key, id, timestamp, body.Span));
        return request;
    }

    private async ValueTask<ChannelException> FailureOfAsync(HttpResponseMessage response, string name, CancellationToken cancellationToken)
    {
        var status = (int)response.StatusCode;
        var said = CleanText.Line(await FirstWordsAsync(response, cancellationToken), LongestWord);
        var answer = said.Length == 0 ? $"{status}" : $"{status}: {said}";
        return response.StatusCode switch
        {
            HttpStatusCode.Gone => new ChannelException(ChannelFailure.Closed, $"{name} wants no more deliveries ({answer}). Remove the channel, or open it again there."),
            // Followed, a redirect would hand the card and its signature to another place than the one that a person typed.
            _ when status is >= 300 and < 400 => new ChannelException(
                ChannelFailure.Closed, $"{name} points elsewhere ({status}), and redirects are not followed. Add the channel again with the address that it points to."),
            HttpStatusCode.TooManyRequests => new ChannelException(ChannelFailure.RateLimited, $"{name} asks for a pause ({answer}).") { RetryAfter = RetryAfter(response) },
            HttpStatusCode.RequestTimeout or (HttpStatusCode)425 => new ChannelException(ChannelFailure.Unreachable, $"{name} could not take it now ({answer}).") { RetryAfter = RetryAfter(response) },
            _ when status >= 500 => new ChannelException(ChannelFailure.Unreachable, $"{name} is in trouble ({answer}).") { RetryAfter = RetryAfter(response) },
            _ => new ChannelException(ChannelFailure.Refused, $"{name} refused the card ({answer})."),
        };
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } wait } => wait,
        { Date: { } at } when at > time.GetUtcNow() => at - time.GetUtcNow(),
        _ => null,
    };

    private static async ValueTask<string> FirstWordsAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(MostRead);
        try
        {
            await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
            var read = await stream.ReadAtLeastAsync(bytes.AsMemory(0, MostRead), MostRead, throwOnEndOfStream: false, cancellationToken);
            return Encoding.UTF8.GetString(bytes, 0, read);
        }
        // The status says enough; what stood beside it could not be read.
        catch (Exception problem) when (problem is IOException or HttpRequestException or InvalidDataException or InvalidOperationException)
        {
            return "";
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    /// <summary>Reads what little a yes says, so that the connection can be used again.</summary>
    private static async ValueTask DrainAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.Content.Headers.ContentLength != 0)
            _ = await FirstWordsAsync(response, cancellationToken);
    }
}
