using Dapper;
using PageWatch.Domain.Channels;
using PageWatch.Domain.Nudges;
using PageWatch.Domain.Publishing;
using PageWatch.Domain.Sources;
using PageWatch.Pipeline.Journey;
using PageWatch.Pipeline.Publishing;
using PageWatch.Testing.Builders;
using PageWatch.Testing.Stages;

namespace PageWatch.Pipeline.Tests.Publishing;

[Trait("Promise", "4")]
public sealed class ReplyDispatchTests : IAsyncLifetime
{
    private Stage stage = null!;

    private static CancellationToken Now => CancellationToken.None;

    public async Task InitializeAsync()
    {
        stage = await Stage.OpenAsync();
        await stage.TellAsync(stage.Post("p1", "Third parcel in a row that arrives broken.", mark: 1));
        stage.Time.Advance(TimeSpan.FromMinutes(6));
    }

    public async Task DisposeAsync() => await stage.DisposeAsync();

    [Fact, Trait("Promise", "6")]
    public async Task Approved_reply_stands_on_the_page_once_and_the_clock_stops()
    {
        (await stage.PublishAsync(stage.Ana)).ShouldBeOfType<ClickAnswer.Done>();
        stage.Time.Advance(TimeSpan.FromMinutes(1));
        await stage.DispatchAsync();
        stage.Page.Replies.ShouldHaveSingleItem();
        var file = await stage.FileAsync();
        file.Nudge!.State.ShouldBe(NudgeState.Answered);
        file.Nudge.AnsweredBy.ShouldBe("Ana");
        file.Reply!.State.ShouldBe(ReplyState.Published);
        file.Reply.Link.ShouldBe(new Uri("https://fake.example/r1"));
        var card = stage.Card();
        card.Title.ShouldBe("Answered by Ana in 7 min");
        card.Parts.OfType<CardPart.Lags>().ShouldHaveSingleItem().Bars.Count.ShouldBe(6);
        card.Clock!.Label.ShouldBe("53 min before due");
    }

    [Fact, Trait("Promise", "11")]
    public async Task Our_reply_that_comes_back_by_the_stream_is_no_nudge_and_no_second_answer()
    {
        await stage.PublishAsync(stage.Ana);
        await stage.DispatchAsync();
        var reply = stage.Page.Replies[0];
        await stage.TellAsync(stage.Own(reply.NativeId, reply.Text, "p1"));
        (await stage.NudgesAsync()).ShouldBe(1);
        (await stage.FileAsync()).Replies.ShouldHaveSingleItem().State.ShouldBe(ReplyState.Published);
    }

    [Fact]
    public async Task Lost_answer_is_looked_for_after_the_settling_time_and_found()
    {
        stage.Page.Settles = TimeSpan.FromSeconds(20);
        stage.Page.PublishFaults.Enqueue(FakePage.Fault.Lost);
        await stage.PublishAsync(stage.Ana);
        await stage.Get<ReplyDispatch>().RunAsync(Now);
        await stage.ShowAsync();
        (await stage.FileAsync()).Reply!.State.ShouldBe(ReplyState.Unknown);
        stage.Card().Parts.OfType<CardPart.Banner>().ShouldContain(banner => banner.Text.Contains("look whether the reply stands there"));
        (await stage.Get<ReplyDispatch>().RunAsync(Now)).ShouldBe(0, "not before the settling time");
        await stage.DispatchAsync();
        stage.Page.Replies.ShouldHaveSingleItem();
        (await stage.FileAsync()).Nudge!.State.ShouldBe(NudgeState.Answered);
    }

    [Fact]
    public async Task Trouble_that_nobody_foresaw_is_a_doubt_like_any_other()
    {
        stage.Page.PublishFaults.Enqueue(new FakePage.Fault(true, new InvalidOperationException("a bug of ours")));
        await stage.PublishAsync(stage.Ana);
        await stage.Get<ReplyDispatch>().RunAsync(Now);
        (await stage.FileAsync()).Reply!.State.ShouldBe(ReplyState.Unknown);
        await stage.DispatchAsync();
        stage.Page.Replies.ShouldHaveSingleItem();
        (await stage.FileAsync()).Reply!.State.ShouldBe(ReplyState.Published);
    }

