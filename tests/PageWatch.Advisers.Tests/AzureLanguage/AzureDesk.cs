using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using PageWatch.Advisers.AzureLanguage;
using PageWatch.Domain.Understanding;
using PageWatch.Testing.Builders;

namespace PageWatch.Advisers.Tests.AzureLanguage;

/// <summary>The adviser as the service wires it, against a stub, under a clock that is moved by hand.</summary>
internal sealed class AzureDesk : IAsyncDisposable
{
    private readonly ServiceProvider services;

    private AzureDesk(ServiceProvider services, AzureStub stub, FakeTimeProvider time, LogOfTests log)
    {
        this.services = services;
        Stub = stub;
        Time = time;
        Log = log;
    }

    public AzureStub Stub { get; }

    public FakeTimeProvider Time { get; }

    public LogOfTests Log { get; }

    public IReadingAdviser Adviser => services.GetRequiredService<IReadingAdviser>();

    /// <param name="settings">Beside endpoint and key, names within the section.</param>
    public static async Task<AzureDesk> OpenAsync(params (string Name, string Value)[] settings)
    {
        var stub = await AzureStub.StartAsync();
        var time = new FakeTimeProvider(A.Morning);
        var log = new LogOfTests();
        var collection = new ServiceCollection();
        collection.AddLogging(logging => logging.AddProvider(log));
        collection.AddSingleton<TimeProvider>(time);
        Add(collection, stub.Endpoint, settings);
        return new AzureDesk(collection.BuildServiceProvider(), stub, time, log);
    }

    public static void Add(IServiceCollection services, Uri endpoint, params (string Name, string Value)[] settings)
    {
        var values = new Dictionary<string, string?> { [At("Endpoint")] = endpoint.ToString(), [At("Key")] = AzureStub.Key };
        foreach (var (name, value) in settings)
            values[At(name)] = value;
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(values).Build());
        services.AddAzureLanguageOptions();
        services.AddAzureLanguage();

        static string At(string name) => $"{AzureLanguageServices.Section}:{name}";
    }

    public Task<IReadOnlyList<Advice>> AskAsync(params string[] texts) => Adviser.AdviseAsync([.. texts.Select(text => new AdviceRequest(text))], CancellationToken.None);

    public async Task<Advice.Given> GivenAsync(string text) => (await AskAsync(text)).ShouldHaveSingleItem().ShouldBeOfType<Advice.Given>();

    public async Task<string> WhyNotAsync(string text = "Where is my parcel?") => (await AskAsync(text)).ShouldHaveSingleItem().ShouldBeOfType<Advice.NotGiven>().Why;

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        await Stub.DisposeAsync();
        Log.Dispose();
    }
}

/// <summary>What was logged, as text.</summary>
internal sealed class LogOfTests : ILoggerProvider, ILogger
{
    private readonly Lock door = new();
    private readonly List<string> lines = [];

    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (door)
                return [.. lines];
        }
    }

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Debug;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (door)
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"{logLevel}: {formatter(state, exception)}{exception}"));
    }

    public void Dispose()
    {
    }
}
