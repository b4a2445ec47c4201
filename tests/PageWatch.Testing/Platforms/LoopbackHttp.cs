using System.Collections.Concurrent;
using System.Net;
using System.Runtime.ExceptionServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace PageWatch.Testing.Platforms;

/// <summary>
/// Carries calls over real HTTP on loopback to what answers them, whatever host they are meant for: what the wire makes of headers, bodies, statuses and answers that break off is seen as in earnest.
/// A connection that cannot be had is thrown by whoever answers, for no server can play it.
/// </summary>
/// <param name="answers">Sees each call as it came over the wire, under the address it was meant for.</param>
internal sealed class LoopbackHttp(HttpMessageHandler answers) : HttpMessageHandler
{
    private const string Call = "X-Playback-Call";

    private static readonly Lazy<Task<Server>> Shared = new(Server.StartAsync);

    // As the product connects, but for the guard: the only place to go is this machine.
    private readonly HttpMessageInvoker wire = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false, AutomaticDecompression = DecompressionMethods.All, MaxResponseHeadersLength = 64 });
    private readonly HttpMessageInvoker answering = new(answers, disposeHandler: false);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var server = await Shared.Value.WaitAsync(cancellationToken);
        var meant = request.RequestUri!;
        var call = server.Expect(meant, answering);
        try
        {
            request.RequestUri = new Uri(server.Address, meant.PathAndQuery);
            request.Headers.Add(Call, call.Id);
            try
            {
                return await wire.SendAsync(request, cancellationToken);
            }
            catch (HttpRequestException) when (call.Problem is not null)
            {
                ExceptionDispatchInfo.Throw(call.Problem);
                throw;
            }
        }
        finally
        {
            request.RequestUri = meant;
            server.Forget(call);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            wire.Dispose();
            answering.Dispose();
        }

        base.Dispose(disposing);
    }

    private sealed class ExpectedCall(string id, Uri meant, HttpMessageInvoker answering)
    {
        public string Id => id;

        public Uri Meant => meant;

        public HttpMessageInvoker Answering => answering;

        /// <summary>What came of it instead of an answer.</summary>
        public Exception? Problem { get; set; }
    }

    /// <summary>One for all tests of a process; it ends with it.</summary>
    private sealed class Server
    {
        private readonly ConcurrentDictionary<string, ExpectedCall> calls = new(StringComparer.Ordinal);
        private readonly WebApplication app;
        private long last;

        private Server()
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.ConfigureKestrel(kestrel =>
            {
                kestrel.Listen(IPAddress.Loopback, 0);
                kestrel.AllowSynchronousIO = false;
                kestrel.AddServerHeader = false;
            });
            app = builder.Build();
            app.Run(AnswerAsync);
        }

        public Uri Address { get; private set; } = null!;

        public static async Task<Server> StartAsync()
        {
            var server = new Server();
            await server.app.StartAsync();
            server.Address = new Uri(server.app.Urls.Single());
            return server;
        }

        public ExpectedCall Expect(Uri meant, HttpMessageInvoker answering)
        {
            var call = new ExpectedCall(Interlocked.Increment(ref last).ToString(System.Globalization.CultureInfo.InvariantCulture), meant, answering);
            calls[call.Id] = call;
            return call;
        }

        public void Forget(ExpectedCall call) => calls.TryRemove(call.Id, out _);

        private async Task AnswerAsync(HttpContext http)
        {
            if (!calls.TryGetValue(http.Request.Headers[Call].ToString(), out var call))
            {
                http.Response.StatusCode = StatusCodes.Status421MisdirectedRequest;
                return;
            }

            try
            {
                using var request = await ReadAsync(http, call);
                using var response = await call.Answering.SendAsync(request, http.RequestAborted);
                await WriteAsync(http, response);
            }
            catch (HttpRequestException broken) when (broken.HttpRequestError == HttpRequestError.ResponseEnded)
            {
                http.Abort();
            }
            // Whoever called is told, in his own thread.
            catch (Exception problem)
            {
                call.Problem = problem;
                http.Abort();
            }
        }

        private static async Task<HttpRequestMessage> ReadAsync(HttpContext http, ExpectedCall call)
        {
            var body = new MemoryStream();
            await http.Request.Body.CopyToAsync(body);
            var request = new HttpRequestMessage(new HttpMethod(http.Request.Method), call.Meant);
            if (body.Length > 0 || http.Request.ContentType is not null)
                request.Content = new ByteArrayContent(body.ToArray());
            foreach (var (name, value) in http.Request.Headers)
            {
                if (name is Call or "Host")
                    continue;
                if (!request.Headers.TryAddWithoutValidation(name, value.ToString()))
                    request.Content?.Headers.TryAddWithoutValidation(name, value.ToString());
            }

            return request;
        }

        private static async Task WriteAsync(HttpContext http, HttpResponseMessage response)
        {
            http.Response.StatusCode = (int)response.StatusCode;
            http.Features.Get<IHttpResponseFeature>()!.ReasonPhrase = response.ReasonPhrase;
            foreach (var header in response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated))
            {
                if (header.Key is not ("Content-Length" or "Transfer-Encoding"))
                    http.Response.Headers[header.Key] = header.Value.ToArray();
            }

            // These have no body, whatever a fixture says: https://www.rfc-editor.org/rfc/rfc9110#section-6.4.1
            if (response.StatusCode is HttpStatusCode.NoContent or HttpStatusCode.NotModified || HttpMethods.IsHead(http.Request.Method))
                return;
            var body = await response.Content.ReadAsByteArrayAsync();
            http.Response.ContentLength = body.Length;
            await http.Response.Body.WriteAsync(body);
        }
    }
}
