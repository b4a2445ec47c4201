using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PageWatch.Domain.Drafts;
using PageWatch.Domain.Understanding;

namespace PageWatch.Advisers.LanguageModel;

/// <summary>Asks a language model for replies, once and at most once more, and believes nothing of what it answers.</summary>
internal sealed partial class ModelAdviser(
    IOptions<LanguageModelOptions> options, ModelClient client, ModelRests rests, ModelMeter meter, IPostReader reader, ILogger<ModelAdviser> logger) : IDraftAdviser
{
    /// <summary>UTF-16 units of a draft for a page that states no limit.</summary>
    public const int LongestWithoutLimit = 5_000;

    private const int MostTries = 2;

    public string Name => $"language model {options.Value.Model}";

    public async Task<DraftAdvice> AdviseAsync(DraftAsk ask, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(ask);
        var language = Languages.Wanted(ask);
        if (!MoneyWords.Know(language))
            return new DraftAdvice.NotGiven($"promises cannot be checked in language '{language}'");
        if (rests.WhyNot() is { } resting)
            return new DraftAdvice.NotGiven(resting);

        using var deadline = client.Deadline();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        var advice = await AskAsync(ask, language, either.Token);
        // What the caller no longer wants is neither late nor refused.
        cancellationToken.ThrowIfCancellationRequested();
        if (advice is Outcome.Refused { Refusal: var refusal })
        {
            if (rests.Refused(refusal) is { } rest)
                Log.Resting(logger, rest, refusal.Why, refusal.Status, refusal.Code, refusal.Mend);
            else if (refusal.Mend.Length > 0)
                Log.Refused(logger, refusal.Why, refusal.Mend);
            return new DraftAdvice.NotGiven(refusal.Why);
        }

        return ((Outcome.Advised)advice).Advice;
    }

    private async Task<Outcome> AskAsync(DraftAsk ask, string language, CancellationToken cancellationToken)
    {
        var shorter = false;
        string? without = null;
        for (var tries = 1; ; tries++)
        {
            var slots = new PersonalSlots(reader);
            var prompt = ModelPrompt.Of(ask, language, slots, shorter);
            var reply = await client.SendAsync(ModelRequest.Body(options.Value, prompt, without), cancellationToken);
            meter.Called(reply is ModelReply.Refused { Refusal.Status: var status } ? status : 200);
            var refusal = ModelRefusal.OtherShape;
            if (reply is ModelReply.Refused refused)
                refusal = refused.Refusal;
            else if (reply is ModelReply.Answered { Text: var text } && ModelAnswer.Read(text) is { } answer)
                return answer.IsDeclined ? new Outcome.Refused(ModelRefusal.Declined) : new Outcome.Advised(Checked(ask, answer, new ProposalChecks(ask, language, options.Value.Model!, prompt, slots, reader)));

            if (tries == MostTries || refusal.Kind is not (RefusalKind.Shortens or RefusalKind.Field or RefusalKind.Again))
                return new Outcome.Refused(refusal);
            shorter |= refusal.Kind == RefusalKind.Shortens;
            without = refusal.Kind == RefusalKind.Field ? refusal.Code : without;
        }
    }

    private DraftAdvice Checked(DraftAsk ask, ModelAnswer answer, ProposalChecks checks)
    {
        var passed = new List<DraftProposal>();
        var dropped = new List<DroppedProposal>();
        foreach (var proposal in answer.Proposals)
        {
            var (text, why) = passed.Exists(other => other.Kind == proposal.Kind) ? ("", "is a second one of its kind") : Passed(checks, proposal);
            if (why is null)
                passed.Add(new DraftProposal(proposal.Kind, text, Languages.Wanted(ask), SourceOf(ask, proposal)));
            else
                dropped.Add(new DroppedProposal(proposal.Kind, why));
        }

        meter.Proposed(passed: true, passed.Count);
        meter.Proposed(passed: false, dropped.Count);
        return passed.Count > 0 ? new DraftAdvice.Given(passed) { Dropped = dropped }
            : new DraftAdvice.NotGiven(dropped.Count > 0 ? $"no proposal passed the checks: {string.Join("; ", dropped.Select(each => $"the {each.Kind.ToString().ToLowerInvariant()} {each.Why}"))}" : "the model proposed nothing") { Dropped = dropped };
    }

    private static (string Text, string? Why) Passed(ProposalChecks checks, ModelProposal proposal)
    {
        try
        {
            return checks.Passed(proposal);
        }
        catch (RegexMatchTimeoutException)
        {
            // Made to be slow: what cannot be checked is not shown.
            return ("", "takes too long to be checked");
        }
    }

    /// <summary>The clause is the model's word, and only named where it was shown that clause.</summary>
    private string SourceOf(DraftAsk ask, ModelProposal proposal) =>
        FittingClauses.Of(ask).FirstOrDefault(clause => clause.Number == proposal.Clause) is { } clause
            ? string.Create(CultureInfo.InvariantCulture, $"{Name}, after playbook §{clause.Number} “{clause.Title}”")
            : Name;

    private abstract record Outcome
    {
        public sealed record Advised(DraftAdvice Advice) : Outcome;

        public sealed record Refused(ModelRefusal Refusal) : Outcome;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The language model is not asked for {Rest}: {Why}. Status {Status}, code \"{Code}\". {Mend}")]
        public static partial void Resting(ILogger logger, TimeSpan rest, string why, int status, string code, string mend);

        [LoggerMessage(2, LogLevel.Warning, "The language model gave no draft: {Why}. {Mend}")]
        public static partial void Refused(ILogger logger, string why, string mend);
    }
}
