using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace PageWatch.Testing.Platforms;

/// <summary>Stands at the network's edge: answers the calls it was told of, in any order, each once; any other call is an error of the test.</summary>
public sealed class PlaybackHandler : HttpMessageHandler
{
    private readonly List<Exchange> open = [];

    /// <summary>
    /// Answers calls whatever was registered, for "what if the platform fails now?"; where it gives null, and for a sign-in that was registered
    /// (<see cref="Exchange.Opens"/>), what was registered answers.
    /// </summary>
    public Func<HttpRequestMessage, HttpResponseMessage?>? Override { get; set; }

    /// <summary>Every call made, with its body.</summary>
    public List<string> Calls { get; } = [];

    public IReadOnlyList<Exchange> Unplayed => open;

    public void Expect(IEnumerable<Exchange> exchanges)
    {
        open.Clear();
        open.AddRange(exchanges);
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        Calls.Add($"{request.Method} {request.RequestUri} {body}".TrimEnd());
        if (!open.Exists(exchange => exchange.Opens && exchange.Fits(request, body)) && Override?.Invoke(request) is { } instead)
            return instead;

        var wanted = open.FindIndex(exchange => exchange.Fits(request, body));
        if (wanted < 0)
            throw new UnexpectedCallException($"Nobody expected {request.Method} {request.RequestUri} {body}. Expected: {string.Join(" | ", open.Select(exchange => exchange.ToString()))}");
        var played = open[wanted];
        open.RemoveAt(wanted);
        return played.Answer();
    }
}

/// <summary>A call that the fixture does not name.</summary>
public sealed class UnexpectedCallException(string message) : Exception(message);

/// <summary>One call and its answer.</summary>
public sealed record Exchange(string Method, string Url)
{
    /// <summary>Headers that must be sent exactly so.</summary>
    public Dictionary<string, string> Headers { get; init; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Headers that must not be sent.</summary>
    public IReadOnlyList<string> Without { get; init; } = [];

    /// <summary>The body that must be sent, compared as JSON where it is JSON; null when any will do.</summary>
    public string? Body { get; init; }

    /// <summary>A sign-in that goes before the thing itself.</summary>
    public bool Opens { get; init; }

    public int Status { get; init; } = 200;

    public Dictionary<string, string> AnswerHeaders { get; init; } = new(StringComparer.OrdinalIgnoreCase);

    public byte[] AnswerBody { get; init; } = [];

    public bool Fits(HttpRequestMessage request, string body) =>
        request.Method.Method == Method
        && request.RequestUri == new Uri(Url)
        && Headers.All(header => request.Headers.TryGetValues(header.Key, out var values) && string.Join(", ", values) == header.Value)
        && Without.All(name => !request.Headers.Contains(name))
        && (Body is null || SameBody(Body, body));

    public HttpResponseMessage Answer()
    {
        var response = new HttpResponseMessage((HttpStatusCode)Status) { Content = new ByteArrayContent(AnswerBody) };
        foreach (var (name, value) in AnswerHeaders)
        {
            if (name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase))
                response.Content.Headers.TryAddWithoutValidation(name, value);
            else if (!response.Headers.TryAddWithoutValidation(name, value))
                response.Content.Headers.TryAddWithoutValidation(name, value);
        }

        response.Content.Headers.ContentType ??= new MediaTypeHeaderValue("application/json");
        return response;
    }

    public override string ToString() => $"{Method} {Url}";

    private static bool SameBody(string expected, string sent)
    {
        if (expected == sent)
            return true;
        try
        {
            return System.Text.Json.Nodes.JsonNode.DeepEquals(System.Text.Json.Nodes.JsonNode.Parse(expected), System.Text.Json.Nodes.JsonNode.Parse(sent));
        }
        catch (System.Text.Json.JsonException)
        {
            return false;
        }
    }

    internal static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
