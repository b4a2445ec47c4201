using System.Globalization;
using PageWatch.Domain.Channels;
using PageWatch.Domain.Nudges;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Teams;
using PageWatch.Domain.Understanding;
using PageWatch.Pipeline.Journey;

namespace PageWatch.Pipeline.Cards;

/// <summary>What one member alone gets to see of a nudge: the preview before publishing, the edit box, the whole story.</summary>
internal static class StaffCards
{
    /// <summary>The exact effect, page and account, with the code that only fits them (promise 3).</summary>
    /// <param name="warnings">What speaks against the text without forbidding it.</param>
    public static Card Preview(ConversationFile file, Nudge nudge, string text, IReadOnlyList<string> warnings, string account, string code)
    {
        var focus = file.Focus!;
        return new Card(
            Wording.PreviewTitle,
            Tone.Soon,
            [
                .. warnings.Select(warning => new CardPart.Banner(warning, Tone.Soon)),
                new CardPart.Reply(text, "", Wording.PreviewText),
                new CardPart.Facts(
                [
                    new Fact(Wording.PreviewPage, [new Span.Outside(file.Watch.Page.Name), new Span.Words(" · "), new Span.LinkTo(file.Watch.Page.Address.ToString(), file.Watch.Page.Address)]),
                    new Fact(Wording.PreviewAccount, [new Span.Outside(account)]),
                ]),
                new CardPart.Quote(focus.Author, focus.Text, focus.Link, [], Wording.PreviewAnswers.ToLowerInvariant()),
                new CardPart.Line([new Span.Words(Say.It(Wording.PreviewNote, nudge.Id, code))]) { Soft = true },
            ],
            [
                new CardAction(StaffVerbs.Confirm, Wording.ActionConfirm, nudge.Id, nudge.Version) { Style = ActionStyle.Main, Argument = code },
                new CardAction(StaffVerbs.Edit, Wording.ActionEdit, nudge.Id, nudge.Version) { Opens = true },
            ])
        {
            Fallback = CleanText.Line($"{Wording.PreviewTitle} {file.Watch.Page.Name} · {account} · {code}: {text}", 300),
        };
    }

    public static Card EditBox(ConversationFile file, Nudge nudge, string text)
    {
        var can = file.Watch.Can;
        var focus = file.Focus!;
        return new Card(
            // Without the name, which is from outside and as long as it likes: a window's title is short, and the quote names the author.
            Wording.EditTitle,
            Tone.Calm,
            [
                new CardPart.Quote(focus.Author, focus.Text, focus.Link, [], Wording.PreviewAnswers.ToLowerInvariant()),
                new CardPart.TextBox(Wording.EditLabel, text, can.LongestReply, Say.Unit(can.LengthUnit)),
            ],
            [new CardAction(StaffVerbs.Save, Wording.ActionSave, nudge.Id, nudge.Version) { Style = ActionStyle.Main, SendsInput = true }])
        {
            Fallback = Say.It(Wording.EditFallback, focus.Author.Name),
        };
    }

    /// <summary>The whole decision: rules, words, scores, clock, history.</summary>
    /// <param name="notes">Who wrote what and when, oldest first; words of colleagues, and as hostile as any other.</param>
    /// <param name="explainer">Is asked which words made the reading.</param>
    public static Card Why(
        ConversationFile file, Nudge nudge, IReadOnlyList<AuditEntry> history, IReadOnlyList<(string By, DateTimeOffset At, string Text)> notes, IReadingExplainer explainer)
    {
        var rows = new List<Fact> { Words(Wording.WhyState, Say.State(nudge.State)) };
        var focus = file.Focus;
        foreach (var match in nudge.Matches)
        {
            var words = focus is null || nudge.Posts.Count > 1
                ? []
                : match.Words.Where(word => word.Start >= 0 && word.Start + word.Length <= focus.Text.Length).Select(word => focus.Text.Substring(word.Start, word.Length)).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
            rows.Add(words.Count == 0
                ? Words(Wording.WhyRules, Say.It(Wording.WhyRuleFields, match.RuleName))
                : new Fact(Wording.WhyRules, [new Span.Words(match.RuleName + ": "), new Span.Outside(string.Join(", ", words))]));
        }

        if (focus is not null && file.Readings.TryGetValue(focus.Id, out var reading))
            rows.AddRange(ReadingRows(reading, focus.Text, explainer.Explain(focus, reading)));

        rows.Add(Words(Wording.WhyTarget, Say.Duration(nudge.Target)));
        rows.Add(new Fact(Wording.WhyClock, [new Span.Words(string.Join(" · ", NudgeLags.Of(nudge.Clock).Select(lag => Say.It(Wording.LagLabel, Say.Step(lag.Step), Say.Duration(lag.After)))))]));
        foreach (var (by, at, text) in notes)
            rows.Add(new Fact(Wording.WhyNotes, [new Span.Moment(at, Relative: false), new Span.Words($" · {by}: "), new Span.Outside(text)]));
        foreach (var entry in history)
            rows.Add(new Fact(Wording.WhyHistory, [new Span.Moment(entry.At, Relative: false), new Span.Words($" · {entry.ByName} · {entry.Verb}")]));
        return new Card(Say.It(Wording.WhyTitle, nudge.Id), Tone.Calm, [new CardPart.Facts(rows)], []) { Fallback = Say.It(Wording.WhyTitle, nudge.Id) };
    }

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
