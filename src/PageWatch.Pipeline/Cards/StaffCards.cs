using System.Globalization;
using PageWatch.Domain.Channels;
using PageWatch.Domain.Drafts;
using PageWatch.Domain.Hours;
using PageWatch.Domain.Nudges;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Teams;
using PageWatch.Domain.Understanding;
using PageWatch.Pipeline.Drafts;
using PageWatch.Pipeline.Journey;

namespace PageWatch.Pipeline.Cards;

/// <summary>What one member alone gets to see of a nudge: the preview before publishing, the edit box, the whole story.</summary>
internal static class StaffCards
{
    private const int LongestChange = 160;

    /// <summary>The exact effect, page and account, with the code that only fits them (promise 3).</summary>
    /// <param name="warnings">What speaks against the text without forbidding it.</param>
    /// <param name="step">What pressing comes to.</param>
    public static Card Preview(ConversationFile file, Nudge nudge, Draft draft, IReadOnlyList<string> warnings, string account, string code, ApprovalStep step)
    {
        var focus = file.Focus!;
        var text = draft.Text;
        var (title, label) = step switch
        {
            ApprovalStep.Asks => (Wording.PreviewAskTitle, Wording.ActionAskApproval),
            ApprovalStep.First => (Wording.PreviewFirstTitle, Wording.ActionFirstYes),
            _ => (Wording.PreviewTitle, Wording.ActionConfirm),
        };
        return new Card(
            title,
            Tone.Soon,
            [
                .. warnings.Select(warning => new CardPart.Banner(warning, Tone.Soon)),
                .. OneSlot.StandingIn(file) is { } standing
                    ? (CardPart[])[new CardPart.Banner(Wording.PreviewReplaces, Tone.Soon), .. standing.Text.Length == 0 ? (CardPart[])[] : [new CardPart.Reply(standing.Text, "", Wording.PreviewStands)]]
                    : [],
                .. GivenLine(nudge),
                .. nudge.State == NudgeState.AwaitingApproval && ChangeLine(draft) is { } changed ? (CardPart[])[changed] : [],
                new CardPart.Reply(text, "", Wording.PreviewText),
                new CardPart.Facts(
                [
                    new Fact(Wording.PreviewPage, [new Span.Outside(file.Watch.Page.Name), new Span.Words(" · "), new Span.LinkTo(file.Watch.Page.Address.ToString(), file.Watch.Page.Address)]),
                    new Fact(Wording.PreviewAccount, [new Span.Outside(account)]),
                    .. file.Watch.Can.NamesWhomItAnswers ? (Fact[])[new Fact(Wording.PreviewAbove, [new Span.Words(Wording.PreviewAboveIs)])] : [],
                ]),
                new CardPart.Quote(focus.Author, focus.Text, focus.Link, [], Wording.PreviewAnswers.ToLowerInvariant()),
                new CardPart.Line([new Span.Words(step == ApprovalStep.Last ? Say.It(Wording.PreviewNote, nudge.Id, code) : Say.It(Wording.PreviewAskNote, nudge.Id, code, label))]) { Soft = true },
            ],
            [
                new CardAction(StaffVerbs.Confirm, label, nudge.Id, nudge.Version) { Style = ActionStyle.Main, Argument = code },
                new CardAction(StaffVerbs.Edit, Wording.ActionEdit, nudge.Id, nudge.Version) { Opens = true },
            ])
        {
            Fallback = CleanText.Line($"{title} {file.Watch.Page.Name} · {account} · {code}: {text}", 300),
        };
    }