    [Fact]
    public async Task Service_that_is_stopped_while_the_page_answers_hears_the_answer()
    {
        using var stop = new CancellationTokenSource();
        stage.Page.WhilePublishing = async token =>
        {
            await stop.CancelAsync();
            token.ThrowIfCancellationRequested();
        };
        await stage.PublishAsync(stage.Ana);
        await Should.ThrowAsync<OperationCanceledException>(() => stage.Get<ReplyDispatch>().RunAsync(stop.Token));
        (await stage.FileAsync()).Reply!.State.ShouldBe(ReplyState.Published);
    }

    [Fact, Trait("Promise", "1")]
    public async Task Outcome_that_could_not_be_written_is_looked_for_without_a_restart()
    {
        stage.Page.WhilePublishing = _ => ChangeAsync("CREATE TRIGGER broken BEFORE UPDATE ON replies WHEN NEW.state = 'Published' BEGIN SELECT RAISE(ABORT, 'no more'); END");
        await stage.PublishAsync(stage.Ana);
        await stage.Get<ReplyDispatch>().RunAsync(Now);
        (await stage.FileAsync()).Reply!.State.ShouldBe(ReplyState.Sending);
        stage.Page.WhilePublishing = null;
        await ChangeAsync("DROP TRIGGER broken");
        stage.Time.Advance(TimeSpan.FromSeconds(1));
        await stage.DispatchAsync();
        stage.Page.Replies.ShouldHaveSingleItem();
        (await stage.FileAsync()).Reply!.State.ShouldBe(ReplyState.Published);

        Task ChangeAsync(string sql) => stage.Get<Storage.Sqlite.SqliteDatabase>().WriteAsync(connection => connection.Execute(sql), SavePriority.Click, Now);
    }

    [Fact]
    public async Task Lost_answer_that_is_not_found_is_sent_again_and_stands_once()
    {
        stage.Page.PublishFaults.Enqueue(FakePage.Fault.LostAndNotTaken);
        await stage.PublishAsync(stage.Ana);
        await stage.DispatchAsync();
        stage.Page.Replies.ShouldHaveSingleItem();
        (await stage.FileAsync()).Reply!.Attempts.ShouldBe(2);
    }

