using System.Globalization;
using System.Net;
using Microsoft.Extensions.Options;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Sources;
using PageWatch.Platforms.Fetching;

namespace PageWatch.Platforms.Mastodon;

/// <summary>Recognises accounts and hashtags of a server that speaks Mastodon's API, and finds out what a token may do there.</summary>
internal sealed class MastodonFinder(MastodonApi api, IOptions<MastodonOptions> options) : IPageFinder
{
    private const int LargestLimit = 1_000_000;

    public PlatformId Platform => MastodonPage.Platform;

    // Before WordPress: its pages are told by the form of their address, and a look at the API.
    public int Order => 150;

    public string Title => "Mastodon";

    public PageCapabilities AtBest => MastodonCapabilities.Of(MastodonCapabilities.UsualLimit, options.Value);

    public async ValueTask<FoundPage?> FindAsync(Uri address, Credentials credentials, CancellationToken cancellationToken)
    {
        var token = MastodonPage.TokenIn(credentials);
        if (MastodonAddress.Read(address) is not { } typed || (typed.IsServer && token is null))
            return null;
        if (!typed.IsSure && !api.IsSafe(typed.Server))
            return null;
        var server = typed.Home is null ? Encrypted(typed.Server) : await HomeOfAsync(typed, cancellationToken);
        var page = new MastodonPage(server, token, null, typed.Tag, MastodonCapabilities.UsualLimit);
        if (await InstanceAsync(page, typed.IsSure, cancellationToken) is not { } instance)
            return null;
        page = page with { Limit = (instance.Configuration?.Statuses?.MaxCharacters ?? instance.MaxTootChars) is > 0 and <= LargestLimit and var told ? told : MastodonCapabilities.UsualLimit };
        if (typed.Tag is not null)
            return await DescribeTagAsync(page, typed.Tag, cancellationToken);
        return token is null ? await DescribeForStrangersAsync(page, typed, instance, cancellationToken) : await DescribeAsync(page, typed, instance, cancellationToken);
    }

    /// <summary>People type http without a thought; a token goes encrypted or not at all.</summary>
    private Uri Encrypted(Uri server) => server.IsDefaultPort && !api.IsSafe(server) ? new UriBuilder(server) { Scheme = Uri.UriSchemeHttps, Port = -1 }.Uri : server;

    /// <summary>A handle's domain may have its server elsewhere: https://docs.joinmastodon.org/spec/webfinger/. Who does not say is its own server.</summary>
    private async Task<Uri> HomeOfAsync(MastodonAddress typed, CancellationToken cancellationToken)
    {
        // A domain of the address that was typed keeps that address's port; another's is the usual one.
        var home = typed.Home == typed.Server.Host ? Encrypted(typed.Server) : new UriBuilder(Uri.UriSchemeHttps, typed.Home).Uri;
        if (!api.IsSafe(home))
            return home;
        var page = new MastodonPage(home, null, null, null, 0);
        var answer = await api.GetAsync(page, $".well-known/webfinger?resource=acct:{typed.Name}@{typed.Home}", $"ask {home.Authority} where @{typed.Name} is", cancellationToken);
        var links = answer.IsSuccess ? answer.TryRead(MastodonJson.Default.FingerWire)?.Links : null;
        var self = links?.FirstOrDefault(link => link?.Rel == "self")?.Href;
        return Uri.TryCreate(self, UriKind.Absolute, out var at) && api.IsSafe(at) ? MastodonPage.Root(at) : home;
    }

