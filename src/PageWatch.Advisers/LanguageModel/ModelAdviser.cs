using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using PageWatch.Domain.Drafts;
using PageWatch.Domain.Understanding;

namespace PageWatch.Advisers.LanguageModel;

/// <summary>Asks a language model for replies, and believes nothing of what it answers.</summary>
internal sealed class ModelAdviser(IOptions<LanguageModelOptions> options, ModelTalk talk, ModelMeter meter, IPostReader reader) : IDraftAdviser
{
    /// <summary>UTF-16 units of a draft for a page that states no limit.</summary>
    public const int LongestWithoutLimit = 5_000;

    public string Name => $"language model {options.Value.Model}";

    public async Task<DraftAdvice> AdviseAsync(DraftAsk ask, IProgress<string>? soFar, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(ask);
        var language = Languages.Wanted(ask);
        if (!MoneyWords.Know(language))
            return new DraftAdvice.NotGiven($"promises cannot be checked in language '{language}'");
        // Of the try that was answered.
        ModelPrompt? prompt = null;
        PersonalSlots? slots = null;
        GrowingReply? growing = null;
        var (answer, refusal) = await talk.AskAsync("draft", Body, ModelAnswer.Read, soFar is null ? null : text => growing!.Add(text), cancellationToken);
        if (answer is null || answer.IsDeclined)
            return new DraftAdvice.NotGiven((refusal ?? ModelRefusal.Declined).Why);
        return Checked(ask, answer, Checks());

        BinaryData Body(bool shorter, string? without)
        {
            slots = new PersonalSlots(reader);
            prompt = ModelPrompt.Of(ask, language, slots, shorter);
            growing = soFar is null ? null : new GrowingReply(Checks(), soFar);
            return ModelRequest.Body(options.Value, prompt.System, prompt.Data, AnswerShape.Drafts, without);
        }

        ProposalChecks Checks() => new(ask, language, options.Value.Model!, prompt!, slots!, reader);
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
}
