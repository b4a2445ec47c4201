using Microsoft.Extensions.Logging;
using PageWatch.Domain.Commands;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Cards;
using PageWatch.Pipeline.Teams;

namespace PageWatch.Pipeline.Commands;

/// <summary>Takes what people say, in a chat or a shell, finds the command, checks who may, and lets it answer.</summary>
public sealed partial class CommandDesk(IEnumerable<ICommand> commands, IMembers members, ILogger<CommandDesk> logger)
{
    private readonly IReadOnlyList<ICommand> commands = [.. commands];

    /// <summary>What can be said, in the order of help.</summary>
    public IReadOnlyList<CommandSpec> Specs => [.. commands.Select(command => command.Spec)];

    /// <summary>A line of a chat, mention already taken off.</summary>
    public ValueTask<CommandAnswer> RunAsync(string line, Member by, CancellationToken cancellationToken) => RunAsync(CommandLine.Parse(line, Specs), by, cancellationToken);

    /// <summary>The words of a shell.</summary>
    public ValueTask<CommandAnswer> RunAsync(IReadOnlyList<string> words, Member by, CancellationToken cancellationToken) => RunAsync(CommandLine.Parse(words, Specs), by, cancellationToken);

    private async ValueTask<CommandAnswer> RunAsync(CommandParse parse, Member by, CancellationToken cancellationToken)
    {
        if (parse.Line is not { } line)
            return Answer.WrongUsage(parse.Problem!, parse.Spec);
        if (!line.Spec.AsksPage && by.Role < line.Spec.Role)
        {
            var able = (await members.OfTeamAsync(by.Team, cancellationToken)).Where(member => member.Role >= line.Spec.Role).Select(member => member.Name).Take(5).ToList();
            return Answer.No(Say.It(CommandWording.RoleNeeded, Say.Role(line.Spec.Role), able.Count == 0 ? "" : Say.It(CommandWording.RoleWho, string.Join(", ", able))).TrimEnd());
        }

        Log.Said(logger, by.Id.Value, line.Spec.Verb);
        return await commands.First(command => command.Spec == line.Spec).RunAsync(line, by, cancellationToken);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Member {Member} said {Verb}.")]
        public static partial void Said(ILogger logger, long member, string verb);
    }
}
