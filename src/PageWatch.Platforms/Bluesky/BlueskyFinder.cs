using System.Net;
using Microsoft.Extensions.Options;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Sources;
using PageWatch.Platforms.Fetching;

namespace PageWatch.Platforms.Bluesky;

/// <summary>Recognises an account's address by its form, asks everybody's view who that is, and proves the app password.</summary>
internal sealed class BlueskyFinder(BlueskyApi api, BlueskySessions sessions, IOptions<BlueskyOptions> options) : IPageFinder
{
    public PlatformId Platform => BlueskyAccount.Platform;

    public int Order => 60;

    public string Title => "Bluesky";

    public PageCapabilities AtBest => BlueskyCapabilities.Of(hasLogin: true, options.Value);

    public async ValueTask<FoundPage?> FindAsync(Uri address, Credentials credentials, CancellationToken cancellationToken)
    {
        if (BlueskyAddress.ActorIn(address) is not { } actor)
            return null;
        var profile = await ProfileAsync(actor, cancellationToken);
        var did = profile.Did!;
        var name = PostReading.NameOf(profile.DisplayName, profile.Handle);
        var account = new BlueskyAccount(did, profile.Handle is { Length: > 0 } handle ? "@" + CleanText.Line(handle, Author.LongestName) : did, credentials);
        var found = new FoundPage(Platform, AtUri.ProfileLink(did), name, BlueskyCapabilities.Of(account.HasLogin, options.Value))
        {
            Settings = new Dictionary<string, string>(StringComparer.Ordinal) { [BlueskyAccount.DidSetting] = did },
        };
        if (account.User is null && account.Password is null)
        {
            return found with
            {
                Notes =
                [
                    $"Without the account only replies under its own posts of the last days are seen; mentions, quotes, and replying need the handle and an app password. {BlueskySessions.HowToMakeOne}",
                ],
            };
        }

        if (!account.HasLogin)
            throw new PlatformException(PlatformFailure.Denied, $"Could not sign in as {account}: it takes a handle as user and an app password, and one of them is missing. {BlueskySessions.HowToMakeOne}");
        var session = await sessions.OpenAsync(account, cancellationToken);
        if (session.Did != did)
        {
            throw new PlatformException(
                PlatformFailure.Denied, $"Could not sign in as {account}: the app password is another account's. Use one that was made by {account}, or watch the page of the account that made it.");
        }

        return found with
        {
            AccountId = did,
            AccountName = name,
            Notes = ["Replies to the account, mentions of it and quotes of its posts are watched."],
        };
    }

    private async Task<ProfileWire> ProfileAsync(string actor, CancellationToken cancellationToken)
    {
        var doing = $"look up the Bluesky account {actor}";
        var answer = await api.AskPubliclyAsync("app.bsky.actor.getProfile", "actor=" + Uri.EscapeDataString(actor), doing, cancellationToken);
        if (answer.Status == HttpStatusCode.BadRequest && BlueskyApi.CodeOf(answer) is "InvalidRequest" or "AccountTakedown" or "AccountDeactivated")
            throw new PlatformException(PlatformFailure.Gone, $"Could not {doing}: there is no such account, or it is not active. Look it up on bsky.app.");
        if (!answer.IsSuccess)
            throw api.Failure(HttpMethod.Get, answer, doing);
        var profile = BlueskyApi.Read(answer, BlueskyJson.Default.ProfileWire, doing);
        return AtUri.IsDid(profile.Did) ? profile : throw PageAnswer.NotUnderstood(doing, "the answer names no account");
    }
}
