using System.Globalization;
using PageWatch.Domain.Channels;
using PageWatch.Domain.Commands;
using PageWatch.Domain.Nudges;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Teams;
using PageWatch.Domain.Understanding;
using PageWatch.Pipeline.Cards;
using PageWatch.Pipeline.Journey;
using PageWatch.Pipeline.Staff;

namespace PageWatch.Pipeline.Commands;

/// <summary>Dismisses a nudge, and with <c>--alike</c> everything open that says nearly the same: a wave of spam, one post copied to ten pages.</summary>
internal sealed class DismissCommand(StaffDesk desk, IJourneyStore store) : NudgeCommand(desk, store)
{
    /// <summary>The share of words, of both texts together, that two alike texts have in common.</summary>
    private const double Alike = 0.6;

    /// <summary>Words below which two texts say too little to be compared by words: only the same is alike then.</summary>
    private const int FewWords = 4;

    private const int MostLookedAt = 500;

    private readonly StaffDesk desk = desk;
    private readonly IJourneyStore store = store;

    public override CommandSpec Spec { get; } = new("dismiss", CommandWording.HelpDismiss, Role.Responder)
    {
        AsksPage = true,
        Arguments = [Nudge, new CommandArgument("reason", CommandWording.ArgReason)],
        Options = [new CommandOption("alike", null, CommandWording.OptAlike)],
        Example = "dismiss 12 not-for-us",
    };

    public override async ValueTask<CommandAnswer> RunAsync(CommandLine line, Member by, CancellationToken cancellationToken)
    {
        var text = line.Has("alike") && long.TryParse(line["nudge"]!.TrimStart('#'), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? (await store.OpenNudgeAsync(new NudgeId(number), by.Team, cancellationToken))?.Focus?.Text
            : null;
        var first = await base.RunAsync(line, by, cancellationToken);
        if (first.Outcome != CommandOutcome.Done || text is null)
            return first;

        var words = WordsOf(text);
        var facts = new List<Fact>();
        foreach (var row in await store.ListNudgesAsync(by.Team, new NudgeFilter(null, LiveOnly: true), MostLookedAt, cancellationToken))
        {
            if (!IsAlike(words, text, row.Text) || await store.OpenNudgeAsync(row.Id, by.Team, cancellationToken) is not { Nudge: { } nudge })
                continue;
            // Whatever a colleague has, or the role does not reach, is left where it is.
            if (await desk.ClickAsync(by, ClickOf(line, nudge), cancellationToken) is ClickAnswer.Done)
                facts.Add(Answer.Fact(row.Id.ToString(), new Span.Outside(row.AuthorName, IsStrong: true), new Span.Words(": "), new Span.Outside(CleanText.Line(row.Text, 90))));
        }

        return Answer.Done(Say.It(CommandWording.DismissedAlike, facts.Count + 1, facts.Count), new CardPart.Facts(facts));
    }

    protected override Click ClickOf(CommandLine line, Nudge nudge) =>
        line["reason"] == StaffVerbs.NotAComplaint ? On(nudge, StaffVerbs.NotAComplaint) : On(nudge, StaffVerbs.Dismiss, line["reason"]);

    private static bool IsAlike(HashSet<string> words, string text, string other)
    {
        var others = WordsOf(other);
        if (words.Count < FewWords || others.Count < FewWords)
            return string.Equals(text.Trim(), other.Trim(), StringComparison.OrdinalIgnoreCase);
        var common = others.Count(words.Contains);
        return common >= Alike * (words.Count + others.Count - common);
    }

    private static HashSet<string> WordsOf(string text) => WordStream.Of(text).Select(word => word.Text).ToHashSet(StringComparer.Ordinal);
}
