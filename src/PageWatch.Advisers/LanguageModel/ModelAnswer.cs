using System.Text.Json;
using PageWatch.Domain.Drafts;

namespace PageWatch.Advisers.LanguageModel;

/// <summary>What a model answered, before any of it is believed.</summary>
/// <param name="IsDeclined">It found nothing to answer.</param>
internal sealed record ModelAnswer(bool IsDeclined, IReadOnlyList<ModelProposal> Proposals)
{
    /// <summary>More are not looked at.</summary>
    private const int Most = 6;

    /// <summary>Servers may forget the schema: fences are taken off, and a lone reply is one proposal.</summary>
    /// <returns>Null for another shape.</returns>
    public static ModelAnswer? Read(string text)
    {
        if (ModelJson.Parse(WithoutFence(text)) is not { ValueKind: JsonValueKind.Object } json)
            return null;
        var isDeclined = ModelJson.IsTrue(json, "declined") || ModelJson.IsTrue(json, "refused");
        if (ModelJson.Member(json, "proposals") is { ValueKind: JsonValueKind.Array } told)
        {
            var proposals = told.EnumerateArray().Take(Most).Select(Proposal).ToList();
            return proposals.Contains(null) ? null : new ModelAnswer(isDeclined, proposals!);
        }

        return Proposal(json) is { } lone ? new ModelAnswer(isDeclined, [lone]) : isDeclined ? new ModelAnswer(true, []) : null;
    }

    private static ModelProposal? Proposal(JsonElement json)
    {
        if (ModelJson.Text(json, "text") is not { } text || ModelJson.Text(json, "language") is not { } language)
            return null;
        var clause = ModelJson.Member(json, "clause") is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out var told) ? told : 0;
        return (ModelJson.Member(json, "kind"), ModelJson.Text(json, "kind")) switch
        {
            (null, _) or (_, "reply") => new ModelProposal(ProposalKind.Reply, text, language, clause),
            (_, "clarify") => new ModelProposal(ProposalKind.Clarify, text, language, clause),
            (_, "offline") => new ModelProposal(ProposalKind.Offline, text, language, clause),
            _ => null,
        };
    }

    /// <summary>What stands between the fences that servers forget to take off.</summary>
    internal static string WithoutFence(string text)
    {
        var bare = text.Trim();
        if (!bare.StartsWith("```", StringComparison.Ordinal))
            return bare;
        var (start, end) = (bare.IndexOf('{', StringComparison.Ordinal), bare.LastIndexOf('}'));
        return start >= 0 && end > start ? bare[start..(end + 1)] : "";
    }
}

/// <param name="Text">Hostile, slots not filled yet.</param>
/// <param name="Language">As the model says it.</param>
/// <param name="Clause">As the model says it.</param>
internal sealed record ModelProposal(ProposalKind Kind, string Text, string Language, int Clause);
