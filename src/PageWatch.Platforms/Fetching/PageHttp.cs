using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using Microsoft.Extensions.Options;
using PageWatch.Domain.Sources;

namespace PageWatch.Platforms.Fetching;

/// <summary>Asks pages over HTTP: bounded in size, time and redirects, and only where the guard allows.</summary>
/// <remarks>Answers of every status come back as they are; only what never became an answer is an exception.</remarks>
public sealed class PageHttp(HttpClient client, IOptions<FetchOptions> options, TimeProvider time)
{
    private const int MostRedirects = 5;

    /// <summary>Headers that any place may see. Every other may hold what opens a page, under whatever name its platform gave it.</summary>
    private static readonly string[] ForEverybody = ["Accept", "Accept-Language", "If-None-Match", "If-Modified-Since"];

    /// <param name="doing">What is tried, for the message when it fails: "read the comments of https://…".</param>
    /// <exception cref="PlatformException">
    /// No answer, too long an answer, or an address the guard refuses. <see cref="PlatformException.MayHaveActed"/> is set when the request had left.
    /// </exception>
    public async Task<PageAnswer> SendAsync(PageRequest request, string doing, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(options.Value.TimeLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        var address = request.Address;
        var moved = new List<PageMove>();
        while (true)
        {
            if (address.Scheme != Uri.UriSchemeHttp && address.Scheme != Uri.UriSchemeHttps)
                throw new PlatformException(PlatformFailure.Forbidden, $"Could not {doing}: {address.Scheme} addresses are not fetched. Use https.");
            try
            {
                using var message = Compose(request, address);
                using var response = await client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, either.Token);
                if (NextAddress(response, address, request.Method) is { } next)
                {
                    if (moved.Count == MostRedirects)
                        throw new PlatformException(PlatformFailure.NotUnderstood, $"Could not {doing}: more than {MostRedirects} redirects, the last to {next}.");
                    moved.Add(new PageMove(next, response.StatusCode is HttpStatusCode.MovedPermanently or HttpStatusCode.PermanentRedirect));
                    address = next;
                    continue;
                }

                var body = await ReadAsync(response, request.Acts, doing, either.Token);
                return new PageAnswer(response.StatusCode, HeadersOf(response), body, address, moved);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                throw new PlatformException(PlatformFailure.Unreachable, $"Could not {doing}: no answer within {options.Value.TimeLimit.TotalSeconds:0} s.") { MayHaveActed = request.Acts };
            }
            catch (HttpRequestException problem) when (problem.InnerException is PlatformException forbidden)
            {
                throw new PlatformException(forbidden.Failure, $"Could not {doing}: {forbidden.Message}", problem);
            }
            catch (HttpRequestException problem)
            {
                // Without a connection nothing can have happened; once connected, the request may have been carried out.
                var neverLeft = problem.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError;
                throw new PlatformException(PlatformFailure.Unreachable, $"Could not {doing}: {problem.Message}", problem) { MayHaveActed = request.Acts && !neverLeft };
            }
            catch (Exception problem) when (problem is InvalidDataException or InvalidOperationException)
            {
                // What the decoders of gzip and brotli throw on bytes that are neither.
                throw new PlatformException(PlatformFailure.NotUnderstood, $"Could not {doing}: the answer is not packed as it says.", problem) { MayHaveActed = request.Acts };
            }
            catch (IOException problem)
            {
                throw new PlatformException(PlatformFailure.Unreachable, $"Could not {doing}: the answer broke off.", problem) { MayHaveActed = request.Acts };
            }
        }
    }

    /// <summary>The handler under the client: it connects to the very address that the guard looked at, so a name cannot change its mind in between.</summary>
    public static SocketsHttpHandler CreateHandler(AddressGuard guard) => new()
    {
        AllowAutoRedirect = false, // each hop is looked at by us
        UseCookies = false,
        UseProxy = false, // a proxy would connect on our behalf, past the guard
        AutomaticDecompression = DecompressionMethods.All,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        ConnectTimeout = TimeSpan.FromSeconds(10),
        MaxResponseHeadersLength = 64,
        ConnectCallback = (context, cancellationToken) => ConnectAsync(guard, context.DnsEndPoint, cancellationToken),
    };

    private static async ValueTask<Stream> ConnectAsync(AddressGuard guard, DnsEndPoint end, CancellationToken cancellationToken)
    {
        var addresses = await Dns.GetHostAddressesAsync(end.Host, cancellationToken);
        var allowed = addresses.Where(address => guard.Allows(end.Host, address, end.Port)).ToList();
        if (allowed.Count == 0)
        {
            throw new PlatformException(
                PlatformFailure.Forbidden,
                $"{end.Host} is a private address ({string.Join(", ", addresses.Take(3).Select(address => address.ToString()))}). An admin can allow it in the setting Fetch:AllowPrivate.");
        }

        SocketException? last = null;
        foreach (var address in allowed)
        {
            var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(new IPEndPoint(address, end.Port), cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (SocketException problem)
            {
                socket.Dispose();
                last = problem;
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }

        throw last!;
    }

    private HttpRequestMessage Compose(PageRequest request, Uri address)
    {
        var message = new HttpRequestMessage(request.Method, address);
        message.Headers.TryAddWithoutValidation("User-Agent", options.Value.UserAgent);
        foreach (var (name, value) in request.Headers)
        {
            // What opens one place must not be shown to another that a redirect leads to.
            if (!SameOrigin(address, request.Address) && !ForEverybody.Contains(name, StringComparer.OrdinalIgnoreCase))
                continue;
            message.Headers.TryAddWithoutValidation(name, value);
        }

        if (request.Body is { } body)
        {
            message.Content = new ByteArrayContent(body);
            message.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(request.ContentType ?? "application/json; charset=utf-8");
        }

        return message;
    }

    private static Uri? NextAddress(HttpResponseMessage response, Uri from, HttpMethod method)
    {
        if (response.StatusCode is not (HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect))
            return null;
        // A redirected POST is an answer to be looked at, not a thing to repeat elsewhere.
        if (method != HttpMethod.Get && method != HttpMethod.Head)
            return null;
        var told = response.Headers.TryGetValues("Location", out var values) ? values.FirstOrDefault() : null;
        return told is not null && Uri.TryCreate(from, told, out var next) ? next : null;
    }

    private async Task<byte[]> ReadAsync(HttpResponseMessage response, bool acts, string doing, CancellationToken cancellationToken)
    {
        var largest = options.Value.LargestAnswer;
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        using var kept = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await stream.ReadAsync(buffer, cancellationToken)) > 0)
        {
            if (kept.Length + read > largest)
                throw new PlatformException(PlatformFailure.NotUnderstood, $"Could not {doing}: the answer is longer than {largest / 1024:N0} KiB (setting Fetch:LargestAnswer).") { MayHaveActed = acts };
            kept.Write(buffer, 0, read);
        }

        return kept.ToArray();
    }

    private static Dictionary<string, IReadOnlyList<string>> HeadersOf(HttpResponseMessage response) =>
        response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated)
            .GroupBy(header => header.Key.ToLowerInvariant(), StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => (IReadOnlyList<string>)[.. group.SelectMany(header => header.Value)], StringComparer.Ordinal);

    private static bool SameOrigin(Uri one, Uri other) => one.Scheme == other.Scheme && one.Host == other.Host && one.Port == other.Port;
}
