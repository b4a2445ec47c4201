using PageWatch.Domain.Channels;
using PageWatch.Domain.Commands;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Sources;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Cards;
using PageWatch.Pipeline.Ingest;
using PageWatch.Pipeline.Teams;

namespace PageWatch.Pipeline.Commands;

/// <summary>Opens an address for a sender that nobody wrote an adapter for, or changes how its calls are proven and read.</summary>
internal sealed class WatchWebhookCommand(IWatches watches, ICallMapping mapping, ServiceAddress address, IDoorbell doorbell, TimeProvider time) : ICommand
{
    public CommandSpec Spec { get; } = new("watch webhook", CommandWording.HelpWatchWebhook, Role.Admin)
    {
        Arguments = [new CommandArgument("name", CommandWording.ArgWatchNew)],
        Options =
        [
            new CommandOption("signature", "style", CommandWording.OptSignature),
            new CommandOption("secret", "secret", CommandWording.OptSecret, IsSecret: true),
            new CommandOption("rotate", null, CommandWording.OptRotate),
            new CommandOption("drop-old", null, CommandWording.OptDropOld),
            new CommandOption("header", "header", CommandWording.OptHeader),
            new CommandOption("map", "field=place", CommandWording.OptMap, IsRepeatable: true),
        ],
        Example = "watch webhook shop --signature github --map text=/data/body",
    };

    public async ValueTask<CommandAnswer> RunAsync(CommandLine line, Member by, CancellationToken cancellationToken)
    {
        var name = line["name"]!;
        if (!Names.IsGood(name))
            return Answer.No(Say.It(CommandWording.BadName, CleanText.Line(name, 40)));
        if (line.Has("secret") && line.Has("rotate"))
            return Answer.No(CommandWording.HookSecretTwice);
        var known = await watches.FindByNameAsync(by.Team, name, cancellationToken);
        if (known is not null && known.Page.Platform != mapping.Platform)
            return Answer.No(Say.It(CommandWording.HookNameTaken, known.Name));

        var change = mapping.Change(known?.Page.Settings ?? new Dictionary<string, string>(StringComparer.Ordinal), new MappingWish(line.Option("signature"), line.Option("header"), line.All("map")));
        if (change.Problem is { } problem)
            return Answer.No(problem);
        var page = (known?.Page ?? new Page { Id = default, Platform = mapping.Platform, Address = new Uri($"{mapping.Platform}:{name.ToLowerInvariant()}"), Name = name }) with { Settings = change.Settings };
        var proof = mapping.ProofOf(page);
        if (line.Option("secret") is { } typed && mapping.ProblemWith(typed, proof) is { } unfit)
            return Answer.No(unfit);
        if (proof.ProvesNothing && line.Has("rotate"))
            return Answer.No(CommandWording.HookNothingToRotate);
        return known is null
            ? await AddAsync(page, proof, change, line, by, cancellationToken)
            : await ChangeAsync(known, page, proof, change, line, by, cancellationToken);
    }

    private async ValueTask<CommandAnswer> AddAsync(Page page, CallProof proof, MappingChange change, CommandLine line, Member by, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var made = proof.ProvesNothing || line.Has("secret") ? null : HookSecrets.Made();
        var secrets = new Dictionary<string, string>(StringComparer.Ordinal);
        if ((line.Option("secret") ?? made) is { } secret)
            secrets[HookSecrets.Current] = secret;
        var watch = new Watch
        {
            Page = page,
            Team = by.Team,
            Name = page.Name,
            Owner = by.Id,
            Can = mapping.Can,
            Cadence = TimeSpan.Zero,
            NudgesSince = WatchCommand.WholeSecond(now),
            State = WatchState.Active,
            HookKey = SignIn.NewToken(),
        };
        var audit = new AuditEntry(by.Team, now, by.Id, by.Name, Spec.Verb, $"watch {watch.Name}", null, Told(proof, change));
        if (await watches.AddAsync(watch, secrets, audit, cancellationToken) is not { } added)
            return Answer.No(Say.It(CommandWording.WatchTaken, watch.Name));
        doorbell.Ring(Door.Watches);
        return Answer.Done(Say.It(CommandWording.WatchDone, added.Name), Parts(added, proof, change, made, null));
    }

