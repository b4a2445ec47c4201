using System.Collections.Frozen;
using System.Runtime.CompilerServices;
using System.Text;
using PageWatch.Domain.Drafts;
using PageWatch.Domain.Publishing;
using PageWatch.Domain.Understanding;
using PageWatch.Pipeline.Playbooks;
using PageWatch.Pipeline.Understanding.Personal;

namespace PageWatch.Pipeline.Checks;

/// <summary>What a playbook allows and forbids, made ready for the checks once for each playbook.</summary>
internal sealed class PlaybookSayings
{
    // A playbook never changes, and is kept as long as somebody uses it: what was made of it goes with it.
    private static readonly ConditionalWeakTable<Playbook, PlaybookSayings> Known = new();

    private readonly string _words;
    private readonly FrozenSet<string> _personal;
    private readonly List<(string Host, string Path)> _links;

    private PlaybookSayings(Playbook playbook)
    {
        var texts = playbook.Clauses.SelectMany(clause => clause.Replies.Values).SelectMany(replies => replies).ToList();
        if (playbook.SignOff is { } signOff)
            texts.Add(signOff);
        _words = string.Join(" | ", texts.Select(WordsOf).Prepend("").Append(""));
        _personal = texts.SelectMany(text => PersonalFinder.In(text).Select(datum => Essence(text.AsSpan(datum.Start, datum.Length)))).ToFrozenSet();
        _links = [.. playbook.Links.Select(link => link.Contains("://", StringComparison.Ordinal) ? link : "https://" + link).Concat(texts)
            .SelectMany(TextLinks.In).Where(link => link.IsWeb).Select(link => (Bare(link.Host), link.Path.TrimEnd('/')))];
        Promises = new PhraseList(playbook.Promises.Select(phrase => (PostWords.Folded(phrase) ?? "", "")).Where(phrase => phrase.Item1.Length > 0));
        Instead = playbook.NeverSay.Select(said => (Folded: PostWords.Folded(said.Phrase) ?? "", said.Instead)).Where(said => said.Folded.Length > 0)
            .DistinctBy(said => said.Folded).ToFrozenDictionary(said => said.Folded, said => said.Instead);
        NeverSay = new PhraseList(Instead.Keys.Select(folded => (folded, folded)));
    }

    public PhraseList Promises { get; }

    /// <summary>Carries the folded phrase.</summary>
    public PhraseList NeverSay { get; }

    /// <summary>By folded phrase; null where no word is given instead.</summary>
    public FrozenDictionary<string, string?> Instead { get; }

    public static PlaybookSayings Of(Playbook playbook) => Known.GetValue(playbook, known => new PlaybookSayings(known));

    /// <summary>Whether a reply of the playbook, or its sign-off, says these words in a row.</summary>
    public bool Says(string piece) => _words.Contains(" " + WordsOf(piece) + " ", StringComparison.Ordinal);

    /// <summary>Whether the playbook itself gives this number or address away, its own telephone for example.</summary>
    public bool Gives(ReadOnlySpan<char> personal) => _personal.Contains(Essence(personal));

    /// <summary>A host allows itself and what is below it, an address what goes on with it. Links of the playbook's own replies are allowed too.</summary>
    public bool Allows(TextLink link)
    {
        var host = Bare(link.Host);
        foreach (var (allowed, path) in _links)
        {
            var isHost = host == allowed || (path.Length == 0 && host.EndsWith("." + allowed, StringComparison.Ordinal));
            if (isHost && (path.Length == 0 || Below(link.Path, path)))
                return true;
        }

        return false;
    }

    public static string Bare(string host) => host.StartsWith("www.", StringComparison.Ordinal) ? host[4..] : host;

    // "/help/../pay" is not below "/help" for whoever opens it.
    private static bool Below(string path, string allowed) => path.StartsWith(allowed, StringComparison.Ordinal)
        && (path.Length == allowed.Length || path[allowed.Length] is '/' or '?' or '#') && !path.Contains("..", StringComparison.Ordinal);

    private static string WordsOf(string text) => string.Join(' ', WordStream.Of(text).Select(word => word.Text));

    private static string Essence(ReadOnlySpan<char> text)
    {
        var kept = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (char.IsLetterOrDigit(c) || c is '@' or '+')
                kept.Append(char.ToLowerInvariant(c));
        }

        return kept.ToString();
    }
}
