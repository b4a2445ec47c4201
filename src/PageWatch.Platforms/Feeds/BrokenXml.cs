using System.Net;

namespace PageWatch.Platforms.Feeds;

/// <summary>
/// Reads what should have been XML: stray ampersands and control characters, HTML's entities, tags without an end, ends without a beginning,
/// prefixes that nothing declares, a document that breaks off.
/// </summary>
/// <remarks>Takes everything, throws nothing, and passes over each character a fixed number of times: hostile input costs what it weighs.</remarks>
internal static class BrokenXml
{
    // Elements that hold words alone: where one begins, another of them has ended.
    private static readonly HashSet<string> HoldWords = new(StringComparer.Ordinal)
        { "title", "link", "guid", "id", "pubdate", "published", "updated", "category", "comments", "dc:creator", "dc:date" };

    private static readonly HashSet<string> Posts = new(StringComparer.Ordinal) { "item", "entry" };

    private static readonly HashSet<string> HoldPosts = new(StringComparer.Ordinal) { "rss", "rdf:rdf", "channel", "feed", "items" };

    /// <returns>The first element, null when there is none; and whether its end was found.</returns>
    public static (FeedElement? Root, bool IsComplete) Read(string text)
    {
        var tree = new FeedTree();
        var prefixes = new Dictionary<FeedElement, Dictionary<string, string>>();
        var at = 0;
        while (at < text.Length && !tree.IsClosed && !tree.IsFull)
        {
            var tag = text.IndexOf('<', at);
            if (tag < 0)
                tag = text.Length;
            tree.Say(Words(text[at..tag]));
            at = tag < text.Length ? ReadMarkup(text, tag, tree, prefixes) : tag;
        }

        return (tree.Root, tree.IsClosed);
    }

    /// <summary>Reads what begins at a "&lt;".</summary>
    /// <returns>Where to go on; always further than it began.</returns>
    private static int ReadMarkup(string text, int at, FeedTree tree, Dictionary<FeedElement, Dictionary<string, string>> prefixes)
    {
        var rest = text.AsSpan(at);
        if (rest.StartsWith("<!--", StringComparison.Ordinal))
            return After(text, "-->", at + 4);
        if (rest.StartsWith("<![CDATA[", StringComparison.OrdinalIgnoreCase))
        {
            var end = text.IndexOf("]]>", at + 9, StringComparison.Ordinal);
            tree.Say(text[(at + 9)..(end < 0 ? text.Length : end)]);
            return end < 0 ? text.Length : end + 3;
        }

        if (rest.StartsWith("<!DOCTYPE", StringComparison.OrdinalIgnoreCase))
            return AfterDocumentType(text, at);
        if (rest is ['<', '!' or '?', ..])
            return After(text, ">", at + 1);
        if (rest is ['<', '/', ..])
            return ReadEnd(text, at, tree);
        if (rest.Length > 1 && IsNameStart(rest[1]))
            return ReadBeginning(text, at, tree, prefixes);
        tree.Say("<");
        return at + 1;
    }

    private static int ReadEnd(string text, int at, FeedTree tree)
    {
        var end = text.AsSpan(at + 1).IndexOfAny('<', '>');
        var stop = end < 0 ? text.Length : at + 1 + end;
        var name = text.AsSpan((at + 2)..Math.Max(stop, at + 2)).Trim();
        var ended = tree.Open;
        while (ended is not null && !name.Equals(ended.Written, StringComparison.OrdinalIgnoreCase))
            ended = ended.Parent;
        if (ended is not null)
            EndUpTo(tree, ended);
        return stop < text.Length && text[stop] == '>' ? stop + 1 : stop;
    }

    private static int ReadBeginning(string text, int at, FeedTree tree, Dictionary<FeedElement, Dictionary<string, string>> prefixes)
    {
        var i = at + 1;
        while (i < text.Length && IsNamePart(text[i]))
            i++;
        var written = text[(at + 1)..i];
        var attributes = new List<(string Name, string Value)>();
        while (true)
        {
            while (i < text.Length && (char.IsWhiteSpace(text[i]) || text[i] == '/'))
                i++;
            if (i == text.Length || text[i] == '<')
            {
                // No tag after all, or one that broke off: its characters are words.
                tree.Say(i == text.Length ? "" : Words(text[at..i]));
                return i;
            }

            if (text[i] == '>')
                break;
            i = ReadAttribute(text, i, attributes);
        }

        Begin(written, attributes, isEmpty: text[i - 1] == '/', tree, prefixes);
        return i + 1;
    }