    /// <returns>Null when no such API is there.</returns>
    private async Task<InstanceWire?> InstanceAsync(MastodonPage page, bool isSure, CancellationToken cancellationToken)
    {
        var doing = $"read what {page.Server} offers";
        foreach (var path in (string[])["api/v2/instance", "api/v1/instance"])
        {
            PageAnswer answer;
            try
            {
                answer = await api.GetAsync(page with { Token = null }, path, doing, cancellationToken);
                // Some servers tell strangers nothing. The token goes where the refusal is in this API's own form.
                if (answer.Status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden && isSure && page.Token is not null && MastodonApi.WordsOf(answer) is not null && answer.Moved.Count == 0)
                    answer = await api.GetAsync(page, path, doing, cancellationToken);
            }
            catch (PlatformException problem) when (problem.Failure == PlatformFailure.NotUnderstood || (!isSure && !IsWholeHost(problem)))
            {
                return null;
            }

            if (answer.IsSuccess)
            {
                if (answer.TryRead(MastodonJson.Default.InstanceWire) is { Version: { Length: > 0 } } instance && (instance.Domain ?? instance.Uri) is { Length: > 0 })
                    return instance;
                continue;
            }

            if (isSure && (answer.Status == HttpStatusCode.TooManyRequests || (int)answer.Status >= 500))
                throw api.Failure(page, MastodonApi.Request(page, HttpMethod.Get, path), answer, doing);
            if (isSure && answer.Status == HttpStatusCode.Unauthorized && MastodonApi.WordsOf(answer) is not null)
                throw api.Failure(page, MastodonApi.Request(page, HttpMethod.Get, path), answer, doing);
        }

        return null;
    }