    [Fact]
    public async Task Reply_that_never_arrives_is_left_to_a_person()
    {
        for (var i = 0; i < ReplyLedger.MostAttempts; i++)
            stage.Page.PublishFaults.Enqueue(FakePage.Fault.LostAndNotTaken);
        await stage.PublishAsync(stage.Ana);
        await stage.DispatchAsync();
        var file = await stage.FileAsync();
        file.Nudge!.State.ShouldBe(NudgeState.NeedsPerson);
        file.Nudge.Reason.ShouldBe(NudgeReason.NeverArrived);
        stage.Page.Replies.ShouldBeEmpty();
        (await stage.PublishAsync(stage.Ana)).ShouldBeOfType<ClickAnswer.Done>("a person may try again");
        await stage.DispatchAsync();
        stage.Page.Replies.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Process_that_ends_while_sending_looks_before_it_sends_again()
    {
        // Killed after the page took the reply and before we wrote down the answer.
        stage.Page.PublishFaults.Enqueue(new FakePage.Fault(true, null));
        await stage.PublishAsync(stage.Ana);
        var killed = new KilledAfterTaking(stage);
        await killed.RunAsync();
        stage.Page.Replies.ShouldHaveSingleItem();
        (await stage.FileAsync()).Reply!.State.ShouldBe(ReplyState.Sending);
        stage.Time.Advance(TimeSpan.FromSeconds(1));
        await stage.RestartAsync();
        await stage.DispatchAsync();
        stage.Page.Replies.ShouldHaveSingleItem();
        (await stage.FileAsync()).Nudge!.State.ShouldBe(NudgeState.Answered);
    }

    [Fact]
    public async Task Page_hears_of_a_reply_only_once_we_have_written_down_that_we_send_it()
    {
        var states = new List<ReplyState>();
        stage.Page.WhilePublishing = async _ => states.Add((await stage.FileAsync()).Reply!.State);
        await stage.PublishAsync(stage.Ana);
        await stage.DispatchAsync();
        states.ShouldBe([ReplyState.Sending], "whoever is cut off here must find a reason to look");
    }

    [Fact]
    public async Task Reply_that_shows_later_than_the_page_said_is_found_by_the_look_before_sending()
    {
        stage.Page.Settles = TimeSpan.FromSeconds(40);
        stage.Page.PublishFaults.Enqueue(FakePage.Fault.Lost);
        await stage.PublishAsync(stage.Ana);
        await stage.Get<ReplyDispatch>().RunAsync(Now);
        stage.Time.Advance(TimeSpan.FromSeconds(30));
        await stage.Get<ReplyDispatch>().RunAsync(Now);
        (await stage.FileAsync()).Reply!.State.ShouldBe(ReplyState.Approved, "read back after the settling time, and not there");

        stage.Time.Advance(TimeSpan.FromSeconds(10));
        await stage.DispatchAsync();
        stage.Page.Replies.ShouldHaveSingleItem();
        (await stage.FileAsync()).Nudge!.State.ShouldBe(NudgeState.Answered);
    }

    [Fact, Trait("Promise", "11")]
    public async Task Reply_in_doubt_that_comes_by_the_stream_is_ours_and_not_a_colleagues()
    {
        stage.Page.PublishFaults.Enqueue(FakePage.Fault.Lost);
        await stage.PublishAsync(stage.Ana);
        await stage.Get<ReplyDispatch>().RunAsync(Now);
        await stage.TellAsync(stage.Own("r1", (await stage.FileAsync()).Reply!.Text, "p1"));
        var file = await stage.FileAsync();
        file.Nudge!.AnsweredBy.ShouldBe("Ana");
        file.Reply!.NativeId.ShouldBe("r1");
    }

    [Fact]
    public async Task Own_process_never_mistakes_a_reply_that_it_is_sending_for_one_that_was_cut_off()
    {
        await stage.PublishAsync(stage.Ana);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () => await stage.Get<ReplyDispatch>().RunAsync(Now))));
        await stage.DispatchAsync();
        stage.Page.Replies.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Reply_whose_answer_takes_long_is_not_taken_for_one_that_was_cut_off()
    {
        await stage.PublishAsync(stage.Ana);
        var steps = -1;
        ReplyState? meanwhile = null;
        stage.Page.WhilePublishing = async _ =>
        {
            stage.Time.Advance(TimeSpan.FromSeconds(30));
            steps = await stage.Get<ReplyDispatch>().RunAsync(Now);
            meanwhile = (await stage.FileAsync()).Reply!.State;
        };
        await stage.Get<ReplyDispatch>().RunAsync(Now);
        steps.ShouldBe(0, "this very process is sending it");
        meanwhile.ShouldBe(ReplyState.Sending);
        (await stage.FileAsync()).Reply!.State.ShouldBe(ReplyState.Published);
    }

    [Fact, Trait("Promise", "10")]
    public async Task Post_that_was_edited_after_the_approval_stops_the_reply()
    {
        await stage.PublishAsync(stage.Ana);
        stage.Page.Shows["p1"] = A.Seen("p1", "Never mind, it was my fault.");
        await stage.DispatchAsync();
        stage.Page.Replies.ShouldBeEmpty();
        (await stage.FileAsync()).Nudge!.Reason.ShouldBe(NudgeReason.PostChanged);
    }

    [Fact, Trait("Promise", "10")]
    public async Task Post_that_is_gone_stops_the_reply()
    {
        await stage.PublishAsync(stage.Ana);
        stage.Page.Shows.Clear();
        await stage.DispatchAsync();
        stage.Page.Replies.ShouldBeEmpty();
        (await stage.FileAsync()).Nudge!.State.ShouldBe(NudgeState.NeedsPerson);
    }

    [Fact, Trait("Promise", "11")]
    public async Task Colleague_who_answered_meanwhile_stops_the_reply()
    {
        await stage.PublishAsync(stage.Ana);
        stage.Page.AnswerNatively("p1", "Already on it, Jana!");
        await stage.DispatchAsync();
        stage.Page.Replies.ShouldHaveSingleItem().Text.ShouldBe("Already on it, Jana!");
        var file = await stage.FileAsync();
        file.Nudge!.Reason.ShouldBe(NudgeReason.AnsweredMeanwhile);
        // The stream then brings the colleague's answer, which closes the nudge and is credited.
        await stage.TellAsync(stage.Own(stage.Page.Replies[0].NativeId, "Already on it, Jana!", "p1"));
        (await stage.FileAsync()).Nudge!.State.ShouldBe(NudgeState.Answered);
    }

    [Fact, Trait("Promise", "10")]
    public async Task Author_who_deletes_while_the_reply_waits_stops_it()
    {
        stage.Page.LookFailures.Enqueue(new PlatformException(PlatformFailure.Unreachable, "down"));
        await stage.PublishAsync(stage.Ana);
        await stage.Get<ReplyDispatch>().RunAsync(Now);
        await stage.TellAsync(new SourceEvent.PostDeleted("p1", 2));
        await stage.DispatchAsync();
        stage.Page.Replies.ShouldBeEmpty();
        (await stage.FileAsync()).Replies[0].State.ShouldBe(ReplyState.Cancelled);
    }

    [Fact]
    public async Task Refusal_of_the_page_is_a_persons_matter_with_its_words()
    {
        stage.Page.PublishFaults.Enqueue(new FakePage.Fault(true, null, new PublishOutcome.Refused("The thread is closed.")));
        await stage.PublishAsync(stage.Ana);
        await stage.DispatchAsync();
        (await stage.FileAsync()).Nudge!.Reason.ShouldBe(NudgeReason.Refused);
        stage.Card().Parts.OfType<CardPart.Banner>().ShouldContain(banner => banner.Text.Contains("The thread is closed."));
    }

    [Fact, Trait("Promise", "11")]
    public async Task Reply_that_the_page_holds_waits_for_its_moderation_and_counts_once_it_shows()
    {
        stage.Page.PublishFaults.Enqueue(new FakePage.Fault(true, null, new PublishOutcome.Held("r77", null)));
        await stage.PublishAsync(stage.Ana);
        await stage.DispatchAsync();
        (await stage.FileAsync()).Nudge!.Reason.ShouldBe(NudgeReason.HeldByThePage);
        await stage.TellAsync(stage.Own("r77", "whatever the page made of it", "p1"));
        var file = await stage.FileAsync();
        file.Nudge!.State.ShouldBe(NudgeState.Answered);
        file.Nudge.AnsweredBy.ShouldBe("Ana");
        file.Reply!.State.ShouldBe(ReplyState.Published);
    }

    [Fact, Trait("Promise", "9")]
    public async Task Rate_limit_delays_visibly_and_drops_nothing()
    {
        stage.Page.LookFailures.Enqueue(new PlatformException(PlatformFailure.RateLimited, "Asked to slow down.") { RetryAfter = TimeSpan.FromMinutes(2) });
        await stage.PublishAsync(stage.Ana);
        await stage.Get<ReplyDispatch>().RunAsync(Now);
        await stage.ShowAsync();
        stage.Card().Parts.OfType<CardPart.Banner>().ShouldContain(banner => banner.Text.StartsWith("Delayed"));
        stage.Time.Advance(TimeSpan.FromMinutes(1));
        (await stage.Get<ReplyDispatch>().RunAsync(Now)).ShouldBe(0);
        await stage.DispatchAsync();
        stage.Page.Replies.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Paused_publishing_sends_nothing_and_goes_on_where_it_was()
    {
        await stage.PublishAsync(stage.Ana);
        await stage.SayAsync(stage.Ana, "pause publishing");
        await stage.DispatchAsync(TimeSpan.FromMinutes(5));
        stage.Page.Replies.ShouldBeEmpty();
        await stage.SayAsync(stage.Ana, "resume");
        await stage.DispatchAsync();
        stage.Page.Replies.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Looks_that_fail_wait_longer_each_time_and_end_with_a_person()
    {
        stage.Page.PublishFaults.Enqueue(FakePage.Fault.Lost);
        for (var i = 0; i < ReplyLedger.MostLooks; i++)
            stage.Page.ReadBackFailures.Enqueue(new PlatformException(PlatformFailure.Unreachable, "down"));
        await stage.PublishAsync(stage.Ana);
        await stage.DispatchAsync();
        var file = await stage.FileAsync();
        file.Nudge!.Reason.ShouldBe(NudgeReason.NobodyCanTell);
        stage.Page.Replies.ShouldHaveSingleItem();
        // A person looks, and says that it is there.
        (await stage.PressAsync(stage.Ana, "answered")).ShouldBeOfType<ClickAnswer.Done>();
    }

    /// <summary>Random faults at every step, restarts in between: the page never holds two.</summary>
    [Fact]
    public async Task Two_hundred_replies_under_random_faults_are_never_doubled_and_never_silently_lost()
    {
        const int Seed = 4711;
        var random = new Random(Seed);
        var people = 0;
        for (var i = 0; i < 200; i++)
        {
            await stage.TellAsync(stage.Post($"q{i}", $"Parcel {i} arrives broken.", $"Author {i}"));
            for (var f = random.Next(4); f > 0; f--)
            {
                stage.Page.PublishFaults.Enqueue(random.Next(4) switch { 0 => FakePage.Fault.Lost, 1 => FakePage.Fault.LostAndNotTaken, 2 => FakePage.Fault.NotReached, _ => new FakePage.Fault(true, null) });
                stage.Page.ReadBackFailures.Enqueue(random.Next(3) == 0 ? new PlatformException(PlatformFailure.Unreachable, "down") : null);
                stage.Page.LookFailures.Enqueue(random.Next(4) == 0 ? new PlatformException(PlatformFailure.RateLimited, "slow") : null);
            }

            stage.Page.Settles = TimeSpan.FromSeconds(random.Next(0, 30));
            await stage.PressAsync(stage.Ana, "save", input: $"Reply number {i}.");
            await stage.PublishAsync(stage.Ana);
            if (random.Next(10) == 0)
            {
                await stage.Get<ReplyDispatch>().RunAsync(Now);
                await stage.RestartAsync();
            }

            await stage.DispatchAsync();
            var taken = stage.Page.Replies.Count(reply => reply.Text == $"Reply number {i}.");
            taken.ShouldBeLessThanOrEqualTo(1, $"seed {Seed}, reply {i}");
            var state = (await stage.FileAsync()).Nudge!.State;
            if (state == NudgeState.NeedsPerson)
                people++;
            else
                taken.ShouldBe(1, $"seed {Seed}, reply {i}, {state}");
            stage.Page.PublishFaults.Clear();
            stage.Page.ReadBackFailures.Clear();
            stage.Page.LookFailures.Clear();
        }

        people.ShouldBeLessThan(30);
    }

    /// <summary>Runs the ledger as far as the page has taken the reply, and no further: what a kill leaves behind.</summary>
    private sealed class KilledAfterTaking(Stage stage)
    {
        public async Task RunAsync()
        {
            var file = await stage.FileAsync();
            var reply = file.Replies[0];
            var cleared = ReplyLedger.Decide(reply, new ReplyEvent.Cleared(), file.Watch.Can, stage.Time.GetUtcNow());
            var change = new Pipeline.Journey.StateChange();
            change.Guards.Add(new Pipeline.Journey.StateChange.Guard(file.Id, file.Team, file.Watch.Id, file.RootNativeId, file.Fence, false));
            change.Replies.Add(cleared.Next);
            (await stage.Get<Pipeline.Journey.IJourneyStore>().SaveAsync(change, Pipeline.Journey.SavePriority.Click, Now)).ShouldBeTrue();
            await stage.Page.PublishAsync(new PageCall(file.Watch.Page, Credentials.None), new OutgoingReply(new ReplyTarget(reply.TargetNativeId, null), reply.Text), Now);
        }
    }
}