    private async ValueTask<CommandAnswer> ChangeAsync(Watch known, Page page, CallProof proof, MappingChange change, CommandLine line, Member by, CancellationToken cancellationToken)
    {
        if (line.Options.Count == 0)
        {
            var good = HookSecrets.OldGoodUntil(await watches.SecretsAsync(known.Id, cancellationToken), time.GetUtcNow());
            return Answer.Done(Say.It(CommandWording.HookKnown, known.Name), Parts(known, proof, change, null, good));
        }

        var now = time.GetUtcNow();
        var before = await watches.SecretsAsync(known.Id, cancellationToken);
        var secrets = before;
        string? made = null;
        if (proof.ProvesNothing)
        {
            secrets = new Dictionary<string, string>(StringComparer.Ordinal);
        }
        else if (line.Option("secret") is { } typed)
        {
            secrets = HookSecrets.Rotated(before, typed, now);
        }
        else if (line.Has("rotate") || !before.TryGetValue(HookSecrets.Current, out var current) || mapping.ProblemWith(current, proof) is not null)
        {
            // Asked for; or the page had none, or one that the new signature cannot use: that one would open nothing any more.
            made = HookSecrets.Made();
            secrets = line.Has("rotate") ? HookSecrets.Rotated(before, made, now) : new Dictionary<string, string>(StringComparer.Ordinal) { [HookSecrets.Current] = made };
        }

        if (line.Has("drop-old"))
            secrets = HookSecrets.WithoutOld(secrets);
        var renewed = known with { Page = page, State = WatchState.Active, Problem = null };
        var audit = new AuditEntry(
            by.Team, now, by.Id, by.Name, Spec.Verb, $"watch {known.Name}", Told(mapping.ProofOf(known.Page), mapping.Change(known.Page.Settings, new MappingWish(null, null, []))),
            Told(proof, change) + (ReferenceEquals(secrets, before) ? "" : ", other secrets"));
        if (!await watches.RenewAsync(renewed, secrets, audit, WatchNotice.ReadAgain(known, now), cancellationToken))
            return Answer.No(Say.It(CommandWording.NoWatch, known.Name));
        doorbell.Ring(Door.Watches);
        doorbell.Ring(Door.Outbox);
        return Answer.Done(Say.It(CommandWording.HookChanged, known.Name), Parts(renewed, proof, change, made, HookSecrets.OldGoodUntil(secrets, now)));
    }

    private CardPart[] Parts(Watch watch, CallProof proof, MappingChange change, string? made, DateTimeOffset? oldGoodUntil)
    {
        var rows = new List<Fact> { Answer.Fact(CommandWording.WatchHook, address.HookFor(watch.HookKey!).ToString()) };
        if (!proof.ProvesNothing)
            rows.Add(Answer.Fact(CommandWording.HookProof, Say.It(CommandWording.HookProofIs, proof.Name, proof.Help)));
        if (made is not null)
            rows.Add(Answer.Fact(CommandWording.WatchSecret, made));
        if (oldGoodUntil is { } until)
            rows.Add(Answer.Fact(CommandWording.HookOldSecret, Say.It(CommandWording.HookOldGood, Say.Moment(until), watch.Name)));
        rows.AddRange(change.Reads.Select(read => Answer.Fact(read.Field, read.From)));
        rows.Add(Answer.Fact(CommandWording.HookTry, Say.It(CommandWording.HookTryHow, watch.Name)));
        return proof.ProvesNothing
            ? [new CardPart.Banner(CommandWording.HookUnsigned, Tone.Soon), new CardPart.Facts(rows)]
            : [new CardPart.Facts(rows)];
    }

    /// <summary>For the record: how calls are proven and read, and never a secret.</summary>
    private static string Told(CallProof proof, MappingChange change) => $"signature {proof.Name}; {string.Join(", ", change.Reads.Select(read => $"{read.Field} {read.From}"))}";
}
