using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using PageWatch.Advisers.LanguageModel;
using PageWatch.Advisers.Tests.AzureLanguage;
using PageWatch.Domain.Drafts;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Understanding;
using PageWatch.Pipeline.Drafts;
using PageWatch.Pipeline.Understanding;
using PageWatch.Testing.Builders;

namespace PageWatch.Advisers.Tests.LanguageModel;

/// <summary>The adviser as the service wires it, with the embedded reader and drafter, against a stub, under a clock that is moved by hand.</summary>
internal sealed class ModelDesk : IAsyncDisposable
{
    private readonly ServiceProvider services;

    private ModelDesk(ServiceProvider services, ModelStub stub, FakeTimeProvider time, LogOfTests log)
    {
        this.services = services;
        Stub = stub;
        Time = time;
        Log = log;
    }

    public ModelStub Stub { get; }

    public FakeTimeProvider Time { get; }

    public LogOfTests Log { get; }

    public ITranslator Translator => services.GetRequiredService<ITranslator>();

    public IDraftAdviser Adviser => services.GetRequiredService<IDraftAdviser>();

    /// <param name="settings">Beside endpoint, model and key, names within the section.</param>
    public static async Task<ModelDesk> OpenAsync(params (string Name, string Value)[] settings)
    {
        var stub = await ModelStub.StartAsync();
        var time = new FakeTimeProvider(A.Morning);
        var log = new LogOfTests();
        var values = new Dictionary<string, string?> { [At("Endpoint")] = stub.Endpoint.ToString(), [At("Model")] = ModelStub.Model, [At("Key")] = ModelStub.Key, [At("AllowHttp")] = "true" };
        foreach (var (name, value) in settings)
            values[At(name)] = value;
        var collection = new ServiceCollection();
        collection.AddLogging(logging => logging.AddProvider(log));
        collection.AddSingleton<TimeProvider>(time);
        collection.AddSingleton<IPostReader, StarterReader>();
        collection.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(values).Build());
        collection.AddLanguageModelOptions();
        collection.AddLanguageModel();
        return new ModelDesk(collection.BuildServiceProvider(), stub, time, log);

        static string At(string name) => $"{LanguageModelServices.Section}:{name}";
    }

    /// <summary>A complaint with the default playbook.</summary>
    public static DraftAsk Ask(string text = "Third parcel in a row that arrives broken.", string author = "Jana K.", string? firstName = "Jana", Func<DraftRequest, DraftRequest>? with = null)
    {
        var post = A.Post().By(author).Saying(text);
        var page = new Page { Id = new PageId(1), Platform = new PlatformId("wordpress"), Address = new Uri("https://shop.example/"), Name = "The Corner Shop" };
        var request = new DraftRequest(post, A.Reading(), page, A.Capabilities(), DefaultPlaybook.Playbook);
        request = with?.Invoke(request) ?? request;
        return new DraftAsk(request, new PlaybookDrafter().Propose(request)) { FirstName = firstName };
    }

    public Task<DraftAdvice> AskAsync(DraftAsk? ask = null, IProgress<string>? soFar = null) => Adviser.AdviseAsync(ask ?? Ask(), soFar, CancellationToken.None);

    public async Task<DraftAdvice.Given> GivenAsync(DraftAsk? ask = null)
    {
        var advice = await AskAsync(ask);
        return advice.ShouldBeOfType<DraftAdvice.Given>(advice.ToString());
    }

    public async Task<string> WhyNotAsync(DraftAsk? ask = null)
    {
        var advice = await AskAsync(ask);
        return advice.ShouldBeOfType<DraftAdvice.NotGiven>(advice.ToString()).Why;
    }

    /// <summary>What becomes of one reply of the model.</summary>
    public async Task<string?> WhyDroppedAsync(string text, DraftAsk? ask = null, string language = "en")
    {
        Stub.Says = _ => Answers.In(language, ("reply", text));
        return (await AskAsync(ask)).Dropped is [{ Why: var why }] ? why : null;
    }

    /// <summary>Of a text in German, for somebody who reads English, where nothing else is said.</summary>
    public Task<Translation> TranslateAsync(string text, string from = "de", string to = "en", params string[] names) =>
        Translator.TranslateAsync(new TranslationAsk(text, from, to) { Names = names }, CancellationToken.None);

    /// <summary>What becomes of a translation of the model.</summary>
    public async Task<Translation> TranslatedAsync(string text, string said, string told = "en", string from = "de", string to = "en", params string[] names)
    {
        Stub.Says = _ => Answers.Translated(said, told);
        return await TranslateAsync(text, from, to, names);
    }

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        await Stub.DisposeAsync();
        Log.Dispose();
    }
}
