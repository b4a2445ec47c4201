using PageWatch.Domain.Channels;
using PageWatch.Domain.Commands;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Cards;
using PageWatch.Pipeline.Teams;

namespace PageWatch.Pipeline.Commands;

/// <summary>Hands out a personal one-time link. While the demo runs, also for a second person, so that two can race.</summary>
internal sealed class ConsoleCommand(SignIn signIn, IMembers members, IDemoPage demo, ServiceAddress address, TimeProvider time) : ICommand
{
    public CommandSpec Spec { get; } = new("console", CommandWording.HelpConsole, Role.Viewer)
    {
        Arguments = [new CommandArgument("as", CommandWording.OptAs, IsRequired: false), new CommandArgument("name", CommandWording.OptAs, IsRequired: false, IsRest: true)],
        Example = "console as Ben",
    };

    public async ValueTask<CommandAnswer> RunAsync(CommandLine line, Member by, CancellationToken cancellationToken)
    {
        var whose = by;
        if (line["as"] is { } word)
        {
            if (!word.Equals("as", StringComparison.OrdinalIgnoreCase) || string.IsNullOrWhiteSpace(line["name"]))
                return Answer.WrongUsage($"\"{CleanText.Line(word, 40)}\"", Spec);
            if (!demo.IsOn || by.Role < Role.Admin)
                return Answer.No(CommandWording.ConsoleAsDemo);
            var name = CleanText.Line(line["name"]!.Trim('"'), 40);
            whose = await members.AddAsync(by.Team, name, Role.Approver, new AuditEntry(by.Team, time.GetUtcNow(), by.Id, by.Name, "console as", $"member {name}"), cancellationToken);
        }

        var link = address.SignInFor(await signIn.CreateLinkAsync(whose, by, cancellationToken));
        return Answer.Done(Say.It(CommandWording.ConsoleTitle, whose.Name), new CardPart.Line([new Span.LinkTo(link.ToString(), link)]), Answer.Line(Say.It(CommandWording.ConsoleText, whose.Name)));
    }
}
