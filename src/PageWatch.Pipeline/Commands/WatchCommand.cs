using PageWatch.Domain.Channels;
using PageWatch.Domain.Commands;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Sources;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Cards;
using PageWatch.Pipeline.Ingest;
using PageWatch.Pipeline.Staff;
using PageWatch.Pipeline.Teams;

namespace PageWatch.Pipeline.Commands;

internal sealed class WatchCommand(
    IWatches watches, IEnumerable<IPageFinder> finders, IEnumerable<IWebhookSource> webhooks, IEnumerable<IPushSubscriber> subscribers, ServiceAddress address, IDoorbell doorbell, TimeProvider time) : ICommand
{
    private static readonly TimeSpan UsualCadence = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan UsualBackfill = TimeSpan.FromDays(7);

    /// <summary>What a user may say of a page besides its address; finders tell which of it they take.</summary>
    private static readonly string[] Described = ["select", "text", "author", "time", "link", "id"];

    private const int LongestSecret = 200;

    /// <summary>What opens a page; the secret is what its webhooks are signed with.</summary>
    private static readonly string[] Keys = ["user", "password", "token"];

    public CommandSpec Spec { get; } = new("watch", CommandWording.HelpWatch, Role.Admin)
    {
        Arguments = [new CommandArgument("address", CommandWording.ArgAddress)],
        Options =
        [
            new CommandOption("name", "name", CommandWording.OptName),
            new CommandOption("user", "user", CommandWording.OptUser),
            new CommandOption("password", "password", CommandWording.OptPassword, IsSecret: true),
            new CommandOption("token", "token", CommandWording.OptToken, IsSecret: true),
            new CommandOption("secret", "secret", CommandWording.OptSecret, IsSecret: true),
            new CommandOption("backfill", "days", CommandWording.OptBackfill, ValueIsOptional: true),
            new CommandOption("every", "interval", CommandWording.OptEvery),
            new CommandOption("select", "selector", CommandWording.OptSelect),
            new CommandOption("text", "place", CommandWording.OptText),
            new CommandOption("author", "place", CommandWording.OptAuthor),
            new CommandOption("time", "place", CommandWording.OptTime),
            new CommandOption("link", "place", CommandWording.OptLink),
            new CommandOption("id", "place", CommandWording.OptId),
        ],
        Example = "watch https://example.com/feed",
    };

    public async ValueTask<CommandAnswer> RunAsync(CommandLine line, Member by, CancellationToken cancellationToken)
    {
        var typed = line["address"]!.Trim('<', '>');
        // A handle as people write it, "@name@server", is an address without its first sign.
        if (typed.StartsWith('@') && typed.AsSpan(1).Contains('@'))
            typed = typed[1..];
        // People paste addresses without their beginning.
        if (!typed.Contains("://", StringComparison.Ordinal) && typed.Contains('.', StringComparison.Ordinal))
            typed = "https://" + typed;
        if (!Uri.TryCreate(typed, UriKind.Absolute, out var page) || page.Scheme is not ("http" or "https"))
            return Answer.No(Say.It(CommandWording.WatchNotAddress, CleanText.Line(line["address"], 80)));
        TimeSpan? cadence = null;
        if (line.Option("every") is { } every && !IsAuto(every))
        {
            if (StaffTimes.Duration(every) is not { } chosen || chosen < TimeSpan.FromSeconds(15) || chosen > TimeSpan.FromDays(1))
                return Answer.No(Say.It(CommandWording.WatchBadEvery, CleanText.Line(every, 20)));
            cadence = chosen;
        }

        TimeSpan? backfill = null;
        if (line.Has("backfill"))
        {
            backfill = line.Option("backfill") is { } days ? StaffTimes.Duration(days) : UsualBackfill;
            if (backfill is null || backfill > TimeSpan.FromDays(400))
                return Answer.No(Say.It(CommandWording.WatchBadBackfill, CleanText.Line(line.Option("backfill"), 20)));
        }

        // Hubs take secrets of less than 200 bytes: https://www.w3.org/TR/websub/#subscriber-sends-subscription-request
        if (line.Option("secret") is { } secret && System.Text.Encoding.UTF8.GetByteCount(secret) >= LongestSecret)
            return Answer.No(Say.It(CommandWording.WatchBadSecret, LongestSecret));
        if (line.Option("name") is { } name && !Names.IsGood(name))
            return Answer.No(Say.It(CommandWording.BadName, CleanText.Line(name, 40)));

        var typedKeys = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var option in Keys)
        {
            if (line.Option(option) is { } value)
                typedKeys[option] = value;
        }

        try
        {
            return await FindAndWatchAsync(page, line, by, typedKeys, cadence, backfill, cancellationToken);
        }
        catch (PlatformException problem)
        {
            return Answer.No(Say.It(CommandWording.WatchFailed, problem.Message));
        }
    }

    private async ValueTask<CommandAnswer> FindAndWatchAsync(
        Uri page, CommandLine line, Member by, Dictionary<string, string> typedKeys, TimeSpan? cadence, TimeSpan? backfill, CancellationToken cancellationToken)
    {
        var team = await watches.OfTeamAsync(by.Team, cancellationToken);
        // What is typed anew may be one of several keys; a page that is known by this very address is opened with the others that it has.
        var known = team.FirstOrDefault(watch => watch.Page.Address == page);
        var keys = known is null ? typedKeys : Renewed(await watches.SecretsAsync(known.Id, cancellationToken), typedKeys);
        var said = Described.Where(line.Has).ToDictionary(name => name, name => line.Option(name)!, StringComparer.Ordinal);
        var ordered = finders.Where(finder => finder.TakesAddresses && (said.Count == 0 || said.Keys.All(name => finder.Takes.Contains(name, StringComparer.Ordinal))))
            .OrderBy(finder => finder.Order).ToList();
        FoundPage? found = null;
        foreach (var finder in ordered)
        {
            found = await finder.FindAsync(page, new Credentials(keys), said, cancellationToken);
            if (found is not null)
                break;
        }

        if (found is null)
            return Answer.No(Say.It(CommandWording.WatchNotFound, page, string.Join(", ", finders.Where(finder => finder.TakesAddresses && finder.Takes.Count == 0).OrderBy(finder => finder.Order).Select(finder => finder.Title))));
        var platform = ordered.First(finder => finder.Platform == found.Platform).Title;
        return team.FirstOrDefault(watch => watch.Page.Platform == found.Platform && watch.Page.Address == found.Address) is { } watched
            ? await RenewAsync(watched, found, platform, line, by, typedKeys, cadence, cancellationToken)
            : await AddAsync(found, platform, line, by, typedKeys, cadence, backfill, cancellationToken);
    }

    /// <summary>A page that is watched already: one that stands still is read again, and new keys take the place of the old.</summary>
    private async ValueTask<CommandAnswer> RenewAsync(
        Watch watch, FoundPage found, string platform, CommandLine line, Member by, Dictionary<string, string> typedKeys, TimeSpan? cadence, CancellationToken cancellationToken)
    {
        var isPaused = watch.State == WatchState.Paused;
        var typed = new Dictionary<string, string>(typedKeys, StringComparer.Ordinal);
        if (line.Option("secret") is { } secret)
            typed["secret"] = secret;
        var every = line.Option("every");
        var isDescribedAnew = found.Settings.Count > 0 && line.Has("select")
            && (found.Settings.Count != watch.Page.Settings.Count || found.Settings.Any(setting => watch.Page.Settings.GetValueOrDefault(setting.Key) != setting.Value));
        if (!isPaused && typed.Count == 0 && every is null && !isDescribedAnew)
            return Answer.No(Say.It(CommandWording.WatchKnown, watch.Name, watch.Page.Address));
        var now = time.GetUtcNow();
        var renewed = watch with
        {
            Page = watch.Page with
            {
                Name = CleanText.Line(found.Name, 120),
                AccountId = found.AccountId,
                AccountName = found.AccountName is { } account ? CleanText.Line(account, Author.LongestName) : null,
                Settings = found.Settings,
            },
            Can = CanHere(found),
            HookKey = watch.HookKey ?? (Hears(found) ? SignIn.NewToken() : null),
            Cadence = every is null || !found.Can.ReadBy.HasFlag(ReadBy.Poll) ? watch.Cadence : cadence ?? UsualCadence,
            Adapts = every is null ? watch.Adapts : cadence is null && found.Can.ReadBy.HasFlag(ReadBy.Poll),
            State = WatchState.Active,
            Problem = null,
        };
        var audit = new AuditEntry(
            by.Team, now, by.Id, by.Name, "watch", $"watch {watch.Name}", isPaused ? $"paused: {watch.Problem}" : "active",
            typed.Count > 0 ? $"active, new {string.Join(" and ", typed.Keys)}" : isDescribedAnew ? "active, new selectors" : "active");
        var secrets = Renewed(await watches.SecretsAsync(watch.Id, cancellationToken), typed);
        // A page that only now tells of its news needs something to sign with.
        if (renewed.HookKey is not null && watch.HookKey is null)
            secrets.TryAdd("secret", HookSecrets.Made());
        if (!await watches.RenewAsync(renewed, secrets, audit, WatchNotice.ReadAgain(watch, now), cancellationToken))
            return Answer.No(Say.It(CommandWording.NoWatch, watch.Name));
        doorbell.Ring(Door.Watches);
        doorbell.Ring(Door.Outbox);
        return Answer.Done(
            Say.It(
                isPaused ? CommandWording.WatchReadAgain : isDescribedAnew ? CommandWording.WatchDescribed : typed.Count > 0 ? CommandWording.WatchRenewed : CommandWording.WatchPaced, watch.Name),
            new CardPart.Facts([.. Abilities(renewed, platform), .. Shown(found), .. found.Notes.Select(note => Answer.Fact(CommandWording.WatchNote, note))]));
    }

    /// <summary>The keys of a page after some were typed anew. A token and a password are two ways in: typing one of them ends the other.</summary>
    private static Dictionary<string, string> Renewed(IReadOnlyDictionary<string, string> old, Dictionary<string, string> typed)
    {
        var keys = new Dictionary<string, string>(old, StringComparer.Ordinal);
        if (typed.ContainsKey("token"))
        {
            keys.Remove("user");
            keys.Remove("password");
        }

        if (typed.ContainsKey("user") || typed.ContainsKey("password"))
            keys.Remove("token");
        foreach (var (name, value) in typed)
            keys[name] = value;
        return keys;
    }

    private async ValueTask<CommandAnswer> AddAsync(
        FoundPage found, string platform, CommandLine line, Member by, Dictionary<string, string> typedKeys, TimeSpan? cadence, TimeSpan? backfill, CancellationToken cancellationToken)
    {
        var secrets = new Dictionary<string, string>(typedKeys, StringComparer.Ordinal);
        var now = time.GetUtcNow();
        var hears = Hears(found);
        var made = hears && line.Option("secret") is null ? HookSecrets.Made() : null;
        if (hears)
            secrets["secret"] = line.Option("secret") ?? made!;
        var watch = new Watch
        {
            Page = new Page
            {
                Id = default,
                Platform = found.Platform,
                Address = found.Address,
                Name = CleanText.Line(found.Name, 120),
                AccountId = found.AccountId,
                AccountName = found.AccountName is { } account ? CleanText.Line(account, Author.LongestName) : null,
                Settings = found.Settings,
            },
            Team = by.Team,
            Name = line.Option("name") ?? await FreeNameAsync(found, by.Team, cancellationToken),
            Owner = by.Id,
            Can = CanHere(found),
            Cadence = found.Can.ReadBy.HasFlag(ReadBy.Poll) ? cadence ?? UsualCadence : TimeSpan.Zero,
            Adapts = cadence is null && found.Can.ReadBy.HasFlag(ReadBy.Poll),
            NudgesSince = WholeSecond(now) - (backfill ?? TimeSpan.Zero),
            State = WatchState.Active,
            HookKey = hears ? SignIn.NewToken() : null,
        };
        var added = await watches.AddAsync(watch, secrets, new AuditEntry(by.Team, now, by.Id, by.Name, "watch", $"watch {watch.Name}", null, found.Address.ToString()), cancellationToken);
        if (added is null)
            return Answer.No(Say.It(CommandWording.WatchTaken, watch.Name));
        doorbell.Ring(Door.Watches);
        return Answer.Done(Say.It(CommandWording.WatchDone, added.Name), new CardPart.Facts([.. Abilities(added, platform), .. Shown(found), .. Rows(added, found, backfill, made)]));
    }

    private static IEnumerable<Fact> Abilities(Watch watch, string platform)
    {
        var can = watch.Can;
        yield return Answer.Fact(CommandWording.WatchIs, new Span.Outside(watch.Page.Name), new Span.Words(" · "), new Span.LinkTo(watch.Page.Address.ToString(), watch.Page.Address));
        yield return Answer.Fact(CommandWording.WatchPlatform, platform);
        var reads = new List<string>();
        if (can.ReadBy.HasFlag(ReadBy.Webhook))
            reads.Add(CommandWording.WatchReadsWebhook);
        if (can.ReadBy.HasFlag(ReadBy.Poll))
        {
            var (shortest, longest) = PollPace.Bounds(watch.Cadence);
            reads.Add(watch.Adapts
                ? Say.It(CommandWording.WatchReadsAdapting, Say.Duration(shortest), Say.Duration(longest))
                : Say.It(CommandWording.WatchReadsPoll, Say.Duration(watch.Cadence)));
        }

        yield return Answer.Fact(CommandWording.WatchReads, string.Join(", ", reads));
        yield return Answer.Fact(CommandWording.WatchEdits, Seen(can.Edits));
        yield return Answer.Fact(CommandWording.WatchDeletes, Seen(can.Deletes));
        yield return can.IsReadOnly
            ? Answer.Fact(CommandWording.WatchReplies, CommandWording.WatchRepliesNo)
            : Answer.Fact(CommandWording.WatchReplies, Say.It(CommandWording.WatchRepliesYes, watch.Page.AccountName ?? watch.Page.Name, Say.Number(can.LongestReply), Say.Unit(can.LengthUnit)));
    }

    private bool Hears(FoundPage found) => found.Can.ReadBy.HasFlag(ReadBy.Webhook) && webhooks.Any(hook => hook.Platform == found.Platform);

    /// <summary>Whether the page's platform must be asked for its calls.</summary>
    private bool Asks(FoundPage found) => Hears(found) && subscribers.Any(subscriber => subscriber.Platform == found.Platform);

    /// <summary>A hub on the internet calls nobody who cannot be reached from there.</summary>
    private PageCapabilities CanHere(FoundPage found) => Asks(found) && !address.IsPublic ? found.Can with { ReadBy = found.Can.ReadBy & ~ReadBy.Webhook } : found.Can;

    private IEnumerable<Fact> Rows(Watch watch, FoundPage found, TimeSpan? backfill, string? madeSecret)
    {
        yield return Answer.Fact(CommandWording.WatchBaseline, backfill is { } days ? Say.It(CommandWording.WatchBaselineYes, Say.Duration(days)) : CommandWording.WatchBaselineNo);
        if (watch.HookKey is not null && Asks(found))
        {
            // The hub is told where to call and what to sign with; nobody needs to type either.
            yield return Answer.Fact(CommandWording.WatchHub, Say.It(address.IsPublic ? CommandWording.WatchHubAsked : CommandWording.WatchHubUnreachable, Say.Duration(watch.Cadence)));
        }
        else if (watch.HookKey is { } own)
        {
            yield return Answer.Fact(CommandWording.WatchHook, address.HookFor(own).ToString());
            if (madeSecret is not null)
                yield return Answer.Fact(CommandWording.WatchSecret, madeSecret);
        }

        foreach (var note in found.Notes)
            yield return Answer.Fact(CommandWording.WatchNote, note);
    }

    /// <summary>What stands there now, for the user to see whether it was found right.</summary>
    private static IEnumerable<Fact> Shown(FoundPage found) => (found.Sample ?? []).Select(post => Answer.Fact(
        CommandWording.WatchShown,
        new Span.Outside(CleanText.Line(post.Author.Name, 40)),
        new Span.Words(post.PublishedAt is { } at ? $", {Say.Moment(at)}: " : $", {CommandWording.WatchShownUndated}: "),
        new Span.Outside(CleanText.Line(post.Text, 100)),
        new Span.Words(" · "),
        new Span.Outside(CleanText.Line(post.NativeId, 60))));

    private static string Seen(ChangesSeen how) => how switch
    {
        ChangesSeen.Told => CommandWording.WatchSeenTold,
        ChangesSeen.ByReadingAgain => CommandWording.WatchSeenAgain,
        _ => CommandWording.WatchSeenNever,
    };

    private async ValueTask<string> FreeNameAsync(FoundPage found, TeamId team, CancellationToken cancellationToken)
    {
        var taken = (await watches.OfTeamAsync(team, cancellationToken)).Select(watch => watch.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var wish = Names.From(found.Name, found.Address);
        var name = wish;
        for (var number = 2; taken.Contains(name); number++)
            name = $"{wish}-{number}";
        return name;
    }

    /// <summary>Gives the wait back to us.</summary>
    private static bool IsAuto(string every) => every.Equals("auto", StringComparison.OrdinalIgnoreCase);

    /// <summary>Many platforms date posts by the whole second, rounded down: what was written just after this would count as older, and never be nudged for.</summary>
    internal static DateTimeOffset WholeSecond(DateTimeOffset at) => at - TimeSpan.FromTicks(at.Ticks % TimeSpan.TicksPerSecond);
}
