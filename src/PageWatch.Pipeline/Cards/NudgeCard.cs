using PageWatch.Domain.Channels;
using PageWatch.Domain.Drafts;
using PageWatch.Domain.Hours;
using PageWatch.Domain.Nudges;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Publishing;
using PageWatch.Domain.Understanding;
using PageWatch.Pipeline.Drafts;
using PageWatch.Pipeline.Journey;
using PageWatch.Pipeline.Teams;

namespace PageWatch.Pipeline.Cards;

/// <summary>
/// A nudge as staff see it. The order answers six questions: what kind and how urgent, until when, who this is to us, what was said, how sure we
/// are and why, what we could answer; then the one main action, then the rest.
/// </summary>
internal static class NudgeCard
{
    /// <summary>What an author added is shown up to this many posts back.</summary>
    private const int MostFurtherPosts = 3;

    /// <summary>Of more at once nobody reads on.</summary>
    private const int MostFindings = 3;

    /// <summary>So much of a post, in UTF-16 characters, reminds people of what is over.</summary>
    private const int Reminder = 200;

    /// <param name="readIn">The language that staff read, where somebody translates; null where nobody does.</param>
    /// <param name="hours">Of the team.</param>
    /// <param name="soFar">A reply that is being written: shown in the place of the draft, and with nothing to press that acts on a text.</param>
    public static Card Of(ConversationFile file, string? ownerName, PublishingPause? pause, BusinessHours hours, DateTimeOffset now, string? readIn = null, DraftSoFar? soFar = null)
    {
        var nudge = file.Nudge ?? throw new ArgumentException("The conversation has no nudge.", nameof(file));
        var focus = file.Focus;
        var reading = focus is null ? null : file.Readings.GetValueOrDefault(focus.Id);
        var title = Title(nudge, reading);
        return new Card(
            title,
            ToneOf(nudge, now),
            [.. Parts(file, nudge, focus, reading, ownerName, pause, hours, now, soFar)],
            [.. NudgeActions.Of(file, nudge, focus, soFar is not null), .. NudgeActions.Asides(file, nudge, focus, reading, readIn, soFar is not null), .. PromiseLines.Actions(file, nudge)])
        {
            Fallback = Fallback(file, nudge, focus, title),
            Clock = Clock(nudge, now),
            IsDone = nudge.IsAtEnd,
        };
    }

    private static string Title(Nudge nudge, Reading? reading)
    {
        var kind = Say.Kind(nudge.Kind);
        return nudge.State switch
        {
            NudgeState.Answered => Say.It(Wording.TitleAnswered, nudge.AnsweredBy, Say.Duration((nudge.Clock.AnsweredAt ?? nudge.Clock.NudgedAt) - nudge.Clock.PublishedAt)),
            NudgeState.Dismissed => Say.It(Wording.TitleDismissed, Say.Reason(nudge.Reason ?? NudgeReason.NoAnswerNeeded)),
            NudgeState.Withdrawn => Say.It(Wording.TitleWithdrawn, Say.Reason(nudge.Reason ?? NudgeReason.TakenOffThePage)),
            NudgeState.Publishing => Say.It(Wording.TitlePublishing, kind),
            NudgeState.NeedsPerson => Say.It(Wording.TitleNeedsPerson, kind),
            NudgeState.Snoozed => Say.It(Wording.TitleSnoozed, kind),
            NudgeState.AwaitingApproval => Say.It(Wording.TitleAwaits, kind),
            NudgeState.Offline => Say.It(Wording.TitleOffline, kind),
            _ when nudge.Contact is { OwesClosingLine: true } => Say.It(Wording.TitleClosing, kind),
            _ when nudge.Kind == NudgeKind.Unclear && reading?.Unclear is { } unclear => Say.It(Wording.TitleUnclear, unclear.First, unclear.Second),
            _ => Say.It(reading?.Urgency switch { Urgency.Now => Wording.TitleNow, Urgency.Today => Wording.TitleToday, _ => Wording.TitleWaits }, kind),
        };
    }