    /// <returns>Where the attribute ends; at a "&lt;" or the text's end when it does not.</returns>
    private static int ReadAttribute(string text, int at, List<(string Name, string Value)> attributes)
    {
        var i = at + 1;
        while (i < text.Length && !char.IsWhiteSpace(text[i]) && text[i] is not ('=' or '>' or '/' or '<'))
            i++;
        var name = text[at..i];
        while (i < text.Length && char.IsWhiteSpace(text[i]))
            i++;
        if (i == text.Length || text[i] != '=')
            return i;
        i++;
        while (i < text.Length && char.IsWhiteSpace(text[i]))
            i++;
        if (i == text.Length)
            return i;
        int start, end;
        if (text[i] is '"' or '\'')
        {
            start = i + 1;
            end = start + NextOf(text.AsSpan(start), text[i], '<');
            if (end == text.Length || text[end] == '<')
                return end;
            i = end + 1;
        }
        else
        {
            start = i;
            while (i < text.Length && !char.IsWhiteSpace(text[i]) && text[i] is not ('>' or '<'))
                i++;
            end = i;
        }

        // More than any feed has, and a thousand of them on each of a million tags would be a way to harm.
        if (attributes.Count < 100)
            attributes.Add((name, Words(text[start..end])));
        return i;
    }

    private static void Begin(
        string written, List<(string Name, string Value)> attributes, bool isEmpty, FeedTree tree, Dictionary<FeedElement, Dictionary<string, string>> prefixes)
    {
        Dictionary<string, string>? own = null;
        foreach (var (attribute, value) in attributes)
        {
            if (attribute is "xmlns" || attribute.StartsWith("xmlns:", StringComparison.OrdinalIgnoreCase))
                (own ??= new(StringComparer.Ordinal)).TryAdd(attribute.Length > 6 ? attribute[6..] : "", value);
        }

        var (prefix, local) = written.IndexOf(':', StringComparison.Ordinal) is var colon and > 0 ? (written[..colon], written[(colon + 1)..]) : ("", written);
        var address = own?.GetValueOrDefault(prefix) ?? Declared(prefix, tree.Open, prefixes);
        if (prefix.Length == 0)
            address ??= "";
        var (name, _) = tree.NameOf(prefix, address, local);

        if (Posts.Contains(name))
            EndBeforePost(tree);
        else if (tree.Open is { } open && HoldWords.Contains(name) && HoldWords.Contains(open.Name))
            tree.End();
        // Where the first element was ended by what follows, there is no place left for it.
        if (tree.IsClosed || tree.Depth == FeedTree.Deepest)
            return;

        var element = tree.Begin(prefix, address, local);
        foreach (var (attribute, value) in attributes)
        {
            var at = attribute.IndexOf(':', StringComparison.Ordinal);
            element.Set(FeedXml.AttributeName(at > 0 ? attribute[..at] : "", attribute[(at + 1)..]), value);
        }

        if (isEmpty)
            tree.End();
        else if (own is not null)
            prefixes[element] = own;
    }

    /// <summary>A post never stands in another one, nor in what describes the feed: whatever is open there has ended.</summary>
    private static void EndBeforePost(FeedTree tree)
    {
        FeedElement? last = null;
        for (var element = tree.Open; element is not null && !HoldPosts.Contains(element.Name); element = element.Parent)
            last = element;
        if (last is { Parent: not null })
            EndUpTo(tree, last);
    }

    private static void EndUpTo(FeedTree tree, FeedElement last)
    {
        FeedElement? ended;
        do
        {
            ended = tree.Open;
            tree.End();
        }
        while (ended is not null && ended != last);
    }

    private static string? Declared(string prefix, FeedElement? from, Dictionary<FeedElement, Dictionary<string, string>> prefixes)
    {
        if (prefixes.Count == 0)
            return null;
        for (var element = from; element is not null; element = element.Parent)
        {
            if (prefixes.TryGetValue(element, out var own) && own.TryGetValue(prefix, out var address))
                return address;
        }

        return null;
    }

    /// <summary>Entities of XML and of HTML read; an ampersand that begins none is an ampersand.</summary>
    private static string Words(string text) => text.Contains('&', StringComparison.Ordinal) ? WebUtility.HtmlDecode(text) : text;

    private static int After(string text, string end, int from) =>
        from < text.Length && text.IndexOf(end, from, StringComparison.Ordinal) is var at and >= 0 ? at + end.Length : text.Length;

    private static int AfterDocumentType(string text, int at)
    {
        var inner = 0;
        var quote = '\0';
        for (var i = at; i < text.Length; i++)
        {
            var c = text[i];
            if (quote != '\0')
                quote = c == quote ? '\0' : quote;
            else if (inner > 0 && c is '"' or '\'')
                quote = c;
            else if (c == '[')
                inner++;
            else if (c == ']')
                inner--;
            else if (c == '>' && inner <= 0)
                return i + 1;
        }

        return text.Length;
    }

    private static int NextOf(ReadOnlySpan<char> text, char one, char other)
    {
        var at = text.IndexOfAny(one, other);
        return at < 0 ? text.Length : at;
    }

    private static bool IsNameStart(char c) => char.IsLetter(c) || c is '_' or ':';

    private static bool IsNamePart(char c) => char.IsLetterOrDigit(c) || c is '_' or ':' or '-' or '.';
}
