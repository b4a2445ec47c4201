using PageWatch.Domain.Channels;
using PageWatch.Domain.Nudges;
using PageWatch.Domain.Understanding;

namespace PageWatch.Pipeline.Cards;

/// <summary>What can be said of a reading by one press, behind "more"; whatever else can be said is typed (<c>verdict 12 thanks</c>).</summary>
internal static class VerdictActions
{
    private const string Sarcasm = "sarcasm";

    /// <summary>What a clear reading is corrected to most: "not a complaint", spam and abuse have buttons of their own.</summary>
    private static readonly Intent[] Offered = [Intent.Complaint, Intent.Question, Intent.Request, Intent.Praise];

    /// <param name="reading">Of the nudge's focus; null when there is none.</param>
    /// <returns>Of an unclear post its two readings and sarcasm; of any other what else it may be.</returns>
    public static IEnumerable<CardAction> Of(Nudge nudge, Reading? reading)
    {
        if (reading is null)
            yield break;
        if (reading.Unclear is { } unclear)
        {
            foreach (var name in (string[])[unclear.First, unclear.Second])
            {
                if (VerdictWords.Parse(name).Verdict is { } verdict)
                    yield return NudgeActions.More(nudge, StaffVerbs.Verdict, verdict.Words, Label(verdict));
            }

            yield return NudgeActions.More(nudge, StaffVerbs.Verdict, Sarcasm, Wording.ActionItIsSarcasm);
            yield break;
        }

        foreach (var intent in Offered)
        {
            if (intent != reading.Intent)
                yield return NudgeActions.More(nudge, StaffVerbs.Verdict, VerdictWords.Name(intent), Label(new Verdict { Intent = intent }));
        }

        if (reading.Urgency != Urgency.Now)
            yield return NudgeActions.More(nudge, StaffVerbs.Verdict, VerdictWords.Name(Urgency.Now), Wording.ActionItIsUrgent);
    }

    private static string Label(Verdict verdict) => verdict switch
    {
        { Intent: Intent.Complaint } => Wording.ActionItIsAComplaint,
        { Intent: Intent.Question } => Wording.ActionItIsAQuestion,
        { Intent: Intent.Request } => Wording.ActionItIsARequest,
        { Intent: Intent.Praise } => Wording.ActionItIsPraise,
        { Intent: Intent.Thanks } => Wording.ActionItIsThanks,
        { Intent: Intent.Abuse } => Wording.ActionItIsAbuse,
        { Intent: Intent.Spam } => Wording.ActionItIsSpam,
        { Intent: Intent.Other } => Wording.ActionItIsOther,
        _ => Say.It(Wording.ActionItIs, verdict.Words),
    };
}
