using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using PageWatch.Domain.Channels;
using PageWatch.Domain.Commands;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Cards;
using PageWatch.Pipeline.Ingest;
using PageWatch.Pipeline.Journey;
using PageWatch.Pipeline.Staff;

namespace PageWatch.Pipeline.Commands;

internal sealed class ForgetCommand(IPosts posts, Forgetting forgetting, ConfirmKey key) : ICommand
{
    private const int Most = 10;

    public CommandSpec Spec { get; } = new("forget", CommandWording.HelpForget, Role.Admin)
    {
        Arguments = [new CommandArgument("person", CommandWording.ArgAuthor, IsRest: true)],
        Options = [new CommandOption("confirm", "code", CommandWording.OptConfirm)],
        Example = "forget Jana K.",
    };

    public async ValueTask<CommandAnswer> RunAsync(CommandLine line, Member by, CancellationToken cancellationToken)
    {
        var typed = line["person"]!.Trim().Trim('"', '“', '”');
        var authors = await posts.AuthorsAsync(by.Team, typed, Most, cancellationToken);
        if (authors.Count == 0)
            return Answer.No(Say.It(CommandWording.ForgetNobody, CleanText.Line(typed, 80)));
        if (authors.Count > 1)
        {
            return Answer.No(Say.It(CommandWording.ForgetWhich, CleanText.Line(typed, 80)), new CardPart.Facts([.. authors.Select(author => Answer.Fact(
                author.WatchName,
                new Span.Outside(author.Name, IsStrong: true),
                new Span.Words($" · {author.Posts} · forget {author.NativeId ?? author.Name}")))]));
        }

        var one = authors[0];
        var code = CodeFor(by, one);
        if (line.Option("confirm") is not { } confirmed)
        {
            return Answer.Done(
                Say.It(CommandWording.ForgetTitle, one.Name),
                Answer.Line(Say.It(CommandWording.ForgetText, one.Posts, one.WatchName)),
                Answer.Line(Say.It(CommandWording.ForgetCode, typed, code)));
        }

        if (!string.Equals(confirmed.Trim(), code, StringComparison.OrdinalIgnoreCase))
            return Answer.No(Say.It(CommandWording.ForgetWrongCode, typed));
        return Answer.Done(Say.It(CommandWording.ForgetDone, await forgetting.ForgetAsync(by.Team, one, by, cancellationToken)));
    }

    /// <summary>Fits this person, this member and this number of posts, so that nobody erases more than was just shown.</summary>
    private string CodeFor(Member by, AuthorRow author)
    {
        var shown = string.Create(CultureInfo.InvariantCulture, $"forget\n{by.Id}\n{author.Page}\n{author.NativeId}\n{author.Name}\n{author.Posts}");
        return Convert.ToHexString(HMACSHA256.HashData(key.Bytes, Encoding.UTF8.GetBytes(shown)))[..8];
    }
}
