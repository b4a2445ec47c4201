using PageWatch.Domain.Channels;
using PageWatch.Domain.Commands;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Cards;
using PageWatch.Pipeline.Teams;

namespace PageWatch.Pipeline.Commands;

/// <summary>Gives out a code that ties a chat to whoever asks. It is used in the chat itself, where the chat proves who says it.</summary>
internal sealed class LinkCommand(ChatCodes codes) : ICommand
{
    public CommandSpec Spec { get; } = new("link", CommandWording.HelpLink, Role.Viewer)
    {
        Arguments = [new CommandArgument("code", CommandWording.ArgCode, IsRequired: false)],
        Example = "link",
    };

    public async ValueTask<CommandAnswer> RunAsync(CommandLine line, Member by, CancellationToken cancellationToken)
    {
        if (line["code"] is { } used)
            return Answer.No(Say.It(CommandWording.LinkHere, CleanText.Line(used, 40)));
        var code = await codes.NewAsync(by, cancellationToken);
        return Answer.Done(
            Say.It(CommandWording.LinkCodeTitle, by.Name),
            new CardPart.Line([new Span.Strong(Say.It(CommandWording.LinkCode, code))]),
            new CardPart.Line([new Span.Words(Say.It(CommandWording.LinkCodeNote, Say.Duration(ChatCodes.Lives)))]) { Soft = true });
    }
}