    /// <summary>The exact words that would go from the page, with the code that only fits them (promise 3).</summary>
    public static Card UndoPreview(ConversationFile file, Nudge nudge, Domain.Publishing.Reply reply, string account, string code) => new(
        Wording.UndoTitle,
        Tone.Soon,
        [
            new CardPart.Reply(reply.Text, "", Wording.ReplyPublishedLabel),
            new CardPart.Facts(
            [
                new Fact(Wording.PreviewPage, [new Span.Outside(file.Watch.Page.Name), new Span.Words(" · "), new Span.LinkTo(file.Watch.Page.Address.ToString(), file.Watch.Page.Address)]),
                new Fact(Wording.PreviewAccount, [new Span.Outside(account)]),
                .. reply.Link is { } link ? (Fact[])[new Fact(Wording.UndoWhere, [new Span.LinkTo(Wording.OnThePage, link)])] : [],
            ]),
            new CardPart.Line([new Span.Words(Say.It(Wording.UndoNote, nudge.Id, code))]) { Soft = true },
        ],
        [new CardAction(StaffVerbs.UndoConfirm, Wording.ActionUndoConfirm, nudge.Id, nudge.Version) { Style = ActionStyle.Main, Argument = code }])
    {
        Fallback = CleanText.Line($"{Wording.UndoTitle} {file.Watch.Page.Name} · {account} · {code}: {reply.Text}", 300),
    };

    /// <summary>Asks an approver why the words are given back.</summary>
    public static Card RejectBox(Nudge nudge) => new(
        Wording.RejectTitle,
        Tone.Calm,
        [new CardPart.TextBox(Wording.RejectLabel, "", 0, "")],
        [new CardAction(StaffVerbs.Reject, Wording.ActionRejectSend, nudge.Id, nudge.Version) { Style = ActionStyle.Main, SendsInput = true }])
    {
        Fallback = Say.It(Wording.RejectFallback, nudge.Id),
    };

    /// <summary>Who said yes to the words so far.</summary>
    public static IEnumerable<CardPart> GivenLine(Nudge nudge)
    {
        if (nudge.Awaited is { Given.Count: > 0 } awaited)
            yield return new CardPart.Line([new Span.Words(Say.It(Wording.ApprovalGiven, string.Join(", ", awaited.Given.Select(yes => yes.ByName)))) ]);
    }

    /// <summary>What was changed last, word by word; null when nothing was, or all of it.</summary>
    public static CardPart.Line? ChangeLine(Draft draft) => draft is { Before: { Length: > 0 } before, EditedByName: { } by } && before != draft.Text
        ? new CardPart.Line([new Span.Words(Say.It(Wording.ChangedBy, by) + " "), .. ChangeSpans(before, draft.Text)]) { Soft = true }
        : null;

    private static IEnumerable<Span> ChangeSpans(string before, string after)
    {
        const int Around = 30;
        var pieces = TextDiff.Of(before, after);
        for (var at = 0; at < pieces.Count; at++)
        {
            var text = pieces[at].Text;
            switch (pieces[at].Kind)
            {
                case TextPieceKind.Taken:
                    yield return new Span.Words("[−");
                    yield return new Span.Outside(CleanText.Line(text, LongestChange));
                    yield return new Span.Words("] ");
                    break;
                case TextPieceKind.Put:
                    yield return new Span.Words("[+");
                    yield return new Span.Outside(CleanText.Line(text, LongestChange), IsStrong: true);
                    yield return new Span.Words("] ");
                    break;
                default:
                    var (start, end) = (at == 0 ? 0 : Around, at == pieces.Count - 1 ? 0 : Around);
                    yield return new Span.Outside(text.Length <= start + end + 1 ? CleanText.Line(text, LongestChange) : $"{CleanText.Line(text[..start], Around)}…{CleanText.Line(text[^end..], Around)}");
                    yield return new Span.Words(" ");
                    break;
            }
        }
    }

    /// <param name="owner">Who has it, where the words would stand beside somebody else's draft; null for the draft itself.</param>
    public static Card EditBox(ConversationFile file, Nudge nudge, string text, string? owner)
    {
        var can = file.Watch.Can;
        var focus = file.Focus!;
        return new Card(
            // Without the name, which is from outside and as long as it likes: a window's title is short, and the quote names the author.
            owner is null ? Wording.EditTitle : Wording.SuggestTitle,
            Tone.Calm,
            [
                new CardPart.Quote(focus.Author, focus.Text, focus.Link, [], Wording.PreviewAnswers.ToLowerInvariant()),
                .. owner is null ? (CardPart[])[] : [new CardPart.Line([new Span.Words(Say.It(Wording.SuggestNote, owner))])],
                new CardPart.TextBox(Wording.EditLabel, text, can.LongestReply, Say.Unit(can.LengthUnit)),
            ],
            [new CardAction(StaffVerbs.Save, owner is null ? Wording.ActionSave : Wording.ActionSuggest, nudge.Id, nudge.Version) { Style = ActionStyle.Main, SendsInput = true }])
        {
            Fallback = Say.It(Wording.EditFallback, focus.Author.Name),
        };
    }

