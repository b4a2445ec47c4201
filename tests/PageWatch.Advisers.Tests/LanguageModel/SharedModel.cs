namespace PageWatch.Advisers.Tests.LanguageModel;

/// <summary>One stub for all tests of a class, which need nothing of it but an answer.</summary>
public sealed class SharedModel : IAsyncLifetime
{
    private ModelDesk model = null!;

    public async Task InitializeAsync() => model = await ModelDesk.OpenAsync();

    public async Task DisposeAsync() => await model.DisposeAsync();

    /// <summary>As if it had just been opened.</summary>
    internal ModelDesk Fresh()
    {
        model.Stub.Calls.Clear();
        model.Stub.Says = _ => Answers.Behaved;
        return model;
    }
}
