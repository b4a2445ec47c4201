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

internal sealed class WatchCommand(IWatches watches, IEnumerable<IPageFinder> finders, IEnumerable<IWebhookSource> webhooks, ServiceAddress address, IDoorbell doorbell, TimeProvider time) : ICommand
{
    private static readonly TimeSpan UsualCadence = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan UsualBackfill = TimeSpan.FromDays(7);

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
        ],
        Example = "watch https://example.com/feed",
    };

    public async ValueTask<CommandAnswer> RunAsync(CommandLine line, Member by, CancellationToken cancellationToken)
    {
        var typed = line["address"]!.Trim('<', '>');
        // People paste addresses without their beginning.
        if (!typed.Contains("://", StringComparison.Ordinal) && typed.Contains('.', StringComparison.Ordinal))
            typed = "https://" + typed;
        if (!Uri.TryCreate(typed, UriKind.Absolute, out var page) || page.Scheme is not ("http" or "https"))
            return Answer.No(Say.It(CommandWording.WatchNotAddress, CleanText.Line(line["address"], 80)));
        var cadence = UsualCadence;
        if (line.Option("every") is { } every)
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

        if (line.Option("name") is { } name && !Names.IsGood(name))
            return Answer.No(Say.It(CommandWording.BadName, CleanText.Line(name, 40)));

        var secrets = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var option in (string[])["user", "password", "token"])
        {
            if (line.Option(option) is { } value)
                secrets[option] = value;
        }

        try
        {
            return await FindAndAddAsync(page, line, by, secrets, cadence, backfill, cancellationToken);
        }
        catch (PlatformException problem)
        {
            return Answer.No(Say.It(CommandWording.WatchFailed, problem.Message));
        }
    }

    private async ValueTask<CommandAnswer> FindAndAddAsync(
        Uri page, CommandLine line, Member by, Dictionary<string, string> secrets, TimeSpan cadence, TimeSpan? backfill, CancellationToken cancellationToken)
    {
        var ordered = finders.OrderBy(finder => finder.Order).ToList();
        FoundPage? found = null;
        foreach (var finder in ordered)
        {
            found = await finder.FindAsync(page, new Credentials(secrets), cancellationToken);
            if (found is not null)
                break;
        }

        if (found is null)
            return Answer.No(Say.It(CommandWording.WatchNotFound, page, string.Join(", ", ordered.Select(finder => finder.Title))));

        var now = time.GetUtcNow();
        var hears = found.Can.ReadBy.HasFlag(ReadBy.Webhook) && webhooks.Any(hook => hook.Platform == found.Platform);
        var made = hears && line.Option("secret") is null ? NewSecret() : null;
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
            Can = found.Can,
            Cadence = found.Can.ReadBy.HasFlag(ReadBy.Poll) ? cadence : TimeSpan.Zero,
            NudgesSince = WholeSecond(now) - (backfill ?? TimeSpan.Zero),
            State = WatchState.Active,
            HookKey = hears ? SignIn.NewToken() : null,
        };
        var added = await watches.AddAsync(watch, secrets, new AuditEntry(by.Team, now, by.Id, by.Name, "watch", $"watch {watch.Name}", null, found.Address.ToString()), cancellationToken);
        if (added is null)
            return Answer.No(Say.It(CommandWording.WatchTaken, watch.Name));
        doorbell.Ring(Door.Watches);
        return Answer.Done(Say.It(CommandWording.WatchDone, added.Name), new CardPart.Facts([.. Rows(added, found, ordered.First(finder => finder.Platform == found.Platform).Title, backfill, made)]));
    }

    private IEnumerable<Fact> Rows(Watch watch, FoundPage found, string platform, TimeSpan? backfill, string? madeSecret)
    {
        var can = watch.Can;
        yield return Answer.Fact(CommandWording.WatchIs, new Span.Outside(watch.Page.Name), new Span.Words(" · "), new Span.LinkTo(watch.Page.Address.ToString(), watch.Page.Address));
        yield return Answer.Fact(CommandWording.WatchPlatform, platform);
        var reads = new List<string>();
        if (can.ReadBy.HasFlag(ReadBy.Webhook))
            reads.Add(CommandWording.WatchReadsWebhook);
        if (can.ReadBy.HasFlag(ReadBy.Poll))
            reads.Add(Say.It(CommandWording.WatchReadsPoll, Say.Duration(watch.Cadence)));
        yield return Answer.Fact(CommandWording.WatchReads, string.Join(", ", reads));
        yield return Answer.Fact(CommandWording.WatchEdits, Seen(can.Edits));
        yield return Answer.Fact(CommandWording.WatchDeletes, Seen(can.Deletes));
        yield return can.IsReadOnly
            ? Answer.Fact(CommandWording.WatchReplies, CommandWording.WatchRepliesNo)
            : Answer.Fact(CommandWording.WatchReplies, Say.It(CommandWording.WatchRepliesYes, watch.Page.AccountName ?? watch.Page.Name, Say.Number(can.LongestReply), Say.Unit(can.LengthUnit)));
        yield return Answer.Fact(CommandWording.WatchBaseline, backfill is { } days ? Say.It(CommandWording.WatchBaselineYes, Say.Duration(days)) : CommandWording.WatchBaselineNo);
        if (watch.HookKey is { } key)
        {
            yield return Answer.Fact(CommandWording.WatchHook, address.HookFor(key).ToString());
            if (madeSecret is not null)
                yield return Answer.Fact(CommandWording.WatchSecret, madeSecret);
        }

        foreach (var note in found.Notes)
            yield return Answer.Fact(CommandWording.WatchNote, note);
    }

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

    /// <summary>Many platforms date posts by the whole second, rounded down: what was written just after this would count as older, and never be nudged for.</summary>
    private static DateTimeOffset WholeSecond(DateTimeOffset at) => at - TimeSpan.FromTicks(at.Ticks % TimeSpan.TicksPerSecond);

    /// <summary>The form of the Standard Webhooks: 24 random bytes behind a prefix.</summary>
    private static string NewSecret() => "whsec_" + Convert.ToBase64String(System.Security.Cryptography.RandomNumberGenerator.GetBytes(24));
}
