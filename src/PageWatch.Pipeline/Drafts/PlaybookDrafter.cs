using System.Globalization;
using PageWatch.Domain.Drafts;
using PageWatch.Domain.Publishing;
using PageWatch.Domain.Sources;
using PageWatch.Domain.Understanding;
using PageWatch.Pipeline.Checks;
using PageWatch.Pipeline.Playbooks;

namespace PageWatch.Pipeline.Drafts;

/// <summary>
/// Drafts from what the team answered to similar posts, and from the playbook's own sentences: a reply, a question back, an invitation to talk. It adds nothing but a name and a noun.
/// </summary>
public sealed class PlaybookDrafter : IDrafter
{
    private const string English = "en";

    private const string OwnPlaybook = "playbook";

    private const int Most = 3;

    public IReadOnlyList<DraftProposal> Propose(DraftRequest request)
    {
        if (request.Outcome is { } outcome)
            return Closing(request, Occasion.After(outcome, request));
        var occasion = Occasion.Of(request);
        var proposals = new List<DraftProposal>();
        var again = PastDraft.Of(request);
        foreach (var kind in Order(request.Reading, occasion))
        {
            if (kind == ProposalKind.Reply && again is not null)
                proposals.Add(again);
            if (ProposalFrom(request, request.Playbook, OwnPlaybook, occasion, kind) is not { } proposal)
                continue;
            // What was answered before may be the playbook's very sentence: then it is told once, and is the clause's all the same.
            var same = proposals.FindIndex(other => other.Text == proposal.Text);
            if (same < 0)
                proposals.Add(proposal);
            else
                proposals[same] = proposals[same] with { Clause = proposals[same].Clause ?? proposal.Clause };
        }

        // A team's playbook may have no clause for a post; a card without any draft helps less than one from ours.
        if (proposals.Count == 0)
            proposals.Add(ProposalFrom(request, DefaultPlaybook.Playbook, "default playbook", occasion, ProposalKind.Reply)!);
        return proposals.Count > Most ? proposals[..Most] : proposals;
    }

    /// <summary>
    /// Who does not know what is meant asks first, unless the matter is plain; good and bad in one is plain enough. Who shows their telephone number to everybody is told so first.
    /// </summary>
    private static ProposalKind[] Order(Reading reading, Occasion occasion) => reading switch
    {
        _ when occasion.ShowsWhoItIs && !occasion.IsHarm => [ProposalKind.Offline, ProposalKind.Reply, ProposalKind.Clarify],
        { Unclear: not null, Sentiment: not Sentiment.Mixed } when !occasion.NamesItsMatter && !occasion.Leans => [ProposalKind.Clarify, ProposalKind.Reply, ProposalKind.Offline],
        { Intent: Intent.Complaint } => [ProposalKind.Reply, ProposalKind.Offline, ProposalKind.Clarify],
        _ => [ProposalKind.Reply, ProposalKind.Clarify, ProposalKind.Offline],
    };

    /// <summary>Up to three ways to say in public how a talk ended; from ours where the team's playbook has none.</summary>
    private static IReadOnlyList<DraftProposal> Closing(DraftRequest request, Occasion occasion)
    {
        var own = Of(request.Playbook, "playbook");
        return own.Count > 0 ? own : Of(DefaultPlaybook.Playbook, "default playbook");

        List<DraftProposal> Of(Playbook playbook, string source) =>
            [.. Enumerable.Range(0, Most).Select(turn => ProposalFrom(request, playbook, source, occasion, ProposalKind.Closing, turn)).OfType<DraftProposal>().DistinctBy(proposal => proposal.Text)];
    }

    /// <param name="turn">Which of its sentences comes first, counted from the one that the post gets by itself.</param>
    private static DraftProposal? ProposalFrom(DraftRequest request, Playbook playbook, string source, Occasion occasion, ProposalKind kind, int turn = 0)
    {
        var (clause, language) = Choose(playbook, occasion, kind, request.Reading.Language);
        if (clause is null)
            return null;
        var text = Write(request, playbook, clause, language, turn);
        var cited = string.Create(CultureInfo.InvariantCulture, $"{source} §{clause.Number} “{clause.Title}”");
        var wanted = request.Reading.Language;
        if (Primary(language) != Primary(wanted))
        {
            var instead = language == English ? "English" : $"'{language}'";
            cited += wanted == "und" ? $", language not known: {instead}" : $", no clause in {wanted} yet: {instead}";
        }

        // What ours lends for want of a clause is none of the team's, and nothing is to be mended there.
        return new DraftProposal(kind, text, language, cited) { Clause = source == OwnPlaybook ? new CitedClause(clause.Number, clause.Title) : null };
    }

