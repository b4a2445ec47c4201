using System.Text.Json.Nodes;
using PageWatch.Domain.Drafts;

namespace PageWatch.Advisers.Tests.LanguageModel;

/// <summary>How long is waited, how often is tried, and when nobody asks.</summary>
public sealed class ModelRestTests : IAsyncLifetime
{
    private ModelDesk model = null!;

    public async Task InitializeAsync() => model = await ModelDesk.OpenAsync();

    public async Task DisposeAsync() => await model.DisposeAsync();

    [Theory]
    [InlineData("")]
    [InlineData("data: {\"choices\":[{\"delta\":{\"content\":\"{\"}}]}\n\n")]
    public async Task Answer_that_does_not_end_in_time_is_none(string first)
    {
        var came = new TaskCompletionSource();
        model.Stub.Instead = _ =>
        {
            came.SetResult();
            return ModelStub.Silence(first);
        };
        var asked = model.AskAsync();
        await came.Task;
        model.Time.Advance(TimeSpan.FromSeconds(8));
        (await asked).ShouldBeOfType<DraftAdvice.NotGiven>().Why.ShouldBe("no answer in time");
    }

    [Fact]
    public async Task Caller_who_cancels_is_told_so()
    {
        using var cancelled = new CancellationTokenSource();
        model.Stub.Instead = _ =>
        {
            cancelled.Cancel();
            return ModelStub.Silence();
        };
        await Should.ThrowAsync<OperationCanceledException>(() => model.Adviser.AdviseAsync(ModelDesk.Ask(), null, cancelled.Token));
        // Nothing is wrong with the server.
        model.Stub.Instead = _ => null;
        await model.GivenAsync();
    }

    [Fact]
    public async Task Server_in_trouble_is_asked_again_after_half_a_minute()
    {
        model.Stub.Instead = _ => ModelStub.Sample("error-503-openai-overloaded.json", 503);
        (await model.WhyNotAsync()).ShouldBe("it is in trouble (503)");
        (await model.WhyNotAsync()).ShouldBe("it is in trouble (503)");
        model.Stub.Calls.Count.ShouldBe(2);
        model.Stub.Instead = _ => null;
        model.Time.Advance(TimeSpan.FromSeconds(31));
        await model.GivenAsync();
    }

    [Fact]
    public async Task Trouble_that_passes_at_once_is_none()
    {
        model.Stub.Instead = call => call.Number == 1 ? ModelStub.Sample("error-500-openai.json", 500) : null;
        (await model.GivenAsync()).Proposals.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Short_wait_that_is_asked_for_is_waited()
    {
        model.Stub.Instead = call => call.Number == 1 ? ModelStub.Sample("error-429-openai-rate.json", 429, ModelSamples.Headers("error-429-openai-rate.headers.txt")) : null;
        (await model.GivenAsync()).Proposals.Count.ShouldBe(3);
        model.Stub.Calls.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Long_wait_that_is_asked_for_is_a_rest_of_that_length()
    {
        model.Stub.Instead = _ => ModelStub.Sample("error-429-azure.json", 429, ModelSamples.Headers("error-429-azure.headers.txt"));
        (await model.WhyNotAsync()).ShouldBe("throttled");
        model.Stub.Instead = _ => null;
        model.Time.Advance(TimeSpan.FromSeconds(21));
        (await model.WhyNotAsync()).ShouldBe("throttled");
        model.Stub.Calls.Count.ShouldBe(1);
        model.Time.Advance(TimeSpan.FromSeconds(2));
        await model.GivenAsync();
    }

    [Fact]
    public async Task Quota_that_is_used_up_is_never_tried_again_at_once()
    {
        model.Stub.Instead = _ => ModelStub.Sample("error-429-openai-quota.json", 429, ("retry-after", "1"));
        (await model.WhyNotAsync()).ShouldBe("quota used up");
        model.Stub.Calls.Count.ShouldBe(1);
        model.Log.Lines.ShouldHaveSingleItem().ShouldContain("billing");
    }

    [Fact]
    public async Task What_somebody_has_to_mend_is_logged_once_and_rests_for_ten_minutes()
    {
        model.Stub.Instead = _ => ModelStub.Sample("error-401-openai.json", 401);
        await model.WhyNotAsync();
        await model.WhyNotAsync();
        model.Stub.Calls.Count.ShouldBe(1);
        model.Log.Lines.ShouldHaveSingleItem().ShouldContain("Mend PageWatch:LanguageModel:Key or Endpoint.");
        model.Stub.Instead = _ => null;
        model.Time.Advance(TimeSpan.FromMinutes(11));
        await model.GivenAsync();
    }

    [Fact]
    public async Task What_is_about_one_post_does_not_keep_the_next_from_being_asked()
    {
        model.Stub.Instead = _ => ModelStub.Sample("error-400-azure-content-filter.json", 400);
        await model.WhyNotAsync();
        model.Stub.Instead = _ => null;
        await model.GivenAsync();
    }

    [Fact]
    public async Task Server_that_is_not_there_is_unreachable()
    {
        await model.Stub.DisposeAsync();
        (await model.WhyNotAsync()).ShouldBe("unreachable");
    }

    [Fact]
    public async Task Log_holds_neither_post_nor_answer_nor_key()
    {
        model.Stub.Instead = _ => ModelStub.Body(new JsonObject { ["error"] = new JsonObject { ["message"] = "broken. " + ModelStub.Key } }.ToJsonString(), 500);
        await model.WhyNotAsync();
        string.Concat(model.Log.Lines).ShouldSatisfyAllConditions(
            log => log.ShouldNotContain("broken"),
            log => log.ShouldNotContain(ModelStub.Key),
            log => log.ShouldNotContain("Third parcel"));
    }
}