    private static Tone ToneOf(Nudge nudge, DateTimeOffset now)
    {
        if (nudge.IsAtEnd)
            return Tone.Done;
        if (nudge.State == NudgeState.NeedsPerson)
            return Tone.Now;
        if (nudge is { State: NudgeState.Offline, Contact: { } contact })
            return now >= contact.DueAt ? Tone.Now : Tone.Calm;
        if (nudge.Clock.AnsweredAt is not null)
            return Tone.Calm;
        return now >= nudge.UsedUpAt(80) ? Tone.Now : now >= nudge.UsedUpAt(50) ? Tone.Soon : Tone.Calm;
    }

    private static CardClock? Clock(Nudge nudge, DateTimeOffset now)
    {
        if (nudge.State == NudgeState.Answered && nudge.Clock.AnsweredAt is { } answered)
        {
            var left = nudge.DueAt - answered;
            return left >= TimeSpan.Zero
                ? new CardClock(Say.It(Wording.ClockBeforeDue, Say.Duration(left)), null, Tone.Done)
                : new CardClock(Say.It(Wording.ClockAfterDue, Say.Duration(left)), null, Tone.Now);
        }

        if (nudge.IsAtEnd)
            return null;
        if (nudge.State == NudgeState.Snoozed)
            return new CardClock(Wording.ClockSnoozed, nudge.SnoozedUntil, Tone.Calm);
        if (nudge is { State: NudgeState.Offline, Contact: { } contact })
            return new CardClock(now >= contact.DueAt ? Wording.ClockTalkOverdue : Wording.ClockTalkBy, contact.DueAt, ToneOf(nudge, now));
        // The first public answer stood in time or not; nothing public runs out any more.
        if (nudge.Clock.AnsweredAt is not null)
            return null;
        return now >= nudge.DueAt ? new CardClock(Wording.ClockOverdue, nudge.DueAt, Tone.Now) : new CardClock(Wording.ClockAnswerBy, nudge.DueAt, ToneOf(nudge, now));
    }

    private static IEnumerable<CardPart> Parts(
        ConversationFile file, Nudge nudge, Post? focus, Reading? reading, string? ownerName, PublishingPause? pause, BusinessHours hours, DateTimeOffset now, DraftSoFar? soFar)
    {
        if (pause is not null && !nudge.IsAtEnd)
            yield return new CardPart.Banner(Say.It(Wording.PublishingPaused, pause.ByName), Tone.Now);
        foreach (var banner in NudgeBanners.Of(file, nudge))
            yield return banner;
        if (nudge is { IsAtEnd: false, Handover: { IsAccepted: false } offer })
        {
            yield return new CardPart.Banner(
                offer.Recap.Length == 0 ? Say.It(Wording.HandoverOfferedBare, offer.ByName, offer.ToName) : Say.It(Wording.HandoverOffered, offer.ByName, offer.ToName, offer.Recap), Tone.Soon);
        }

        yield return PersonLine(file, nudge, focus);
        if (nudge.IsAtEnd)
        {
            if (focus is not null && focus.Standing != PostStanding.Deleted)
                yield return Quote(focus with { Text = CleanText.Cut(focus.Text, Reminder) }, [], null);
            if (NudgeBanners.Undo(file) is { } undone)
                yield return undone;
            if (file.Reply is { State: ReplyState.Published or ReplyState.TakingBack, Text.Length: > 0 } sent)
                yield return new CardPart.Reply(sent.Text, "", sent.Replaces is null ? Wording.ReplyPublishedLabel : Wording.ReplyReplacedLabel);
            if (OfflineCards.Ended(nudge) is { } talked)
                yield return talked;
            foreach (var promised in PromiseLines.Parts(file))
                yield return promised;
            if (nudge.State == NudgeState.Answered)
                yield return Lags(nudge, hours);
            yield break;
        }

        if (focus is not null)
        {
            foreach (var part in WhatWasSaid(file, nudge, focus, reading))
                yield return part;
        }

        if (reading is not null && focus is { Standing: not PostStanding.Deleted })
            yield return ReadingLine(nudge, focus, reading);
        if (ownerName is not null && nudge.State != NudgeState.Publishing)
        {
            var has = new List<Span> { new Span.Strong(Say.It(Wording.HasIt, ownerName)) };
            if (nudge.Handover is { IsAccepted: true } taken)
            {
                has.Add(new Span.Words(" · " + (taken.Recap.Length == 0 ? Say.It(Wording.HandoverTakenBare, taken.ByName) : Say.It(Wording.HandoverTaken, taken.ByName, CleanText.Line(taken.Recap, 300)))));
            }

            yield return new CardPart.Line(has);
        }

        foreach (var part in OfflineCards.ToCome(file, nudge))
            yield return part;
        foreach (var line in StaffCards.GivenLine(nudge))
            yield return line;
        if (nudge.Editing is { } editing && editing.Until > now)
            yield return new CardPart.Line([new Span.Words(Say.It(Wording.IsEditing, editing.Name))]) { Soft = true };
        if (soFar is not null)
            yield return new CardPart.Reply(soFar.Text + " …", Say.It(Wording.DraftBeingWritten, soFar.By), Wording.ReplyBeingWrittenLabel);
        else if (DraftPart(file, nudge) is { } draft)
            yield return draft;
        if (soFar is null && nudge.State == NudgeState.AwaitingApproval && file.Draft is { } words && StaffCards.ChangeLine(words) is { } change)
            yield return change;
        if (nudge.State != NudgeState.Publishing)
        {
            foreach (var suggestion in file.Draft?.Suggestions ?? [])
                yield return new CardPart.Reply(suggestion.Text, "", Say.It(Wording.SuggestedBy, suggestion.ByName));
        }

        foreach (var part in soFar is null ? OfDraft(file, nudge) : [])
            yield return part;
        foreach (var promised in PromiseLines.Parts(file))
            yield return promised;
    }

