using PageWatch.Domain.Commands;
using PageWatch.Domain.Drafts;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Teams;
using PageWatch.Domain.Understanding;
using PageWatch.Pipeline.Cards;
using PageWatch.Pipeline.Drafts;
using PageWatch.Pipeline.Ingest;
using PageWatch.Pipeline.Teams;

namespace PageWatch.Pipeline.Commands;

internal sealed class CannedAddCommand(ICannedReplies canned, IMembers members, IWatches watches, PlaybookShelf playbooks, TimeProvider time) : ICommand
{
    public CommandSpec Spec { get; } = new("canned add", CommandWording.HelpCannedAdd, Role.Approver)
    {
        Arguments = [new CommandArgument("name", CommandWording.ArgCanned), new CommandArgument("text", CommandWording.ArgCannedText, IsRest: true)],
        Options =
        [
            new CommandOption("language", "tag", CommandWording.OptCannedLanguage), new CommandOption("expires", "time", CommandWording.OptCannedExpires),
            new CommandOption("owner", "name", CommandWording.OptCannedOwner),
        ],
        Example = "canned add photo {name}, could you send us a photo in a private message? --expires 90d",
    };

    public async ValueTask<CommandAnswer> RunAsync(CommandLine line, Member by, CancellationToken cancellationToken)
    {
        var name = line["name"]!;
        if (!Names.IsGood(name))
            return Answer.No(Say.It(CommandWording.BadName, CleanText.Line(name, 40)));
        if (CannedEntry.Lasting(line.Option("expires")) is not { } lasting)
            return Answer.No(Say.It(CommandWording.CannedBadExpiry, CleanText.Line(line.Option("expires"), 20)));
        var language = line.Option("language") is { } tag ? LanguageTag.Read(tag) : null;
        if (language is null && line.Option("language") is { } typed)
            return Answer.No(Say.It(CommandWording.CannedBadLanguage, CleanText.Line(typed, 20)));
        var owner = line.Option("owner") is { } wanted ? await members.FindByNameAsync(by.Team, wanted.TrimStart('@'), cancellationToken) : by;
        if (owner is not { IsRemoved: false })
            return Answer.No(Say.It(CommandWording.CannedNoMember, CleanText.Line(line.Option("owner"), 40)));
        var text = CannedEntry.Tidy(line["text"]);
        var (refused, warnings) = CannedEntry.Look(text, language, await playbooks.OfAsync(by.Team, cancellationToken), await watches.OfTeamAsync(by.Team, cancellationToken));
        if (refused is not null)
            return Answer.No(refused);
        var now = time.GetUtcNow();
        var reply = new CannedReply
        {
            Team = by.Team,
            Name = name,
            Text = text,
            Language = language,
            Owner = owner.Id,
            OwnerName = owner.Name,
            ExpiresAt = now,
            Version = 1,
            ChangedBy = by.Name,
            ChangedAt = now,
        }.Until(now + lasting, now);
        return await canned.AddAsync(reply, new AuditEntry(by.Team, now, by.Id, by.Name, Spec.Verb, $"canned {name}", null, text), cancellationToken)
            ? CannedEntry.Shown(Say.It(CommandWording.CannedAdded, name), reply, warnings, now)
            : Answer.No(Say.It(CommandWording.CannedTaken, name));
    }
}
