using System.Net;
using System.Text.Json;
using PageWatch.Domain.Sources;
using PageWatch.Testing.Snapshots;
using Shouldly;

namespace PageWatch.Testing.Platforms;

/// <summary>One thing that every platform must keep to.</summary>
public sealed record ConformanceCase(string Name, Func<Task> Run);

/// <summary>
/// What every platform must keep to, as cases that run over its fixtures: those that its capabilities call for must be there, and each gives what
/// a person accepted. Around them come the failures that any platform meets.
/// </summary>
public static class PlatformSuite
{
    public static IReadOnlyList<ConformanceCase> For(PlatformUnderTest platform)
    {
        var names = Fixture.NamesIn(platform.FixtureFolder);
        var cases = names.Select(name => new ConformanceCase("fixture " + name, () => GivesWhatItPromisesAsync(platform, name))).ToList();

        IReadOnlyList<string> required;
        using (var player = new FixturePlayer(platform, Fixture.Open(platform.FixtureFolder, names[0])))
            required = [.. RequiredBy(player.Finder.AtBest, player.Finder.TakesAddresses)];

        // One that is there has its case already, and proves more by being played than by being there.
        foreach (var missing in required.Except(names))
            cases.Add(new ConformanceCase("fixture " + missing, () => throw new FileNotFoundException($"What it says it can do calls for a fixture \"{missing}\" in {platform.FixtureFolder}.")));

        if (names.Contains("find-page"))
        {
            Add("a page of nobody's is not taken", NobodysPageIsNotTakenAsync);
            Add("what cannot be reached is no page", UnreachableIsNoPageAsync);
        }

        if (names.Contains("first-poll"))
        {
            Add("the same cursor twice gives the same posts", SameCursorTwiceAsync);
            Add("every post has an id, an author, and something to read or see", EveryPostIsWholeAsync);
            Add("parents come before answers", ParentsComeFirstAsync);
            Add("a poll that is called off stops", CalledOffPollStopsAsync);
            Add("a poll answered 401 is denied", platform => FailsAsync(platform, "first-poll", HttpStatusCode.Unauthorized, PlatformFailure.Denied));
            Add("a poll answered 403 is denied", platform => FailsAsync(platform, "first-poll", HttpStatusCode.Forbidden, PlatformFailure.Denied));
            Add("a poll answered 404 is gone", platform => FailsAsync(platform, "first-poll", HttpStatusCode.NotFound, PlatformFailure.Gone));
            Add("a poll answered 500 is unreachable", platform => FailsAsync(platform, "first-poll", HttpStatusCode.InternalServerError, PlatformFailure.Unreachable));
            Add("a poll answered 429 waits as long as it is told", PollWaitsAsToldAsync);
            Add("a poll without a connection is unreachable", platform => LosesConnectionAsync(platform, "first-poll", mayHaveActed: false));
            Add("a poll answered with an error page in HTML is not understood", platform => NotUnderstoodAsync(platform, "<!doctype html><title>Oops</title><h1>Something broke</h1>", "text/html"));
            Add("a poll answered with half an answer is not understood", HalfAnAnswerAsync);
            Add("a poll answered with nothing is not understood", platform => NotUnderstoodAsync(platform, "", "application/json"));
        }

        if (names.Contains("publish"))
        {
            Add("a reply answered 500 may stand there", platform => PublishFailsAsync(platform, HttpStatusCode.InternalServerError, PlatformFailure.Unreachable, mayHaveActed: true));
            Add("a reply answered 502 may stand there", platform => PublishFailsAsync(platform, HttpStatusCode.BadGateway, PlatformFailure.Unreachable, mayHaveActed: true));
            Add("a reply answered 503 may stand there, whenever we are to come back", UnavailableAsync);
            Add("a reply answered 429 is not there", platform => PublishFailsAsync(platform, HttpStatusCode.TooManyRequests, PlatformFailure.RateLimited, mayHaveActed: false));
            Add("a reply answered 401 is denied and not there", platform => PublishFailsAsync(platform, HttpStatusCode.Unauthorized, PlatformFailure.Denied, mayHaveActed: false));
            Add("a reply without a connection is not there", platform => LosesConnectionAsync(platform, "publish", mayHaveActed: false));
            Add("a reply whose answer breaks off may stand there", AnswerBreaksOffAsync);
            Add("a reply whose answer cannot be read may stand there", UnreadableAnswerAsync);
            Add("a look answered 500 is unreachable", platform => FailsAsync(platform, "look", HttpStatusCode.InternalServerError, PlatformFailure.Unreachable));
            Add("reading back answered 500 is unreachable", platform => FailsAsync(platform, "read-back-found", HttpStatusCode.InternalServerError, PlatformFailure.Unreachable));
        }

        if (names.Contains("webhook-created"))
        {
            Add("a call with one bit changed is forged", platform => ForgedAsync(platform, call => call with { Body = Flip(call.Body) }));
            Add("a call with a line feed added is forged", platform => ForgedAsync(platform, call => call with { Body = (byte[])[.. call.Body.ToArray(), (byte)'\n'] }));
            Add("a call without headers is forged", platform => ForgedAsync(platform, call => call with { Headers = new Dictionary<string, IReadOnlyList<string>>() }));
            Add("a call with every header twice is forged", platform => ForgedAsync(platform, call => call with { Headers = call.Headers.ToDictionary(each => each.Key, each => (IReadOnlyList<string>)[.. each.Value, .. each.Value]) }));
            Add("a call with a cut signature is forged", platform => ForgedAsync(platform, call => call with { Headers = call.Headers.ToDictionary(each => each.Key, each => (IReadOnlyList<string>)[each.Value[0][..(each.Value[0].Length / 2)]]) }));
            Add("a call under another secret is forged", platform => VerdictAsync<WebhookVerdict.Forged>(platform, secrets: _ => [new Secret("whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODkwMTIzNDU=")]));
            Add("a call with no secret known is forged", platform => VerdictAsync<WebhookVerdict.Forged>(platform, secrets: _ => []));
            Add("a call under the older of two secrets is genuine", platform => VerdictAsync<WebhookVerdict.Genuine>(platform, secrets: own => [new Secret("whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODkwMTIzNDU="), .. own]));
            Add("a call replayed at once is the same delivery", ReplayedAtOnceAsync);
            Add("a call replayed an hour later is forged, or tells nothing else", ReplayedLaterAsync);
            Add("a genuine call that is no post is not understood, or asks for another look", UnreadableCallAsync);
        }

        return cases;

        void Add(string name, Func<PlatformUnderTest, Task> run) => cases.Add(new ConformanceCase(name, () => run(platform)));
    }