    /// <summary>What is to be said of the draft that stands on the card.</summary>
    private static IEnumerable<CardPart> OfDraft(ConversationFile file, Nudge nudge)
    {
        if (nudge.State != NudgeState.Publishing && file.Draft is { NoAdvice.Length: > 0, EditedBy: null } unadvised)
            yield return new CardPart.Line([new Span.Words(Say.It(Wording.DraftNoAdvice, unadvised.NoAdvice))]) { Soft = true };
        foreach (var finding in FindingsOf(file, nudge))
            yield return new CardPart.Banner(Say.It(finding.Blocks ? Wording.DraftBlocked : Wording.DraftWarned, finding.Reason), finding.Blocks ? Tone.Now : Tone.Soon);
    }

    /// <summary>The words were written for another version of the post, or another post (promise 10).</summary>
    public static bool IsStale(Nudge nudge, Draft draft) => draft.For != nudge.Focus || draft.ForRevision != nudge.FocusRevision;

    private static CardPart.Line PersonLine(ConversationFile file, Nudge nudge, Post? focus)
    {
        var author = focus?.Author ?? Author.Nobody;
        var spans = new List<Span>
        {
            new Span.Outside(author.Name, IsStrong: true),
            new Span.Words($" {Wording.OnPage} "),
            new Span.Outside(file.Watch.Page.Name),
        };
        if (nudge.State == NudgeState.Answered)
        {
            spans.Add(new Span.Words(" · " + Say.Kind(nudge.Kind).ToLowerInvariant()));
            var link = file.Reply is { State: ReplyState.Published, Link: { } at } ? at : focus?.Link;
            if (link is not null)
            {
                spans.Add(new Span.Words(" · "));
                spans.Add(new Span.LinkTo(Wording.OnThePage, link));
            }
        }
        else
        {
            spans.Add(new Span.Words($" · {Wording.Wrote} "));
            spans.Add(new Span.Moment(nudge.Clock.PublishedAt, Relative: true));
            if (focus is not null && focus.Standing != PostStanding.Deleted && !nudge.IsAtEnd)
            {
                spans.Add(new Span.Words(" · "));
                if (file.History is { Before: > 0, Since: { } since })
                {
                    spans.Add(new Span.Words(Say.It(Wording.ContactSince, Say.Ordinal(file.History.Before + 1)) + " "));
                    spans.Add(new Span.Moment(since, Relative: false));
                }
                else
                {
                    spans.Add(new Span.Words(Wording.NewToUs));
                }
            }
        }

        if (nudge.IsAtEnd || focus?.Link is not { } post)
            return new CardPart.Line(spans) { Soft = true };
        spans.Add(new Span.Words(" · "));
        spans.Add(new Span.LinkTo(Wording.SeeThePost, post));
        return new CardPart.Line(spans) { Soft = true };
    }

