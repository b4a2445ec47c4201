using PageWatch.Domain.Channels;
using PageWatch.Domain.Commands;
using PageWatch.Domain.Sources;
using PageWatch.Pipeline.Cards;
using PageWatch.Pipeline.Health;
using PageWatch.Pipeline.Ingest;

namespace PageWatch.Pipeline.Commands;

/// <summary>The health of one watch in full.</summary>
internal static class WatchHealthCard
{
    public static async ValueTask<CommandAnswer> DrawAsync(Watch watch, ICoverage coverage, PastHours pasts, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var figures = await WatchFigures.ReadAsync(watch, coverage, pasts, now, cancellationToken);
        return Answer.Done(Say.It(CommandWording.HealthOf, watch.Name), new CardPart.Facts([.. Facts(watch, figures, now)]));
    }

    /// <summary>"12 posts in 24 h, about 14 expected".</summary>
    public static string Day(WatchFigures figures) => figures.Expected is { } expected
        ? Say.It(CommandWording.HealthDay, Say.Posts(figures.Seen), Say.Number((long)Math.Round(expected)))
        : Say.It(CommandWording.HealthDayYoung, Say.Posts(figures.Seen));

    public static string Token(DateTimeOffset endsAt, DateTimeOffset now) =>
        endsAt <= now ? Say.It(CommandWording.HealthTokenEnded, Say.Moment(endsAt)) : Say.It(CommandWording.HealthTokenEnds, Say.Duration(endsAt - now), Say.Moment(endsAt));

    private static IEnumerable<Fact> Facts(Watch watch, WatchFigures figures, DateTimeOffset now)
    {
        var health = watch.Health;
        yield return Answer.Fact(CommandWording.WatchIs, new Span.Outside(watch.Page.Name), new Span.Words(" · "), new Span.LinkTo(watch.Page.Address.ToString(), watch.Page.Address));
        yield return Answer.Fact(CommandWording.HealthState, WatchesCommand.Health(watch, now));
        if (watch.DueAt is { } due)
            yield return Answer.Fact(CommandWording.HealthNext, due <= now ? CommandWording.HealthNextNow : Say.It(watch.Adapts ? CommandWording.HealthNextAdapts : CommandWording.HealthNextIn, Say.Duration(due - now)));
        if (watch.IsCalled)
            yield return Answer.Fact(CommandWording.HealthCalls, Calls(health, now));
        yield return health.LastPostAt is { } post
            ? Answer.Fact(CommandWording.HealthLastPost, new Span.Moment(post, Relative: true))
            : Answer.Fact(CommandWording.HealthLastPost, CommandWording.HealthLastPostNone);
        yield return Answer.Fact(CommandWording.HealthLastDay, Day(figures));
        if (figures.Lag is { } lag)
            yield return Answer.Fact(CommandWording.HealthLag, Say.It(CommandWording.HealthLagIs, Say.Duration(lag)));
        var most = Math.Max(figures.Day.Max(hour => hour.Posts), figures.Usual?.Max() ?? 0);
        yield return Answer.Fact(
            CommandWording.HealthCurve,
            Say.It(CommandWording.HealthCurveSeen, HourCurve.Draw(figures.Day.Select(hour => hour.IsGap && hour.Posts == 0 ? (double?)null : hour.Posts), most), Say.TimeOfDay(now), Math.Ceiling(most)));
        if (figures.Usual is { } usual)
            yield return Answer.Fact(CommandWording.HealthCurveUsual, HourCurve.Draw(usual.Select(posts => (double?)posts), most));
        yield return Answer.Fact(
            CommandWording.HealthGaps, figures.LastGap is { } gap ? Say.It(CommandWording.HealthGapsSome, figures.Gaps, Say.Moment(gap)) : CommandWording.HealthGapsNone);
        if (health.LastReconciledAt is { } reconciled)
            yield return Answer.Fact(CommandWording.HealthReconciled, Say.It(CommandWording.HealthReconciledAt, Say.Duration(now - reconciled), health.Repaired == 0 ? CommandWording.HealthNothingMissing : Say.It(CommandWording.HealthRepaired, Say.Posts(health.Repaired))));
        if (health.Quota is { } quota && !(quota.ResetsAt <= now))
            yield return Answer.Fact(CommandWording.HealthQuota, quota.ResetsAt is { } reset ? Say.It(CommandWording.HealthQuotaUntil, Say.Number(quota.Left), Say.Moment(reset)) : Say.It(CommandWording.HealthQuotaLeft, Say.Number(quota.Left)));
        if (health.TokenEndsAt is { } end)
            yield return Answer.Fact(CommandWording.HealthToken, Token(end, now));
    }

    private static string Calls(WatchHealth health, DateTimeOffset now) => health switch
    {
        { LastCallAt: null } => CommandWording.HealthCallsNever,
        { NotCalledFor: > 0 } => Say.It(CommandWording.HealthCallsMissed, Say.Duration(now - health.LastCallAt.Value), Say.Posts(health.NotCalledFor)),
        _ => Say.It(CommandWording.HealthCallsLast, Say.Duration(now - health.LastCallAt.Value)),
    };
}
