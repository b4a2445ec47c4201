using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;
using PageWatch.Domain.Sources;
using PageWatch.Platforms.Fetching;

namespace PageWatch.Platforms.Bluesky;

/// <summary>
/// Keeps one session for each account and password, in memory. Signing in is dear (30 times in 5 minutes and 300 a day, for each account), so it happens
/// once; after that the session is renewed, by one caller at a time, because a renewal spends the token that it is made with.
/// </summary>
/// <remarks>https://docs.bsky.app/docs/advanced-guides/rate-limits, https://atproto.com/specs/xrpc#authentication</remarks>
internal sealed class BlueskySessions(PageHttp http, IOptions<BlueskyOptions> options, TimeProvider time)
{
    public const string HowToMakeOne = "An app password is made in Bluesky under Settings, Privacy and security, App passwords.";

    /// <summary>At most 288 sign-ins a day, whatever goes wrong with what they give.</summary>
    private static readonly TimeSpan LoginEvery = TimeSpan.FromMinutes(5);

    private const int MostDoors = 2000;

    private readonly ConcurrentDictionary<string, Door> doors = new(StringComparer.Ordinal);

    /// <summary>The session to ask with.</summary>
    /// <exception cref="PlatformException">The account is not let in, or nobody answers.</exception>
    public async Task<BlueskySession> OpenAsync(BlueskyAccount account, CancellationToken cancellationToken)
    {
        var door = DoorOf(account);
        if (door.Session is { } open)
            return open;
        await door.Gate.WaitAsync(cancellationToken);
        try
        {
            return door.Session ?? await SignInAsync(door, account, cancellationToken);
        }
        finally
        {
            door.Gate.Release();
        }
    }