    private static IEnumerable<CardPart> WhatWasSaid(ConversationFile file, Nudge nudge, Post focus, Reading? reading)
    {
        if (focus.Standing == PostStanding.Deleted)
        {
            yield return new CardPart.Line([new Span.Words(Wording.PostTakenBack)]);
            yield break;
        }

        if (focus.ParentNativeId is { } parent && file.Posts.TryGetValue(parent, out var answers) && answers.Standing != PostStanding.Deleted && !nudge.Posts.Contains(answers.Id))
            yield return Quote(answers, [], Wording.AnswersLabel);
        else if (focus.Under is { Length: > 0 } under)
            yield return new CardPart.Line([new Span.Words(Wording.Under + " "), new Span.Outside(under)]) { Soft = true };

        var all = nudge.Posts.Select(file.Post).OfType<Post>().Where(post => post.Standing != PostStanding.Deleted).ToList();
        var opening = all.FirstOrDefault() ?? focus;
        yield return Quote(opening, Marks(nudge, opening, opening.Id == focus.Id ? reading : file.Readings.GetValueOrDefault(opening.Id)), null);
        if (opening.Attachments.Count > 0)
            yield return new CardPart.Pictures(opening.Attachments);
        foreach (var further in all.Skip(1).TakeLast(MostFurtherPosts))
        {
            yield return Quote(further, Marks(nudge, further, file.Readings.GetValueOrDefault(further.Id)), Wording.ThenWroteLabel);
            if (further.Attachments.Count > 0)
                yield return new CardPart.Pictures(further.Attachments);
        }
    }

    internal static CardPart.Quote Quote(Post post, IReadOnlyList<Evidence> marks, string? label)
    {
        if (post.IsOnlyPicture)
            return new CardPart.Quote(post.Author, Wording.OnlyPicture, post.Link, [], label);
        if (string.IsNullOrEmpty(post.Title))
            return new CardPart.Quote(post.Author, post.Text, post.Link, marks, label);
        var before = post.Title + "\n";
        return new CardPart.Quote(post.Author, before + post.Text, post.Link, [.. marks.Select(mark => mark with { Start = mark.Start + before.Length })], label);
    }

    /// <summary>The words that decided, of the reader and of the rules, none inside another.</summary>
    internal static IReadOnlyList<Evidence> Marks(Nudge nudge, Post post, Reading? reading)
    {
        var marks = new List<Evidence>();
        var all = (reading?.Evidence ?? [])
            .Concat(nudge.Posts.Count == 1 ? nudge.Matches.SelectMany(match => match.Words) : [])
            .Where(mark => mark.Start >= 0 && mark.Length > 0 && mark.Start + mark.Length <= post.Text.Length)
            .OrderBy(mark => mark.Start).ThenByDescending(mark => mark.Length);
        var end = 0;
        foreach (var mark in all)
        {
            if (mark.Start < end)
                continue;
            marks.Add(mark);
            end = mark.Start + mark.Length;
        }

        return marks;
    }