    /// <summary>The best clause that speaks the post's language; else the best in English; else the best there is.</summary>
    private static (PlaybookClause? Clause, string Language) Choose(Playbook playbook, Occasion occasion, ProposalKind kind, string wanted)
    {
        (PlaybookClause? Clause, string Language, int Rank) best = (null, English, 0);
        foreach (var clause in playbook.Clauses)
        {
            if (clause.Kind != kind || occasion.Fit(clause) is not { } fit)
                continue;
            var (language, closeness) = SpokenBy(clause, wanted);
            var rank = language is null ? 0 : (closeness * 1000) + fit + 1;
            if (rank > best.Rank)
                best = (clause, language!, rank);
        }

        return (best.Clause, best.Language);
    }

    private static (string? Language, int Closeness) SpokenBy(PlaybookClause clause, string wanted)
    {
        string? closest = null;
        var closeness = -1;
        foreach (var (language, replies) in clause.Replies.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            var close = replies.Count == 0 ? -1 : language == wanted ? 3 : Primary(language) == Primary(wanted) ? 2 : Primary(language) == English ? 1 : 0;
            if (close > closeness)
                (closest, closeness) = (language, close);
        }

        return (closest, closeness);
    }

    private static string Write(DraftRequest request, Playbook playbook, PlaybookClause clause, string language, int turn)
    {
        var values = ReplySlots.Of(request.Post, request.Reading, request.Page, language);
        // Neighbours in the stream of posts get different sentences, and the same post always the same.
        var usable = clause.Replies[language]
            .Where(reply => ReplyTemplate.Slots.All(slot => !ReplyTemplate.Needs(reply, slot) || values.ContainsKey(slot)))
            .ToList();
        if (usable.Count == 0)
            usable = [.. clause.Replies[language]];
        var first = (int)(((ulong)request.Post.Id.Value + (ulong)turn) % (ulong)usable.Count);
        var texts = Enumerable.Range(0, usable.Count).Select(i => ReplyTemplate.Fill(usable[(first + i) % usable.Count], values)).ToList();

        var signOff = ReplySlots.SignOff(playbook, values);
        // A name or a noun may make of a good sentence what the checks refuse; then another sentence is taken.
        var occasion = ReplyOccasion.Of(request);
        var fitting = texts.Select(text => text + signOff).Concat(texts).Where(text => Fits(text, request.Can)).ToList();
        return fitting.Find(text => !ReplyChecks.Of(text, occasion).Any(finding => finding.Blocks))
            ?? fitting.FirstOrDefault() ?? Shortened(texts.MinBy(text => text.Length)!, request.Can);
    }

    internal static bool Fits(string text, PageCapabilities can) => can.LongestReply <= 0 || ReplyLength.Of(text, can.LengthUnit) <= can.LongestReply;

    /// <summary>As many whole sentences as fit; where not even one does, as many characters.</summary>
    private static string Shortened(string text, PageCapabilities can)
    {
        var elements = StringInfo.ParseCombiningCharacters(text);
        var sentence = 0;
        var end = 0;
        foreach (var start in elements.Append(text.Length).Skip(1))
        {
            if (!Fits(text[..start], can))
                break;
            if (text[start - 1] is '.' or '!' or '?' && (start == text.Length || text[start] == ' '))
                sentence = start;
            if (Fits(text[..start] + "…", can))
                end = start;
        }

        return sentence > 0 ? text[..sentence] : end > 0 ? string.Concat(text.AsSpan(0, end).TrimEnd(), "…") : Start(text, elements, can);
    }

    /// <summary>A page that takes three bytes gets three bytes.</summary>
    private static string Start(string text, int[] elements, PageCapabilities can)
    {
        var end = 0;
        foreach (var start in elements.Skip(1))
        {
            if (!Fits(text[..start], can))
                break;
            end = start;
        }

        return text[..end];
    }

    private static string Primary(string language) => language.Split('-')[0];
}