    /// <summary>The host itself cannot be reached, or may not be: whoever is asked next will hear the same. A path that does not answer is only a path.</summary>
    private static bool IsWholeHost(PlatformException problem) =>
        problem.Failure == PlatformFailure.Forbidden
        || problem.InnerException is HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError };

    /// <summary>As the page's own account.</summary>
    private async Task<FoundPage> DescribeAsync(MastodonPage page, MastodonAddress typed, InstanceWire instance, CancellationToken cancellationToken)
    {
        var doing = $"sign in to {page.Host}";
        var me = AccountIn(await api.DemandAsync(page, "api/v1/accounts/verify_credentials", doing, cancellationToken), doing);
        if ((typed.Name is { } name && !name.Equals(me.Username, StringComparison.OrdinalIgnoreCase)) || (typed.Id is { } id && id != me.Id))
        {
            throw new PlatformException(
                PlatformFailure.Denied,
                $"Could not {doing}: the token is @{CleanText.Line(me.Username, 60)}'s, and the address is of {(typed.Name is null ? "account " + typed.Id : "@" + typed.Name)}. Make the token signed in as the account that is to be watched.");
        }

        // A token may be let in and yet not read what the account is told: better said now than by a page that stays silent.
        await api.DemandAsync(page, "api/v1/notifications?types[]=mention&limit=1", $"read the mentions of @{me.Username} on {page.Host}", cancellationToken);
        var writes = await MayWriteAsync(page, cancellationToken);
        List<string> notes = ["Mentions, and what stands under the account's own posts, are watched. Followers-only and direct messages are not: they are no public posts."];
        if (writes)
            notes.Add("Each reply begins with a line that names its author, without which nobody would be told of it. The words below it are the approved ones. Replies go out unlisted.");
        else
            notes.Add($"The token may only read: replies need the scope write:statuses. {MastodonApi.HowToMakeOne}");
        if (me.Moved?.Acct is { Length: > 0 } moved)
            notes.Add($"The account has moved to @{CleanText.Line(moved, 100)}: watch that one.");
        var found = Found(page, me, MastodonCapabilities.Of(writes ? page.Limit : null, options.Value), notes);
        return found with { AccountId = me.Id, AccountName = CleanText.Line($"@{me.Username}@{DomainOf(instance, page)}", Author.LongestName) };
    }

    /// <summary>Without a token: what a server shows to strangers.</summary>
    /// <returns>Null when there is no such account, and the address need not be one.</returns>
    private async Task<FoundPage?> DescribeForStrangersAsync(MastodonPage page, MastodonAddress typed, InstanceWire instance, CancellationToken cancellationToken)
    {
        var doing = $"look for {(typed.Name is null ? "account " + typed.Id : "@" + typed.Name)} on {DomainOf(instance, page)}";
        var path = typed.Name is null ? $"api/v1/accounts/{typed.Id}" : $"api/v1/accounts/lookup?acct={typed.Name}";
        var answer = await api.GetAsync(page, path, doing, cancellationToken);
        if (answer.Status == HttpStatusCode.NotFound)
            return typed.IsSure ? throw new PlatformException(PlatformFailure.Gone, $"Could not {doing}: there is no such account (404). Look at how it is written.") : null;
        if (!answer.IsSuccess)
            throw api.Failure(page, MastodonApi.Request(page, HttpMethod.Get, path), answer, doing);
        var account = AccountIn(answer, doing);
        return Found(page, account, MastodonCapabilities.Of(null, options.Value),
        [
            "Only what stands under the account's own posts is watched, as far as the server shows it to strangers.",
            $"Mentions elsewhere and replies need a token. {MastodonApi.HowToMakeOne}",
        ]);
    }

    private async Task<FoundPage> DescribeTagAsync(MastodonPage page, string tag, CancellationToken cancellationToken)
    {
        var doing = $"read #{tag} on {page.Host}";
        _ = StatusPage.Read(await api.DemandAsync(page, $"api/v1/timelines/tag/{Uri.EscapeDataString(tag)}?limit=1", doing, cancellationToken), ofNotifications: false, doing);
        return new FoundPage(Platform, new Uri(page.Server, "tags/" + Uri.EscapeDataString(tag)), $"#{tag} on {page.Host}", MastodonCapabilities.Of(null, options.Value))
        {
            Settings = new Dictionary<string, string>(StringComparer.Ordinal) { [MastodonPage.ServerSetting] = page.Server.AbsoluteUri, [MastodonPage.TagSetting] = tag },
            Notes = ["A hashtag is only read: answer from the account's own watch. It shows what this server has received, which is not all there is."],
        };
    }

    private FoundPage Found(MastodonPage page, AccountWire account, PageCapabilities can, IReadOnlyList<string> notes)
    {
        var own = Markup.HtmlText.Resolve(account.Url, null) is { } url && url.Host == page.Server.Host && url.UserInfo.Length == 0 ? url : new Uri(page.Server, "@" + account.Username);
        return new FoundPage(Platform, new Uri(own.GetLeftPart(UriPartial.Path)), CleanText.Line(StatusReading.NameOf(account), Author.LongestName), can)
        {
            Settings = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                [MastodonPage.ServerSetting] = page.Server.AbsoluteUri,
                [MastodonPage.AccountSetting] = account.Id!,
                [MastodonPage.LimitSetting] = page.Limit.ToString(CultureInfo.InvariantCulture),
            },
            Notes = notes,
        };
    }

    /// <summary>What a token may do is told by nobody; what its application asked for is, since 4.3. Where it is not told, the first reply shows.</summary>
    private async Task<bool> MayWriteAsync(MastodonPage page, CancellationToken cancellationToken)
    {
        var answer = await api.GetAsync(page, "api/v1/apps/verify_credentials", $"ask {page.Host} what the token may do", cancellationToken);
        var scopes = answer.IsSuccess ? answer.TryRead(MastodonJson.Default.ApplicationWire)?.Scopes : null;
        return scopes is not { Count: > 0 } || scopes.Any(scope => scope is "write" or "write:statuses");
    }

    private static AccountWire AccountIn(PageAnswer answer, string doing)
    {
        var account = MastodonApi.Read(answer, MastodonJson.Default.AccountWire, doing);
        return MastodonId.IsGood(account.Id) && account.Username is { Length: > 0 } ? account : throw PageAnswer.NotUnderstood(doing, "the answer is no account");
    }

    /// <summary>Version 1 may write it as an address.</summary>
    private static string DomainOf(InstanceWire instance, MastodonPage page)
    {
        var told = instance.Domain ?? instance.Uri ?? "";
        var domain = Uri.TryCreate(told, UriKind.Absolute, out var address) && address.Host.Length > 0 ? address.Host : told;
        return Uri.CheckHostName(domain) == UriHostNameType.Unknown ? page.Host : domain;
    }
}