    /// <summary>The whole decision: the words that decided, what each rule says, scores, clock, history.</summary>
    /// <param name="rules">What the rules say as they are now; empty where the post cannot be asked any more.</param>
    /// <param name="hours">Of the team.</param>
    /// <param name="notes">Who wrote what and when, oldest first; words of colleagues, and as hostile as any other.</param>
    /// <param name="explainer">Is asked which words made the reading.</param>
    /// <param name="alike">How many other open nudges speak of the same matter.</param>
    public static Card Why(
        ConversationFile file,
        Nudge nudge,
        IEnumerable<Fact> rules,
        BusinessHours hours,
        IReadOnlyList<AuditEntry> history,
        IReadOnlyList<(string By, DateTimeOffset At, string Text)> notes,
        IReadingExplainer explainer,
        int alike,
        DateTimeOffset now)
    {
        var rows = new List<Fact> { Words(Wording.WhyState, Say.State(nudge.State)) };
        var focus = file.Focus;
        foreach (var match in nudge.Matches)
        {
            var words = focus is null || nudge.Posts.Count > 1
                ? []
                : match.Words.Where(word => word.Start >= 0 && word.Start + word.Length <= focus.Text.Length).Select(word => focus.Text.Substring(word.Start, word.Length)).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
            rows.Add(words.Count == 0
                ? Words(Wording.WhyOpenedBy, Say.It(Wording.WhyRuleFields, match.RuleName))
                : new Fact(Wording.WhyOpenedBy, [new Span.Words(match.RuleName + ": "), new Span.Outside(string.Join(", ", words))]));
        }

        rows.AddRange(rules);
        if (focus is not null && file.Readings.TryGetValue(focus.Id, out var reading))
            rows.AddRange(ReadingRows(reading, focus.Text, explainer.Explain(focus, reading)));

        if (!nudge.IsAtEnd)
            rows.Add(Words(Wording.WhyPriority, PriorityWords.Of(NudgeSigns.Of(nudge, focus, focus is null ? null : file.Readings.GetValueOrDefault(focus.Id), alike), now)));
        var counted = nudge.HoursOf(hours);
        rows.Add(Words(Wording.WhyTarget, Say.It(counted.IsAlways ? Wording.WhyTargetDue : Wording.WhyTargetDueHours, Say.Duration(nudge.Target), Say.Moment(nudge.DueAt))));
        rows.Add(Words(Wording.WhyClock, string.Join(" · ", [.. NudgeLags.Of(nudge.Clock, counted).Select(Say.Lag), .. Waits(nudge, counted, now)])));
        foreach (var (by, at, text) in notes)
            rows.Add(new Fact(Wording.WhyNotes, [new Span.Moment(at, Relative: false), new Span.Words($" · {by}: "), new Span.Outside(text)]));
        foreach (var entry in history)
        {
            rows.Add(new Fact(
                Wording.WhyHistory,
                [
                    new Span.Moment(entry.At, Relative: false), new Span.Words($" · {entry.ByName} · {entry.Verb}"),
                    .. ChangesWords(entry) ? (Span[])[new Span.Words(" · "), .. ChangeSpans(entry.Before!, entry.After!)] : [],
                ]));
        }

        CardPart[] quoted = focus is null || focus.Standing == PostStanding.Deleted ? [] : [NudgeCard.Quote(focus, NudgeCard.Marks(nudge, focus, file.Readings.GetValueOrDefault(focus.Id)), null)];
        return new Card(Say.It(Wording.WhyTitle, nudge.Id), Tone.Calm, [.. quoted, new CardPart.Facts(rows)], []) { Fallback = Say.It(Wording.WhyTitle, nudge.Id) };
    }

