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
    private const int Most = 200;
    private const int MostListed = 20;

    public CommandSpec Spec { get; } = new("forget", CommandWording.HelpForget, Role.Admin)
    {
        Arguments = [new CommandArgument("person", CommandWording.ArgAuthor, IsRest: true)],
        Options =
        [
            new CommandOption("on", "watch", CommandWording.OptOn),
            new CommandOption("which", "mark", CommandWording.OptWhich),
            new CommandOption("confirm", "code", CommandWording.OptConfirm),
        ],
        Example = "forget Jana K.",
    };

    public async ValueTask<CommandAnswer> RunAsync(CommandLine line, Member by, CancellationToken cancellationToken)
    {
        var typed = line["person"]!.Trim().Trim('"', '“', '”');
        var authors = (IReadOnlyList<AuthorRow>)[.. (await posts.AuthorsAsync(by.Team, typed, Most, cancellationToken)).Where(author => IsMeant(author, line))];
        if (authors.Count == 0)
        {
            return Answer.No(line.Has("on") || line.Has("which")
                ? Say.It(CommandWording.ForgetNobodyThere, CleanText.Line(typed, 80), Quoted(typed))
                : Say.It(CommandWording.ForgetNobody, CleanText.Line(typed, 80)));
        }

        if (authors.Count > 1)
        {
            return Answer.No(Say.It(CommandWording.ForgetWhich, CleanText.Line(typed, 80)), new CardPart.Facts([.. authors.Take(MostListed).Select(author => new Fact(
                author.WatchName,
                [
                    new Span.Outside(author.Name, IsStrong: true),
                    .. author.NativeId is { } id ? (Span[])[new Span.Words(" · "), new Span.Outside(id)] : [],
                    new Span.Words($" · {author.Posts} · {LineFor(author, authors, typed)}"),
                ]))]));
        }

        var one = authors[0];
        var code = CodeFor(by, one);
        if (line.Option("confirm") is not { } confirmed)
        {
            return Answer.Done(
                Say.It(CommandWording.ForgetTitle, one.Name),
                Answer.Line(Say.It(CommandWording.ForgetText, one.Posts, one.WatchName)),
                Answer.Line(Say.It(CommandWording.ForgetCode, Quoted(typed) + Chosen(line), code)));
        }

        if (!string.Equals(confirmed.Trim(), code, StringComparison.OrdinalIgnoreCase))
            return Answer.No(Say.It(CommandWording.ForgetWrongCode, Quoted(typed) + Chosen(line)));
        return Answer.Done(Say.It(CommandWording.ForgetDone, await forgetting.ForgetAsync(by.Team, one, by, cancellationToken)));
    }

    private static bool IsMeant(AuthorRow author, CommandLine line) =>
        (line.Option("on") is not { } watch || string.Equals(author.WatchName, watch.Trim(), StringComparison.OrdinalIgnoreCase))
        && (line.Option("which") is not { } mark || string.Equals(MarkOf(author), mark.Trim(), StringComparison.OrdinalIgnoreCase));

    /// <summary>The line that means this one and no other of those who were found: by its page, and where several there are called so, by a mark.</summary>
    private static string LineFor(AuthorRow author, IReadOnlyList<AuthorRow> found, string typed)
    {
        var there = found.Count(other => string.Equals(other.WatchName, author.WatchName, StringComparison.OrdinalIgnoreCase));
        return $"forget {Quoted(typed)} --on {author.WatchName}{(there > 1 ? $" --which {MarkOf(author)}" : "")}";
    }

    private static string Chosen(CommandLine line) =>
        (line.Option("on") is { } watch ? $" --on {watch}" : "") + (line.Option("which") is { } mark ? $" --which {mark}" : "");

    /// <summary>A name may hold what looks like an option.</summary>
    private static string Quoted(string typed) => typed.Contains("--", StringComparison.Ordinal) || typed.Contains('—', StringComparison.Ordinal) ? $"\"{typed}\"" : typed;

    /// <summary>Names without an account may differ in nothing that people type; page and name to the letter tell them apart.</summary>
    private static string MarkOf(AuthorRow author) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(
        string.Create(CultureInfo.InvariantCulture, $"{author.Page}\n{author.NativeId?.Length ?? -1}\n{author.NativeId}\n{author.Name}"))))[..6];

    /// <summary>Fits this person, this member and this number of posts, so that nobody erases more than was just shown.</summary>
    private string CodeFor(Member by, AuthorRow author)
    {
        var shown = string.Create(CultureInfo.InvariantCulture, $"forget\n{by.Id}\n{author.Page}\n{author.NativeId}\n{author.Name}\n{author.Posts}");
        return Convert.ToHexString(HMACSHA256.HashData(key.Bytes, Encoding.UTF8.GetBytes(shown)))[..8];
    }
}