    /// <summary>What a platform that says it can do this must show.</summary>
    /// <param name="takesAddresses">Whether its pages are found by an address that people type.</param>
    public static IEnumerable<string> RequiredBy(PageCapabilities can, bool takesAddresses)
    {
        if (takesAddresses)
            yield return "find-page";
        if (can.ReadBy.HasFlag(ReadBy.Poll))
        {
            foreach (var name in (string[])["first-poll", "next-page", "nothing-new", "rate-limited", "hostile-text"])
                yield return name;
        }

        if (can.ReadBy.HasFlag(ReadBy.Webhook))
        {
            yield return "webhook-created";
            if (can.Edits == ChangesSeen.Told)
                yield return "webhook-edited";
            if (can.Deletes == ChangesSeen.Told)
                yield return "webhook-deleted";
        }

        if (can.Edits == ChangesSeen.ByReadingAgain)
            yield return "edited-post";
        if (can.Deletes == ChangesSeen.ByReadingAgain)
            yield return "deleted-post";
        if (can.Reply == ReplyMode.None)
            yield break;
        foreach (var name in (string[])["own-reply", "access-lost", "look", "look-gone", "publish", "publish-refused"])
            yield return name;
        if (can.CanReadBack)
        {
            yield return "read-back-found";
            yield return "read-back-missing";
        }

        if (can.CanDeleteOwnReply)
            yield return "delete-own";
    }

