using System.Text.RegularExpressions;
using PageWatch.Domain.Drafts;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Publishing;
using PageWatch.Pipeline.Checks;
using PageWatch.Pipeline.Drafts;
using PageWatch.Pipeline.Understanding;
using PageWatch.Pipeline.Understanding.Model;

namespace PageWatch.Pipeline.Tests.Drafts;

/// <summary>Holds the first draft of posts against what a person expects of it. Posts are read by the model that the program comes with.</summary>
internal sealed partial class DraftJudge
{
    private static readonly TrainedReader Reader = new(ShippedModels.Open, new ReaderOptions());
    private static readonly string[] Spoken = ["en", "de", "fr", "es"];

    private readonly HashSet<string> _firstSentences = [];

    /// <summary>What was missed, a line each.</summary>
    public List<string> Missed { get; } = [];

    public int Posts { get; private set; }

    public int Passed { get; private set; }

    /// <summary>Of all first sentences, those that no other draft has.</summary>
    public double Distinct => (double)_firstSentences.Count / Posts;

    /// <param name="language">Of the post.</param>
    /// <param name="name">By which the author may be greeted; null for none.</param>
    /// <param name="topics">Titles of clauses that answer it; null where any does that is for a complaint.</param>
    public void Judge(Post post, string language, string? name, IReadOnlyList<string>? topics)
    {
        var reading = Reader.Read(post);
        var request = new DraftRequest(post, reading, Drafting.Page, Drafting.Threaded, DefaultPlaybook.Playbook);
        var draft = Drafting.Drafter.Propose(request)[0];
        var found = ReplyChecks.Of(draft.Text, ReplyOccasion.Of(request));
        var problems = new List<string>();
        var title = Title().Match(draft.Source).Groups["title"].Value;
        if (topics is not null ? !topics.Contains(title) : !Clause(title).When.Overlaps(["complaint", "unclear", "any"]))
            problems.Add($"answers “{title}”, not {string.Join(" or ", topics?.Select(topic => $"“{topic}”") ?? ["a complaint"])}");
        var wanted = Spoken.Contains(language) ? language : "en";
        if (draft.Language != wanted)
            problems.Add($"speaks {draft.Language}, not {wanted}");
        problems.AddRange(found.Where(finding => finding.Blocks || finding.Kind == FindingKind.Promise).Select(finding => $"{finding.Kind}: {finding.Reason}"));
        if (name is not null ? !HasWord(draft.Text, name) : NamesIn(post.Author).Any(part => HasWord(draft.Text, part)))
            problems.Add(name is null ? "calls somebody by a name that is none" : $"does not say {name}");
        if (ReplyLength.Over(draft.Text, Drafting.Threaded) > 0)
            problems.Add("is too long");
        Posts++;
        Passed += problems.Count == 0 ? 1 : 0;
        _firstSentences.Add(FirstSentence().Match(draft.Text).Value);
        if (problems.Count > 0)
            Missed.Add($"{language} {reading.Intent} {reading.Urgency}{(reading.Unclear is { } unclear ? " unclear: " + unclear.Why : "")} | {post.Text} | {string.Join("; ", problems)} | {draft.Text}");
    }

    private static PlaybookClause Clause(string title) => DefaultPlaybook.Playbook.Clauses.Single(clause => clause.Title == title);

    private static IEnumerable<string> NamesIn(Author author) => author.Name.Split(' ').Where(part => part.Length > 2 && part.All(char.IsLetter));

    private static bool HasWord(string text, string word) => Regex.IsMatch(text, $@"(?<!\p{{L}}){Regex.Escape(word)}(?!\p{{L}})", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    [GeneratedRegex("“(?<title>.+)”", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Title();

    [GeneratedRegex(@"\A.+?(?:[.!?](?=\s|\z)|\z)", RegexOptions.Singleline, 1000)]
    private static partial Regex FirstSentence();
}