    /// <summary>The next session after one whose time is up. Who comes second gets what the first was given.</summary>
    /// <exception cref="PlatformException">The account is not let in any more, or nobody answers; the session at hand is kept then.</exception>
    public async Task<BlueskySession> RenewAsync(BlueskyAccount account, BlueskySession used, CancellationToken cancellationToken)
    {
        var door = DoorOf(account);
        await door.Gate.WaitAsync(cancellationToken);
        try
        {
            if (door.Session is { } other && other != used)
                return other;
            const string Doing = "renew the session with Bluesky";
            var request = new PageRequest(HttpMethod.Post, At(used.Endpoint, "com.atproto.server.refreshSession"))
            {
                Headers = [("Accept", "application/json"), ("Authorization", "Bearer " + used.Refresh)],
            };
            var answer = await SendAsync(request, Doing, cancellationToken);
            if (answer.IsSuccess)
                return door.Session = BlueskyApi.Read(answer, BlueskyJson.Default.SessionWire, Doing) is var wire && BlueskySession.Of(wire, used.Endpoint) is { } next && next.Did == used.Did
                    ? next
                    : throw PageAnswer.NotUnderstood(Doing, "the answer holds no session");
            // The old one's time is up for good, or it was spent and its answer lost, or the password was revoked: signing in tells which.
            if (answer.Status is HttpStatusCode.BadRequest or HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
                return await SignInAsync(door, account, cancellationToken);
            throw Failure(request, answer, Doing);
        }
        finally
        {
            door.Gate.Release();
        }
    }

    /// <summary>A new session after one that the server does not know.</summary>
    /// <exception cref="PlatformException">The account is not let in, or signed in a moment ago.</exception>
    public async Task<BlueskySession> ReplaceAsync(BlueskyAccount account, BlueskySession used, CancellationToken cancellationToken)
    {
        var door = DoorOf(account);
        await door.Gate.WaitAsync(cancellationToken);
        try
        {
            return door.Session is { } other && other != used ? other : await SignInAsync(door, account, cancellationToken);
        }
        finally
        {
            door.Gate.Release();
        }
    }

    public static Uri At(Uri service, string method) => new(service, "/xrpc/" + method);

    private async Task<BlueskySession> SignInAsync(Door door, BlueskyAccount account, CancellationToken cancellationToken)
    {
        var service = options.Value.Service!;
        var doing = $"sign in at {service.Host}";
        var now = time.GetUtcNow();
        if (door.SignedInAt is { } last && last + LoginEvery is var next && next > now)
        {
            throw new PlatformException(PlatformFailure.RateLimited, $"Could not {doing}: the session of a moment ago is not taken any more, and an account may not sign in often.")
            {
                RetryAfter = next - now,
            };
        }

        var request = new PageRequest(HttpMethod.Post, At(service, "com.atproto.server.createSession"))
        {
            Headers = [("Accept", "application/json")],
            Body = JsonSerializer.SerializeToUtf8Bytes(new LoginWire(WellFormed(account.User!), WellFormed(account.Password!)), BlueskyJson.Default.LoginWire),
        };
        var answer = await SendAsync(request, doing, cancellationToken);
        if (!answer.IsSuccess)
            throw Refused(request, answer, doing);
        var wire = BlueskyApi.Read(answer, BlueskyJson.Default.SessionWire, doing);
        if (wire.Active == false)
            throw new PlatformException(PlatformFailure.Denied, $"Could not {doing}: the account is not active ({BlueskyApi.CodeIn(wire.Status) ?? "no reason given"}). Sign in on bsky.app to see why.");
        var session = BlueskySession.Of(wire, service) ?? throw PageAnswer.NotUnderstood(doing, "the answer holds no session");
        door.SignedInAt = now;
        return door.Session = session;
    }

    private PlatformException Refused(PageRequest request, PageAnswer answer, string doing) => (answer.Status, BlueskyApi.CodeOf(answer)) switch
    {
        (_, "AuthFactorTokenRequired") => new PlatformException(
            PlatformFailure.Denied, $"Could not {doing}: this is the account's own password, and it asks for a code by mail. Connect the page with an app password. {HowToMakeOne}"),
        (_, "AccountTakedown") => new PlatformException(PlatformFailure.Denied, $"Could not {doing}: Bluesky has taken the account down. Sign in on bsky.app to see why."),
        (HttpStatusCode.BadRequest or HttpStatusCode.Unauthorized, _) => new PlatformException(
            PlatformFailure.Denied, $"Could not {doing}: the handle or the app password is wrong or was revoked. Connect the page again. {HowToMakeOne} An account on a server of its own signs in there: setting Platforms:Bluesky:Service."),
        _ => Failure(request, answer, doing),
    };

    // As of a question: a server that failed at the door has put nothing on a page.
    private PlatformException Failure(PageRequest request, PageAnswer answer, string doing) =>
        BlueskyApi.Failure(request with { Method = HttpMethod.Get }, answer, doing, HowToMakeOne, time.GetUtcNow());

    /// <summary>Whatever becomes of a sign-in, it never put anything on a page.</summary>
    private async Task<PageAnswer> SendAsync(PageRequest request, string doing, CancellationToken cancellationToken)
    {
        try
        {
            return await http.SendAsync(request, doing, cancellationToken);
        }
        catch (PlatformException problem) when (problem.MayHaveActed)
        {
            throw new PlatformException(problem.Failure, problem.Message, problem) { RetryAfter = problem.RetryAfter };
        }
    }

    private Door DoorOf(BlueskyAccount account)
    {
        var key = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{options.Value.Service}\n{account.User}\n{account.Password}")));
        var door = doors.GetOrAdd(key, _ => new Door());
        door.AskedAt = time.GetUtcNow();
        // Passwords change, and pages end: what nobody asks for any more goes first.
        if (doors.Count > MostDoors && doors.MinBy(each => each.Value.AskedAt) is { Key: { } oldest } && oldest != key)
            doors.TryRemove(oldest, out _);
        return door;
    }

    private static string WellFormed(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    private sealed class Door
    {
        public SemaphoreSlim Gate { get; } = new(1, 1);

        public volatile BlueskySession? Session;

        public DateTimeOffset? SignedInAt { get; set; }

        public DateTimeOffset AskedAt { get; set; }
    }
}