    private static CardPart.Line ReadingLine(Nudge nudge, Post focus, Reading reading)
    {
        var words = new List<string>();
        if (reading.Unclear is { } unclear)
        {
            words.Add(Say.It(Wording.TwoReadings, unclear.First, Say.Share(unclear.FirstConfidence), unclear.Second, Say.Share(unclear.SecondConfidence), unclear.Why));
        }
        else if (!reading.IsVerdict || reading.Said is { SettlesDoubt: false })
        {
            words.Add(Say.It(
                reading.SentimentConfidence >= 0.75 ? Wording.SentimentSure : Wording.SentimentUnsure,
                VerdictWords.Name(reading.Sentiment),
                Say.Share(reading.SentimentConfidence)));
            words.Add(VerdictWords.Name(reading.Intent));
        }

        if (reading.IsVerdict)
            words.Add(Say.It(Wording.VerdictBy, Say.Verdict(reading), reading.ReadBy));
        if (focus.Stars is { } stars)
            words.Add(Say.It(Wording.StarsOf, stars));
        if (reading.UrgencyReasons.Count > 0)
            words.Add(Say.It(Wording.UrgentBecause, string.Join(", ", reading.UrgencyReasons)));
        var rules = nudge.Matches.Select(match => match.RuleName).Distinct(StringComparer.Ordinal).ToList();
        words.Add($"{(rules.Count == 1 ? Wording.RuleOne : Wording.RulesMany)} {string.Join(", ", rules.Select(rule => $"“{rule}”"))}");
        return new CardPart.Line([new Span.Words(string.Join(" · ", words) + " · "), new Span.Ask(Wording.Why, $"why {nudge.Id}")]) { Soft = true };
    }

    private static CardPart.Reply? DraftPart(ConversationFile file, Nudge nudge)
    {
        if (nudge.State == NudgeState.Publishing && file.Reply is { Text.Length: > 0 } reply)
            return new CardPart.Reply(reply.Text, "", Wording.ReplyOnItsWayLabel);
        if (file.Draft is not { Text.Length: > 0 } draft)
            return null;
        var notes = new List<string>();
        if (draft.EditedBy is null && draft.Proposal is { } proposal)
        {
            notes.Add(Say.It(Wording.DraftFrom, proposal.Source));
            if (draft.Proposals.Count > 1)
                notes.Add(Say.It(Wording.DraftsMore, draft.Chosen + 1, draft.Proposals.Count));
        }

        var can = file.Watch.Can;
        notes.Add(can.LongestReply > 0
            ? Say.It(Wording.LengthOf, Say.Number(ReplyLength.Of(draft.Text, can.LengthUnit)), Say.Number(can.LongestReply), Say.Unit(can.LengthUnit))
            : Say.It(Wording.LengthFree, Say.Number(draft.Text.Length)));
        return new CardPart.Reply(draft.Text, string.Join(" · ", notes), draft.EditedByName is { } editor ? Say.It(Wording.ReplyEditedLabel, editor) : Wording.ReplyLabel);
    }

    /// <summary>What speaks against the draft: what blocks it, or else what is warned of.</summary>
    public static IEnumerable<DraftFinding> FindingsOf(ConversationFile file, Nudge nudge)
    {
        if (nudge.State == NudgeState.Publishing || file.Draft is not { } draft)
            return [];
        var blocks = draft.Findings.Any(finding => finding.Blocks);
        return draft.Findings.Where(finding => finding.Blocks == blocks).Take(MostFindings);
    }

    private static CardPart.Lags Lags(Nudge nudge, BusinessHours hours) => new([.. NudgeLags.Of(nudge.Clock, nudge.HoursOf(hours)).Select(lag => new LagBar(Say.Lag(lag), lag.After))]);

    private static string Fallback(ConversationFile file, Nudge nudge, Post? focus, string title)
    {
        var who = focus?.Author.Name ?? Author.Nobody.Name;
        var page = CleanText.Line(file.Watch.Page.Name, 60);
        return nudge.IsAtEnd
            ? Say.It(Wording.FallbackDone, title, who, page)
            : Say.It(Wording.FallbackLive, title, who, page, Say.TimeOfDay(nudge.DueAt), CleanText.Line(focus?.Text, 120));
    }
}
