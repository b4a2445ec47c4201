using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using PageWatch.Pipeline.Telemetry;
using PageWatch.Testing.Stages;

namespace PageWatch.Pipeline.Tests.Telemetry;

/// <summary>What a collector would hear of a post, from the moment it was written until its answer stands.</summary>
[Collection("telemetry")]
public sealed class PostTraceTests : IAsyncLifetime, IDisposable
{
    private readonly ConcurrentQueue<Activity> spans = new();
    private readonly ConcurrentQueue<(string Name, double Value, string? Step)> measured = new();
    private readonly ActivityListener listener = new();
    private readonly MeterListener meters = new();
    private readonly PostTrace trace = new(() => new byte[32]);
    private Stage stage = null!;

    public async Task InitializeAsync()
    {
        listener.ShouldListenTo = source => source.Name == PostTrace.Name;
        listener.Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded;
        listener.ActivityStopped = spans.Enqueue;
        ActivitySource.AddActivityListener(listener);
        meters.InstrumentPublished = (instrument, listening) =>
        {
            if (instrument.Meter.Name == PostTrace.Name)
                listening.EnableMeasurementEvents(instrument);
        };
        meters.SetMeasurementEventCallback<double>((instrument, value, tags, _) => measured.Enqueue((instrument.Name, value, Tag(tags, "step"))));
        meters.SetMeasurementEventCallback<long>((instrument, value, tags, _) => measured.Enqueue((instrument.Name, value, null)));
        meters.Start();
        stage = await Stage.OpenAsync(services => services.AddSingleton(trace).ObserveJourney());
    }

    public async Task DisposeAsync() => await stage.DisposeAsync();

    public void Dispose()
    {
        listener.Dispose();
        meters.Dispose();
        trace.Dispose();
    }

    [Fact, Trait("Promise", "6")]
    public async Task Post_has_one_trace_from_the_moment_it_was_written_to_its_answer()
    {
        var written = stage.Time.GetUtcNow() - TimeSpan.FromMinutes(7);
        await stage.TellAsync(stage.Post("p1", "My parcel arrived broken, third time. Where is my refund?", at: written));
        stage.Time.Advance(TimeSpan.FromMinutes(3));
        await stage.PressAsync(stage.Ana, "claim");
        stage.Time.Advance(TimeSpan.FromMinutes(2));
        await stage.PublishAsync(stage.Ana);
        await stage.DispatchAsync();

        var steps = spans.Where(span => span.Source.Name == PostTrace.Name).ToList();
        steps.Select(span => span.OperationName).ShouldBe(["seen", "understood", "nudged", "shown", "claimed", "approved", "published", "answered"], ignoreOrder: true);
        steps.Select(span => span.TraceId).Distinct().Count().ShouldBe(1);
        steps.Single(span => span.OperationName == "seen").Duration.ShouldBe(TimeSpan.FromMinutes(7));
        steps.Single(span => span.OperationName == "claimed").Duration.ShouldBe(TimeSpan.FromMinutes(3));
        steps.Single(span => span.OperationName == "approved").Duration.ShouldBe(TimeSpan.FromMinutes(2));
        measured.Where(each => each.Name == "pagewatch.lag").Select(each => each.Step).ShouldBe(steps.Select(span => span.OperationName), ignoreOrder: true);
        measured.Single(each => each is { Name: "pagewatch.lag", Step: "seen" }).Value.ShouldBe(420);
        measured.Count(each => each.Name == "pagewatch.nudges").ShouldBe(1);
        measured.Count(each => each.Name == "pagewatch.replies").ShouldBe(1);

        // Nothing from outside, and nobody's name, leaves with a trace.
        var told = string.Join(' ', steps.SelectMany(span => span.TagObjects).Select(tag => $"{tag.Key}={tag.Value}"));
        foreach (var word in (string[])["parcel", "Jana", "Ana", "blog.example", "p1"])
            told.ShouldNotContain(word);
    }

    [Fact]
    public async Task Two_posts_have_two_traces_and_a_post_has_the_same_after_a_restart()
    {
        await stage.TellAsync(stage.Post("p1", "My parcel arrived broken."), stage.Post("p2", "Where is my refund?", "Tom"));
        var before = spans.Where(span => span.OperationName == "shown").Select(span => span.TraceId).ToList();
        before.Distinct().Count().ShouldBe(2);
        spans.Clear();
        await stage.RestartAsync();
        await stage.PressAsync(stage.Ana, "claim");
        before.ShouldContain(spans.Single(span => span.OperationName == "claimed").TraceId);
    }

    [Fact]
    public async Task Repeats_and_baselines_are_no_steps()
    {
        var post = stage.Post("p1", "My parcel arrived broken.");
        await stage.TellAsync(post);
        var told = spans.Count;
        await stage.TellAsync(post);
        await stage.TellAsync(stage.Post("old", "It was broken then.", at: stage.Time.GetUtcNow() - TimeSpan.FromDays(30)));
        spans.Count.ShouldBe(told);
    }

    private static string? Tag(ReadOnlySpan<KeyValuePair<string, object?>> tags, string name)
    {
        foreach (var (key, value) in tags)
        {
            if (key == name)
                return value?.ToString();
        }

        return null;
    }
}
