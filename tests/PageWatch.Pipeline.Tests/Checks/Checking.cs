using System.Globalization;
using System.Text.RegularExpressions;
using PageWatch.Domain.Drafts;
using PageWatch.Domain.Sources;
using PageWatch.Pipeline.Checks;
using PageWatch.Pipeline.Tests.Drafts;
using PageWatch.Pipeline.Tests.Understanding;
using PageWatch.Testing;

namespace PageWatch.Pipeline.Tests.Checks;

/// <summary>Replies as staff might write them, to the posts of a table.</summary>
internal static partial class Checking
{
    public static Playbook Rules { get; } = Drafting.Playbook("""
        ---
        sign_off: "Corner Shop, +49 30 1234567"
        never_say:
          - cheap -> good value
          - no can do -> let us see
          - policy
          - contoso*
          - "unsere AGB -> unsere Regeln"
        links:
          - shop.example
          - https://help.example.net/orders
        promises:
          - refund within 14 days
          - free delivery
          - Rückgabe innerhalb von 30 Tagen
          - reembolso completo
        ---
        ## Everything
        For: any
        ### en
        - Write to hello@shop.example, {name}, or see https://social.example.com/ours.
        - We call you back by tomorrow.
        """);

    public static ReplyOccasion Occasion(string post = "The lid was cracked when I opened the box.", string author = "Ana Souza", string language = "en", Playbook? playbook = null, PageCapabilities? can = null)
    {
        var written = Written.Post(post).By(author);
        var reading = Written.Reader.Read(written) with { Language = language.Length == 0 ? "und" : language, LanguageConfidence = 0.95 };
        return new ReplyOccasion(written, reading, Drafting.Page, can ?? Drafting.Threaded with { LongestReply = 1_000 }, playbook ?? Rules);
    }

    /// <summary>As a table writes them: "Promise!" blocks, "Promise" warns, "=" and the piece of text it points at.</summary>
    public static string InWords(this IReadOnlyList<ReplyFinding> findings, string text) => findings.Count == 0 ? "-" : string.Join(" ; ", findings.Select(finding =>
        $"{finding.Kind}{(finding.Blocks ? "!" : "")}{(finding.Length == 0 || finding.Length == text.Length ? "" : "=" + text.Substring(finding.Start, finding.Length).Trim())}"));

    /// <summary>Rows of a table of this folder, as they are written: a test runner cannot carry half a character.</summary>
    public static IEnumerable<string[]> Rows(string file) => File.ReadLines(Path.Combine(ProjectFolder.Of<ReplyChecksTests>(), "Checks", file))
        .Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split('\t'));

    /// <summary>"\n" and "\uXXXX" stand for what a table cannot show.</summary>
    public static string Unescaped(string written) =>
        Code().Replace(written.Replace("\\n", "\n", StringComparison.Ordinal), code => ((char)int.Parse(code.Groups["hex"].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString());

    [GeneratedRegex(@"\\u(?<hex>[0-9A-Fa-f]{4})", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Code();
}