    private static async Task GivesWhatItPromisesAsync(PlatformUnderTest platform, string name)
    {
        var fixture = Fixture.Open(platform.FixtureFolder, name);
        using var player = new FixturePlayer(platform, fixture);
        var played = new { Steps = await player.PlayAsync() };
        if (platform.IsCompared)
            Verified.Same(played, fixture.ExpectedFile);
        else
            Verified.Json(played, fixture.ExpectedFile);
    }

    private static async Task SameCursorTwiceAsync(PlatformUnderTest platform)
    {
        using var player = Player(platform, "first-poll", out var fixture);
        var step = fixture.Steps[0];
        player.Network.Expect(fixture.ExchangesOf(step));
        var once = await player.PollOnceAsync(step);
        using var again = Player(platform, "first-poll", out _);
        again.Network.Expect(fixture.ExchangesOf(step));
        var twice = await again.PollOnceAsync(step);
        once.Events.Count.ShouldBeGreaterThan(0);
        System.Text.Json.JsonSerializer.Serialize(twice.Events, Verified.Readable).ShouldBe(System.Text.Json.JsonSerializer.Serialize(once.Events, Verified.Readable));
        once.Next.ShouldNotBeNull().ShouldBe(twice.Next);
    }

    private static async Task EveryPostIsWholeAsync(PlatformUnderTest platform)
    {
        var posts = await FirstPostsAsync(platform);
        posts.ShouldNotBeEmpty();
        foreach (var post in posts)
        {
            post.NativeId.ShouldNotBeNullOrWhiteSpace();
            post.Author.Name.ShouldNotBeNull();
            (post.Text.Length + (post.Title?.Length ?? 0) + post.Attachments.Count).ShouldBeGreaterThan(0);
            if (post.Link is { } link)
                link.Scheme.ShouldBeOneOf("http", "https");
        }
    }

    private static async Task ParentsComeFirstAsync(PlatformUnderTest platform)
    {
        var posts = await FirstPostsAsync(platform);
        posts.ShouldNotBeEmpty();
        var place = posts.Select((post, index) => (post.NativeId, index)).ToDictionary(each => each.NativeId, each => each.index);
        foreach (var post in posts)
        {
            if (post.ParentNativeId is { } parent && place.TryGetValue(parent, out var at))
                at.ShouldBeLessThan(place[post.NativeId]);
        }
    }

    private static async Task CalledOffPollStopsAsync(PlatformUnderTest platform)
    {
        using var player = Player(platform, "first-poll", out var fixture);
        player.Network.Expect(fixture.ExchangesOf(fixture.Steps[0]));
        using var off = new CancellationTokenSource();
        await off.CancelAsync();
        var stream = player.Poll!.StreamsOf(player.Page)[0];
        await Should.ThrowAsync<OperationCanceledException>(async () => await player.Poll.PollAsync(new PageCall(player.Page, fixture.Credentials), stream, null, off.Token));
    }

    private static async Task FailsAsync(PlatformUnderTest platform, string name, HttpStatusCode status, PlatformFailure failure)
    {
        var problem = await FailingAsync(platform, name, _ => new HttpResponseMessage(status) { Content = new StringContent("{}") });
        problem.Failure.ShouldBe(failure);
        problem.MayHaveActed.ShouldBeFalse();
        // A message that a person can act on: it says where.
        problem.Message.Length.ShouldBeGreaterThan(20);
    }

