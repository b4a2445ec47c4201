using PageWatch.Demo;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Sources;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline;
using PageWatch.Pipeline.Ingest;
using PageWatch.Pipeline.Teams;
using PageWatch.Platforms.Fetching;

namespace PageWatch.Host.Demo;

/// <summary>Introduces the service and the demo page to each other, the way any page is introduced: an address, a key, a webhook.</summary>
internal sealed class DemoStart(DemoSettings settings, DemoOptions site, IInstallation installation, IWatches watches, IEnumerable<IPageFinder> finders, AddressGuard guard, ServiceAddress address, TimeProvider time, IDoorbell doorbell)
{
    /// <summary>Makes the secrets, before the page is served.</summary>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        settings.ApiKey = await installation.SecretAsync("demo key", SignIn.NewToken, cancellationToken);
        settings.HookKey = await installation.SecretAsync("demo hook", SignIn.NewToken, cancellationToken);
        settings.HookSecret = await installation.SecretAsync(
            "demo hook secret", () => "whsec_" + Convert.ToBase64String(System.Security.Cryptography.RandomNumberGenerator.GetBytes(24)), cancellationToken);
        site.ApiKey = settings.ApiKey;
        site.HookSecret = settings.HookSecret;
    }

    /// <summary>Begins the watch once the page can be reached; on later starts only its address may have changed.</summary>
    public async Task WatchAsync(Member owner, CancellationToken cancellationToken)
    {
        settings.Address = new Uri(address.Base, "demo/");
        site.PublicBase = settings.Address;
        site.HookAddress = address.HookFor(settings.HookKey);
        guard.Allow($"{settings.Address.Host}:{settings.Address.Port}");
        var secrets = new Dictionary<string, string>(StringComparer.Ordinal) { ["token"] = settings.ApiKey, ["secret"] = settings.HookSecret };
        var finder = finders.First(each => each.Platform.Name == "demo");
        var found = await finder.FindAsync(settings.Address, new Credentials(secrets), cancellationToken)
            ?? throw new InvalidOperationException("The demo page does not recognise itself.");
        if (await watches.FindByHookAsync(settings.HookKey, cancellationToken) is { } known)
        {
            if (known.Page.Address != found.Address)
                await watches.UpdateAsync(known with { Page = known.Page with { Address = found.Address, Settings = found.Settings } }, null, null, cancellationToken);
            return;
        }

        var now = time.GetUtcNow();
        var watch = new Watch
        {
            Page = new Page
            {
                Id = default,
                Platform = found.Platform,
                Address = found.Address,
                Name = found.Name,
                AccountId = found.AccountId,
                AccountName = found.AccountName,
                Settings = found.Settings,
            },
            Team = TeamId.Default,
            Name = "demo",
            Owner = owner.Id,
            Can = found.Can,
            Cadence = TimeSpan.FromMinutes(1),
            NudgesSince = now - DemoSettings.FirstDay,
            State = WatchState.Active,
            HookKey = settings.HookKey,
        };
        await watches.AddAsync(watch, secrets, new AuditEntry(TeamId.Default, now, null, "PageWatch", "watch", "watch demo"), cancellationToken);
        doorbell.Ring(Door.Watches);
    }
}
