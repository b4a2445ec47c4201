using PageWatch.Domain.Channels;
using PageWatch.Domain.Commands;
using PageWatch.Domain.Drafts;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Publishing;
using PageWatch.Domain.Sources;
using PageWatch.Pipeline.Cards;
using PageWatch.Pipeline.Checks;
using PageWatch.Pipeline.Playbooks;
using PageWatch.Pipeline.Staff;

namespace PageWatch.Pipeline.Commands;

/// <summary>Reads what people type of a canned reply, and shows one.</summary>
internal static class CannedEntry
{
    private const int MostReasons = 4;

    /// <returns>How long it is to last; null for what is no such time.</returns>
    public static TimeSpan? Lasting(string? typed) => typed is null
        ? CannedReply.Usually
        : StaffTimes.Duration(typed) is { } time && time >= CannedReply.AtLeast && time <= CannedReply.AtMost ? time : null;

    /// <summary>Looks at a text as far as it can be looked at without a post.</summary>
    /// <param name="watches">Of the team: a text that one of them could take is kept, for that one may be meant.</param>
    /// <returns>Why it is refused, null when it is not; and what should be looked at all the same.</returns>
    public static (string? Refused, IReadOnlyList<string> Warnings) Look(string text, string? language, Playbook playbook, IReadOnlyList<Watch> watches)
    {
        if (text.Length > CannedReply.LongestText)
            return (Say.It(CommandWording.CannedTooLong, Say.Number(text.Length), Say.Number(CannedReply.LongestText)), []);
        if (ReplyTemplate.StrangeSlot(text) is { } strange)
            return (Say.It(CommandWording.CannedStrangeSlot, CleanText.Line(strange, 40)), []);
        var pages = watches.Where(watch => watch.State != WatchState.Ended && !watch.Can.IsReadOnly).ToList();
        var found = (pages.Count == 0 ? [TemplateChecks.Of(playbook, language, text)] : pages.Select(watch => TemplateChecks.Of(playbook, language, text, watch: watch)))
            .MinBy(findings => findings.Count(finding => finding.Blocks))!;
        var reasons = found.GroupBy(finding => finding.Blocks, finding => finding.Reason).ToDictionary(each => each.Key, each => each.Distinct().Take(MostReasons).ToList());
        return (reasons.TryGetValue(true, out var blocked) ? Say.It(CommandWording.CannedBlocked, string.Join(' ', blocked)) : null, reasons.GetValueOrDefault(false) ?? []);
    }

    /// <summary>The whole reply; its words are the team's, and shown as text and nothing else.</summary>
    public static CommandAnswer Shown(string title, CannedReply reply, IReadOnlyList<string> warnings, DateTimeOffset now) => Answer.Done(
        title,
        [
            .. warnings.Select(warning => new CardPart.Banner(warning, Tone.Soon)),
            new CardPart.Reply(reply.Text, "", CommandWording.CannedText),
            new CardPart.Facts(
            [
                Answer.Fact(CommandWording.CannedLanguage, reply.Language ?? CommandWording.CannedAnyLanguage),
                Answer.Fact(CommandWording.CannedOwner, reply.OwnerName),
                reply.IsExpired(now)
                    ? Answer.Fact(CommandWording.CannedEnds, new Span.Strong(Say.It(CommandWording.CannedExpiredMend, reply.Name)))
                    : Answer.Fact(CommandWording.CannedEnds, new Span.Moment(reply.ExpiresAt, Relative: false)),
                Answer.Fact(CommandWording.CannedChanged, new Span.Words(reply.ChangedBy + " · "), new Span.Moment(reply.ChangedAt, Relative: false)),
            ]),
        ]);

    public static CommandAnswer Unknown(CommandLine line) => Answer.No(Say.It(Wording.RefusedNoCanned, CleanText.Line(line["name"], 40)));

    public static string Tidy(string? typed) => ReplyText.Tidy(typed ?? "");
}