    private static async Task PollWaitsAsToldAsync(PlatformUnderTest platform)
    {
        var problem = await FailingAsync(platform, "first-poll", _ =>
        {
            var response = new HttpResponseMessage(HttpStatusCode.TooManyRequests) { Content = new StringContent("{}") };
            response.Headers.Add("Retry-After", "77");
            return response;
        });
        problem.Failure.ShouldBe(PlatformFailure.RateLimited);
        problem.RetryAfter.ShouldBe(TimeSpan.FromSeconds(77));
    }

    private static async Task LosesConnectionAsync(PlatformUnderTest platform, string name, bool mayHaveActed)
    {
        var problem = await FailingAsync(platform, name, _ => throw new HttpRequestException(HttpRequestError.ConnectionError, "refused"));
        problem.Failure.ShouldBe(PlatformFailure.Unreachable);
        problem.MayHaveActed.ShouldBe(mayHaveActed);
    }

    private static async Task NotUnderstoodAsync(PlatformUnderTest platform, string body, string type)
    {
        var problem = await FailingAsync(platform, "first-poll", _ => new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(body, System.Text.Encoding.UTF8, type) });
        problem.Failure.ShouldBe(PlatformFailure.NotUnderstood);
    }

    private static async Task HalfAnAnswerAsync(PlatformUnderTest platform)
    {
        using var player = Player(platform, "first-poll", out var fixture);
        var whole = fixture.ExchangesOf(fixture.Steps[0])[0].AnswerBody;
        // Feeds are read as far as they go; an answer cut inside its very first element holds nothing for anybody.
        var problem = await FailingAsync(platform, "first-poll", _ => new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(whole[..Math.Min(20, whole.Length / 2)]) });
        problem.Failure.ShouldBe(PlatformFailure.NotUnderstood);
    }

    private static async Task PublishFailsAsync(PlatformUnderTest platform, HttpStatusCode status, PlatformFailure failure, bool mayHaveActed)
    {
        var problem = await FailingAsync(platform, "publish", _ => new HttpResponseMessage(status) { Content = new StringContent("{}") });
        problem.Failure.ShouldBe(failure);
        problem.MayHaveActed.ShouldBe(mayHaveActed);
    }

    private static async Task UnavailableAsync(PlatformUnderTest platform)
    {
        var problem = await FailingAsync(platform, "publish", _ =>
        {
            // What a cache says that lost patience with the site behind it; the site goes on: https://varnish-cache.org/docs/trunk/users-guide/vcl-built-in-code.html
            var response = new HttpResponseMessage(HttpStatusCode.ServiceUnavailable) { Content = new StringContent("<html>Backend fetch failed</html>") };
            response.Headers.Add("Retry-After", "5");
            return response;
        });
        problem.MayHaveActed.ShouldBeTrue();
    }

    private static async Task AnswerBreaksOffAsync(PlatformUnderTest platform)
    {
        var problem = await FailingAsync(platform, "publish", _ => throw new HttpRequestException(HttpRequestError.ResponseEnded, "broke off"));
        problem.Failure.ShouldBe(PlatformFailure.Unreachable);
        problem.MayHaveActed.ShouldBeTrue();
    }

    private static async Task UnreadableAnswerAsync(PlatformUnderTest platform)
    {
        var problem = await FailingAsync(platform, "publish", _ => new HttpResponseMessage(HttpStatusCode.Created) { Content = new StringContent("<html>thanks!</html>") });
        problem.MayHaveActed.ShouldBeTrue();
    }

    private static async Task NobodysPageIsNotTakenAsync(PlatformUnderTest platform)
    {
        using var player = Player(platform, "find-page", out var fixture);
        player.Network.Override = _ => new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("<!doctype html><title>A page of nobody's</title><p>Hello.</p>", System.Text.Encoding.UTF8, "text/html") };
        var said = Fixture.SaidIn(fixture.Steps[0]);
        Task<FoundPage?> FindAsync() => player.Finder.FindAsync(new Uri("https://nobody.example/somewhere"), Credentials.None, said, CancellationToken.None).AsTask();
        // A platform that lives at one place knows its pages by their addresses, and looks at no others; at one of its own it finds no page of nobody's.
        if (fixture.Nobody is { } nobody)
        {
            (await FindAsync()).ShouldBeNull();
            player.Network.Calls.ShouldBeEmpty();
            (await Should.ThrowAsync<PlatformException>(async () => await player.Finder.FindAsync(nobody, fixture.Credentials, said, CancellationToken.None))).Failure.ShouldBe(PlatformFailure.NotUnderstood);
        }
        // What the user said of the page does not fit it: that is worth a word.
        else if (said.Count > 0)
            (await Should.ThrowAsync<PlatformException>(FindAsync)).Failure.ShouldBe(PlatformFailure.NotUnderstood);
        else
            (await FindAsync()).ShouldBeNull();
        player.Network.Calls.ShouldNotBeEmpty("a finder that never looks would take nothing");
    }

    private static async Task UnreachableIsNoPageAsync(PlatformUnderTest platform)
    {
        using var player = Player(platform, "find-page", out var fixture);
        player.Network.Override = _ => throw new HttpRequestException(HttpRequestError.NameResolutionError, "no such host");
        var problem = await Should.ThrowAsync<PlatformException>(async () =>
            await player.Finder.FindAsync(fixture.Nobody ?? new Uri("https://nobody.example/somewhere"), fixture.Nobody is null ? Credentials.None : fixture.Credentials, Fixture.SaidIn(fixture.Steps[0]), CancellationToken.None));
        problem.Failure.ShouldBe(PlatformFailure.Unreachable);
    }

    private static async Task ForgedAsync(PlatformUnderTest platform, Func<WebhookCall, WebhookCall> change)
    {
        using var player = Player(platform, "webhook-created", out var fixture);
        var step = fixture.Steps[0];
        var call = player.CallOf(step);
        var secrets = FixturePlayer.SecretsOf(step);
        player.Webhook!.Verify(call, player.Page, secrets, fixture.Now).ShouldBeOfType<WebhookVerdict.Genuine>("the unchanged call is good");
        player.Webhook.Verify(change(call), player.Page, secrets, fixture.Now).ShouldBeOfType<WebhookVerdict.Forged>();
    }

    private static async Task VerdictAsync<TVerdict>(PlatformUnderTest platform, Func<IReadOnlyList<Secret>, IReadOnlyList<Secret>>? secrets = null, TimeSpan later = default)
    {
        using var player = Player(platform, "webhook-created", out var fixture);
        var step = fixture.Steps[0];
        var own = FixturePlayer.SecretsOf(step);
        player.Webhook!.Verify(player.CallOf(step), player.Page, own, fixture.Now).ShouldBeOfType<WebhookVerdict.Genuine>("the unchanged call is good");
        player.Webhook.Verify(player.CallOf(step), player.Page, secrets is null ? own : secrets(own), fixture.Now + later).ShouldBeOfType<TVerdict>();
    }

    private static async Task ReplayedAtOnceAsync(PlatformUnderTest platform)
    {
        using var player = Player(platform, "webhook-created", out var fixture);
        var step = fixture.Steps[0];
        var first = player.Webhook!.Verify(player.CallOf(step), player.Page, FixturePlayer.SecretsOf(step), fixture.Now).ShouldBeOfType<WebhookVerdict.Genuine>();
        player.Webhook.Verify(player.CallOf(step), player.Page, FixturePlayer.SecretsOf(step), fixture.Now).ShouldBe(first);
        await Task.CompletedTask;
    }

    /// <summary>Some schemes sign no time. Then a replay must be harmless: the same bytes say the same, and what is known already changes nothing.</summary>
    private static async Task ReplayedLaterAsync(PlatformUnderTest platform)
    {
        using var player = Player(platform, "webhook-created", out var fixture);
        var step = fixture.Steps[0];
        var own = FixturePlayer.SecretsOf(step);
        player.Webhook!.Verify(player.CallOf(step), player.Page, own, fixture.Now).ShouldBeOfType<WebhookVerdict.Genuine>("the unchanged call is good");
        var first = player.Webhook.Read(player.CallOf(step), player.Page);
        player.Time.Advance(TimeSpan.FromHours(1));
        if (player.Webhook.Verify(player.CallOf(step), player.Page, own, fixture.Now + TimeSpan.FromHours(1)) is WebhookVerdict.Genuine)
            JsonSerializer.Serialize(player.Webhook.Read(player.CallOf(step), player.Page), Verified.Readable).ShouldBe(JsonSerializer.Serialize(first, Verified.Readable));
        await Task.CompletedTask;
    }

    private static async Task UnreadableCallAsync(PlatformUnderTest platform)
    {
        using var player = Player(platform, "webhook-created", out var fixture);
        foreach (var body in (string[])["", "[]", "null", "{\"event\":", "\"text\"", "{}"])
        {
            var call = player.CallOf(fixture.Steps[0]) with { Body = System.Text.Encoding.UTF8.GetBytes(body) };
            try
            {
                player.Webhook!.Read(call, player.Page).ShouldHaveSingleItem().ShouldBeOfType<SourceEvent.PageChanged>();
            }
            catch (PlatformException problem)
            {
                problem.Failure.ShouldBe(PlatformFailure.NotUnderstood);
            }
        }

        await Task.CompletedTask;
    }

    private static async Task<PlatformException> FailingAsync(PlatformUnderTest platform, string name, Func<HttpRequestMessage, HttpResponseMessage> answer)
    {
        using var player = Player(platform, name, out var fixture);
        var step = fixture.Steps[0];
        player.Network.Expect(fixture.ExchangesOf(step));
        // A publisher may have to read before it acts (which article is the comment under?): what fails here is the act.
        player.Network.Override = request => name == "publish" && request.Method == HttpMethod.Get ? null : answer(request);
        var call = new PageCall(player.Page, fixture.Credentials) { Known = fixture.KnownIn(step) };
        return await Should.ThrowAsync<PlatformException>(async () =>
        {
            switch (step["do"]!.GetValue<string>())
            {
                case "poll": await player.Poll!.PollAsync(call, player.Poll.StreamsOf(player.Page)[0], null, CancellationToken.None); break;
                case "publish": await player.Publisher!.PublishAsync(call, FixturePlayer.ReplyOf(step), CancellationToken.None); break;
                case "look": await player.Publisher!.LookAsync(call, FixturePlayer.TargetOf(step), CancellationToken.None); break;
                case "readBack": await player.Publisher!.ReadBackAsync(call, FixturePlayer.ReplyOf(step), fixture.Now, CancellationToken.None); break;
                default: throw new InvalidDataException($"{name} starts with a step that cannot fail this way.");
            }
        });
    }

    private static async Task<IReadOnlyList<Domain.Posts.PostSnapshot>> FirstPostsAsync(PlatformUnderTest platform)
    {
        using var player = Player(platform, "first-poll", out var fixture);
        var step = fixture.Steps[0];
        player.Network.Expect(fixture.ExchangesOf(step));
        var result = await player.PollOnceAsync(step);
        return [.. result.Events.OfType<SourceEvent.PostSeen>().Select(seen => seen.Post)];
    }

    private static FixturePlayer Player(PlatformUnderTest platform, string name, out Fixture fixture)
    {
        fixture = Fixture.Open(platform.FixtureFolder, name);
        return new FixturePlayer(platform, fixture);
    }

    private static ReadOnlyMemory<byte> Flip(ReadOnlyMemory<byte> body)
    {
        var bytes = body.ToArray();
        bytes[bytes.Length / 2] ^= 1;
        return bytes;
    }
}