    private static IEnumerable<string> Waits(Nudge nudge, BusinessHours counted, DateTimeOffset now)
    {
        if (nudge.IsAtEnd || nudge.Clock.AnsweredAt is not null)
            yield break;
        var (raw, open) = (Say.Duration(now - nudge.Clock.PublishedAt), Say.Duration(counted.Between(nudge.Clock.PublishedAt, now)));
        yield return raw == open ? Say.It(Wording.WhyWaits, raw) : Say.It(Wording.WhyWaitsOpen, raw, open);
    }

    private static bool ChangesWords(AuditEntry entry) => entry is { Verb: StaffVerbs.Save or StaffVerbs.Mend or StaffVerbs.Use, Before.Length: > 0, After.Length: > 0 };

    /// <summary>What was understood, row by row; also what <c>test</c> shows.</summary>
    /// <param name="evidence">The words that decided, weighed.</param>
    public static IEnumerable<Fact> ReadingRows(Reading reading, string text, IReadOnlyList<Evidence> evidence)
    {
        var urgency = reading.Urgency == Urgency.Whenever ? "" : " · " + VerdictWords.Name(reading.Urgency);
        yield return Words(Wording.WhyReading, $"{VerdictWords.Name(reading.Sentiment)} {Say.Share(reading.SentimentConfidence)} · {VerdictWords.Name(reading.Intent)} {Say.Share(reading.IntentConfidence)}{urgency}");
        if (reading.Unclear is { } unclear)
            yield return Words(Wording.KindUnclear, Say.It(Wording.TwoReadings, unclear.First, Say.Share(unclear.FirstConfidence), unclear.Second, Say.Share(unclear.SecondConfidence), unclear.Why));
        if (reading.UrgencyReasons.Count > 0)
            yield return Words(Wording.WhyUrgency, Say.It(Wording.UrgentBecause, string.Join(", ", reading.UrgencyReasons)));
        yield return Words(Wording.WhyLanguage, $"{reading.Language} {Say.Share(reading.LanguageConfidence)}");
        var words = evidence.Where(each => each.Start >= 0 && each.Start + each.Length <= text.Length)
            .Select(each => $"{text.Substring(each.Start, each.Length)} ({each.For}{(each.Weight == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" {each.Weight:+0.0;-0.0}"))})").ToList();
        if (words.Count > 0)
            yield return new Fact(Wording.WhyEvidence, [new Span.Outside(string.Join(", ", words))]);

        if (reading.Personal.Count > 0)
            yield return Words(Wording.WhyPersonal, string.Join(", ", reading.Personal.Select(datum => datum.Kind.ToString().ToLowerInvariant())));
        var opinions = reading.Opinions.Select(opinion => SaidOf(opinion, text)).Where(said => said.Length > 0).ToList();
        if (opinions.Count > 0)
            yield return new Fact(Wording.WhyOpinions, [new Span.Outside(string.Join(", ", opinions))]);
        if (reading.IsVerdict)
            yield return Words(Wording.WhySaid, Say.It(Wording.VerdictBy, Say.Verdict(reading), reading.ReadBy));
        yield return Words(Wording.WhyReadBy, reading switch
        {
            { Before: { } before } => Say.It(Wording.WhyReadBefore, before.By, VerdictWords.Name(before.Sentiment), before.WasUnclear ? Wording.KindUnclear.ToLowerInvariant() : VerdictWords.Name(before.Intent), VerdictWords.Name(before.Urgency)),
            _ => reading.ReadBy,
        });
        // Cites what a service outside answered.
        if (reading.Remark is { } remark)
            yield return new Fact(Wording.WhyRemark, [new Span.Outside(remark)]);
    }

    /// <summary>"app: crashing (negative)".</summary>
    private static string SaidOf(Opinion opinion, string text)
    {
        var words = string.Join(" ", opinion.Assessments.Select(assessment => At(assessment.Place)).Where(said => said.Length > 0));
        var target = opinion.Target is { } place ? At(place) : "";
        var said = target.Length > 0 && words.Length > 0 ? $"{target}: {words}" : target + words;
        return said.Length == 0 ? "" : $"{said} ({VerdictWords.Name(opinion.Sentiment)})";

        string At(TextPlace at) => at.Start >= 0 && at.Length > 0 && at.Start <= text.Length - at.Length ? text.Substring(at.Start, at.Length) : "";
    }

    private static Fact Words(string name, string value) => new(name, [new Span.Words(value)]);
}
