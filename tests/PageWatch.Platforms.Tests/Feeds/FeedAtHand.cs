using System.Net;
using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Sources;
using PageWatch.Platforms.Feeds;
using PageWatch.Platforms.Fetching;
using PageWatch.Testing.Platforms;

namespace PageWatch.Platforms.Tests.Feeds;

/// <summary>The platform as the product wires it, over a network that answers what the test says.</summary>
internal sealed class FeedAtHand : IDisposable
{
    public static readonly Uri Address = new("https://forum.example/feed.xml");

    private readonly ServiceProvider services;
    private readonly PlaybackHandler network = new();
    private Cursor? cursor;

    public FeedAtHand(params (string Key, string Value)[] settings)
    {
        var collection = new ServiceCollection();
        collection.AddLogging();
        collection.AddSingleton<ILoggerProvider>(Heard);
        collection.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings.Select(each => KeyValuePair.Create(each.Key, (string?)each.Value))).Build());
        collection.AddSingleton<TimeProvider>(Time);
        collection.AddFetching();
        collection.AddFeeds();
        collection.AddHttpClient(FetchServices.ClientName).ConfigurePrimaryHttpMessageHandler(() => network);
        services = collection.BuildServiceProvider();
    }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 3, 11, 10, 0, 0, TimeSpan.Zero));

    public HeardWarnings Heard { get; } = new();

    /// <summary>Every request that was sent, oldest first.</summary>
    public List<HttpRequestMessage> Asked { get; } = [];

    public string? AccountId { get; init; }

    public string? CursorText => cursor?.Value;

    public IPageFinder Finder => services.GetRequiredService<IPageFinder>();

    public T Get<T>()
        where T : notnull => services.GetRequiredService<T>();

    public static HttpResponseMessage Answer(string body, string type = "application/xml", HttpStatusCode status = HttpStatusCode.OK, params (string Name, string Value)[] headers) =>
        Answer(Encoding.UTF8.GetBytes(body), type, status, headers);

    public static HttpResponseMessage Answer(byte[] body, string? type, HttpStatusCode status = HttpStatusCode.OK, params (string Name, string Value)[] headers)
    {
        var response = new HttpResponseMessage(status) { Content = new ByteArrayContent(body) };
        if (type is not null)
            response.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        foreach (var (name, value) in headers)
        {
            if (!response.Headers.TryAddWithoutValidation(name, value))
                response.Content.Headers.TryAddWithoutValidation(name, value);
        }

        return response;
    }

    public void Answers(Func<HttpRequestMessage, HttpResponseMessage> answer) => network.Override = request =>
    {
        Asked.Add(request);
        return answer(request);
    };

    /// <summary>Reads the feed from where the last read ended.</summary>
    public Task<IReadOnlyList<SourceEvent>> PollAsync(Func<HttpRequestMessage, HttpResponseMessage>? answer = null)
    {
        if (answer is not null)
            Answers(answer);
        return ReadAsync(tellsAgain: false);
    }

    /// <summary>Reads the feed as after a push.</summary>
    public Task<IReadOnlyList<SourceEvent>> LookAgainAsync() => ReadAsync(tellsAgain: true);

    private async Task<IReadOnlyList<SourceEvent>> ReadAsync(bool tellsAgain)
    {
        var source = services.GetRequiredService<IPollSource>();
        var page = new Page { Id = new PageId(1), Platform = source.Platform, Address = Address, Name = "Forum", AccountId = AccountId };
        var result = await source.PollAsync(new PageCall(page, Credentials.None) { TellsAgain = tellsAgain }, source.StreamsOf(page)[0], cursor, CancellationToken.None);
        cursor = result.Next ?? cursor;
        return result.Events;
    }

    public async Task<IReadOnlyList<PostSnapshot>> PostsAsync(Func<HttpRequestMessage, HttpResponseMessage> answer) =>
        [.. (await PollAsync(answer)).OfType<SourceEvent.PostSeen>().Select(seen => seen.Post)];

    /// <summary>As the service does when it starts.</summary>
    public void ValidateSettings() => services.GetRequiredService<IStartupValidator>().Validate();

    public void Forget() => cursor = null;

    public void Keep(string value) => cursor = new Cursor(value);

    public void Dispose()
    {
        services.Dispose();
        network.Dispose();
    }

    /// <summary>What was logged that a person should look at.</summary>
    internal sealed class HeardWarnings : ILoggerProvider, ILogger
    {
        public List<string> Lines { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
                Lines.Add(formatter(state, exception));
        }

        public void Dispose()
        {
        }
    }
}
