using System.Globalization;
using System.Net;
using System.Text;
using static PageWatch.Platforms.Tests.Feeds.OddFeed;

namespace PageWatch.Platforms.Tests.Feeds;

/// <summary>Odd feeds that come in families: one oddity in every format, one document broken off at every place where it matters.</summary>
internal static class OddFeedFamilies
{
    private const string Words = "Žluťoučký kůň “5 €”";

    private static readonly Func<Domain.Posts.PostSnapshot, string?> Id = OddFeed.Id;

    public static IEnumerable<OddFeed> All => [.. Encodings(), .. Types(), .. BrokenOff(), .. Dates(), .. Entities(), .. Namespaces(), .. Links(), .. Missing(), .. Podcasts(), .. Comments(), .. Doubled(), .. Nested(), .. Wrapped()];

    /// <summary>Each encoding in each format, declared where a program of that kind declares it.</summary>
    private static IEnumerable<OddFeed> Encodings()
    {
        foreach (var (name, label) in ((string, string)[])[("utf-8", "UTF-8"), ("utf-16", "utf-16"), ("utf-16BE", "utf-16"), ("utf-32", "utf-32"), ("windows-1250", "windows-1250"), ("iso-8859-2", "ISO-8859-2"), ("ibm852", "IBM852")])
        {
            var encoding = CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name);
            var mark = name.StartsWith("utf", StringComparison.Ordinal) ? "\uFEFF" : "";
            var words = name is "iso-8859-2" or "ibm852" ? "Žluťoučký kůň" : Words;
            yield return Of($"RSS in {name}", encoding, $"{mark}<?xml version=\"1.0\" encoding=\"{label}\"?><rss><channel><item><guid>1</guid><title>{words}</title></item></channel></rss>").Gives(words);
            yield return Of($"Atom in {name}", encoding, $"{mark}<?xml version='1.0' encoding='{label}' standalone='yes'?><feed xmlns=\"http://www.w3.org/2005/Atom\"><entry><id>1</id><title>{words}</title></entry></feed>").Gives(words);
            yield return Of($"RDF in {name}", encoding, $"{mark}<?xml version=\"1.0\" encoding=\"{label}\"?><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" xmlns=\"http://purl.org/rss/1.0/\"><channel/><item rdf:about=\"urn:1\"><title>{words}</title></item></rdf:RDF>").Gives(words);
            yield return Of($"JSON Feed in {name}, told by the header", encoding, $$"""{{mark}}{"version":"https://jsonfeed.org/version/1.1","items":[{"id":"1","content_text":"{{words}}"}]}""").ServedAs($"application/feed+json; charset={label}").Gives(words);
        }
    }

    /// <summary>What a server calls it decides nothing, in any format.</summary>
    private static IEnumerable<OddFeed> Types()
    {
        foreach (var type in (string?[])["text/html", "text/plain; charset=us-ascii", "application/octet-stream", "image/png", "application/json", "multipart/form-data; boundary=x", "*/*", "", null])
        {
            yield return Atom($"Atom served as {type ?? "nothing"}", "<entry><id>1</id><title>Hello</title></entry>").ServedAs(type).Gives("Hello");
            yield return Json($"JSON Feed served as {type ?? "nothing"}", """{"id":"1","content_text":"Hello"}""").ServedAs(type).Gives("Hello");
            yield return Of($"a web page served as {type ?? "nothing"}", "<!doctype html><title>No</title><p>No feed").ServedAs(type).IsNoFeed();
        }
    }

    /// <summary>One document a format, broken off at each place: the posts that came whole count, and where none did it is no feed.</summary>
    private static IEnumerable<OddFeed> BrokenOff()
    {
        const string Rss = "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>T</title><item><guid>1</guid><title>One</title><description><![CDATA[a <b>b</b>]]></description></item><item><guid>2</guid><title>Two &amp; more</title></item></channel></rss>";
        const string Atom = "<?xml version=\"1.0\"?><feed xmlns=\"http://www.w3.org/2005/Atom\"><title>T</title><entry><id>1</id><title>One</title><content type=\"xhtml\"><div xmlns=\"http://www.w3.org/1999/xhtml\"><p>a</p></div></content></entry><entry><id>2</id><title type=\"html\">&lt;b&gt;Two</title></entry></feed>";
        const string Json = """{"version":"https://jsonfeed.org/version/1.1","title":"T","items":[{"id":"1","title":"One","content_html":"<p>a</p>"},{"id":"2","content_text":"Tw\u00f6 \"x\""}],"language":"en"}""";
        foreach (var (format, whole, first, second) in ((string, string, string, string)[])[("RSS", Rss, "</item>", "</item></channel>"), ("Atom", Atom, "</entry>", "</entry></feed>"), ("JSON", Json, "},", "}],")])
        {
            var afterFirst = whole.IndexOf(first, StringComparison.Ordinal) + (format == "JSON" ? 1 : first.Length);
            var afterSecond = whole.LastIndexOf(second, StringComparison.Ordinal) + (format == "JSON" ? 1 : first.Length);
            for (var at = 9; at < whole.Length; at += 23)
            {
                var posts = (at >= afterFirst ? 1 : 0) + (at >= afterSecond ? 1 : 0);
                var broken = Of($"{format} broken off at {at.ToString(CultureInfo.InvariantCulture)} of {whole.Length.ToString(CultureInfo.InvariantCulture)}", whole[..at]);
                yield return posts == 0 ? broken.IsNoFeed() : broken.Gives(Id, posts == 1 ? ["1"] : ["2", "1"]);
            }
        }
    }

    private static IEnumerable<OddFeed> Dates()
    {
        (string Written, string? Meant)[] dates =
        [
            ("2026-03-11T08:20:00.123456789Z", "2026-03-11T08:20:00"), ("2026-03-11t08:20:00z", "2026-03-11T08:20:00"), ("2026-03-11 08:20:00 +02:00", "2026-03-11T06:20:00"),
            ("Mi, 11 März 2026 08:20:00 +0100", "2026-03-11T07:20:00"), ("mer., 11 mars 2026 08:20", "2026-03-11T08:20:00"), ("1773217200", "2026-03-11T08:20:00"),
            ("20260311T082000Z", "2026-03-11T08:20:00"), ("11 Mar 2026 8:20 PM EST", "2026-03-12T01:20:00"), ("yesterday", null), ("2026-13-45T99:99:99Z", null),
            ("0000-00-00 00:00:00", null), ("1970-01-01T00:00:00Z", null), ("13/12/2025 08:20", "2025-12-13T08:20:00"), ("03/04/2026", null),
        ];
        foreach (var (written, meant) in dates)
        {
            yield return Rss($"pubDate “{written}”", $"<item><guid>1</guid><title>T</title><pubDate>{written}</pubDate></item>").Gives(At, meant);
            yield return Json($"date_published “{written}”", $$"""{"id":"1","content_text":"T","date_published":"{{written}}"}""").Gives(At, meant);
        }

        yield return Rss("no pubDate and a Dublin Core one", "<item><guid>1</guid><title>T</title><dc:date>2026-03-11T08:20:00Z</dc:date></item>").Gives(At, "2026-03-11T08:20:00");
        yield return Rss("a broken pubDate and a good Dublin Core one", "<item><guid>1</guid><title>T</title><pubDate>soon</pubDate><dc:date>2026-03-11T08:20:00Z</dc:date></item>").Gives(At, "2026-03-11T08:20:00");
        yield return Atom("updated alone", "<entry><id>1</id><title>T</title><updated>2026-03-11T08:20:00Z</updated></entry>").Gives(At, "2026-03-11T08:20:00");
        yield return Atom("published before updated", "<entry><id>1</id><title>T</title><updated>2026-03-11T09:00:00Z</updated><published>2026-03-11T08:20:00Z</published></entry>").Gives(At, "2026-03-11T08:20:00");
        yield return Rss("a date in CDATA, in lines", "<item><guid>1</guid><title>T</title><pubDate>\n <![CDATA[ Wed, 11 Mar 2026\n 08:20:00 GMT ]]>\n</pubDate></item>").Gives(At, "2026-03-11T08:20:00");
    }

    private static IEnumerable<OddFeed> Entities()
    {
        (string Written, string Meant)[] entities =
        [
            ("&eacute;", "é"), ("&#233;", "é"), ("&#xE9;", "é"), ("&copy;", "©"), ("&hearts;", "♥"), ("&rsquo;", "’"), ("&amp;amp;", "&"), ("&apos;", "'"), ("&#128512;", "😀"), ("&nosuch;", "&nosuch;"),
            ("AT&T", "AT&T"), ("&&&", "&&&"), ("&#;", "&#;"), ("&;", "&;"), ("a&b=c", "a&b=c"), ("&lt;3", "<3"),
        ];
        foreach (var (written, meant) in entities)
            yield return Rss($"the entity {written} in a title", $"<item><guid>1</guid><title>x {written} y</title></item>").Gives($"x {meant} y");
    }

    private static IEnumerable<OddFeed> Namespaces()
    {
        foreach (var space in (string[])["http://www.w3.org/2005/Atom", "http://www.w3.org/2005/Atom/", "https://www.w3.org/2005/Atom", "HTTP://WWW.W3.ORG/2005/ATOM", "http://purl.org/atom/ns#", "urn:made-up", ""])
            yield return Of($"Atom in “{space}”", $"<feed xmlns=\"{space}\"><entry><id>1</id><title>Hello</title></entry></feed>").Gives("Hello");
        foreach (var space in (string[])["http://purl.org/rss/1.0/", "http://purl.org/net/rss1.1#", "http://my.netscape.com/rdf/simple/0.9/", "http://channel.netscape.com/rdf/simple/0.9/"])
            yield return Of($"RDF in “{space}”", $"<r:RDF xmlns:r=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" xmlns=\"{space}\"><channel/><item r:about=\"urn:1\"><title>Hello</title></item></r:RDF>").Gives("Hello");
        foreach (var prefix in (string[])["dc", "dublin", "x", "DC"])
            yield return Of($"Dublin Core as {prefix}", $"<rss xmlns:{prefix}=\"http://purl.org/dc/elements/1.1/\"><channel><item><guid>1</guid><title>T</title><{prefix}:creator>Jana</{prefix}:creator></item></channel></rss>").Gives(By, "Jana");
        yield return Of("a prefix that means something else", "<rss xmlns:dc=\"urn:dancing-club\"><channel><item><guid>1</guid><title>T</title><dc:creator>Jana</dc:creator></item></channel></rss>").Gives(By, "Jana");
        yield return Of("RSS words with a prefix", "<rss:rss xmlns:rss=\"http://backend.userland.com/rss2\"><rss:channel><rss:item><rss:guid>1</rss:guid><rss:title>Hello</rss:title></rss:item></rss:channel></rss:rss>").Gives("Hello");
    }

    private static IEnumerable<OddFeed> Links()
    {
        (string Written, string? Meant)[] links =
        [
            ("/1", "https://site.example/1"), ("1", "https://site.example/blog/1"), ("?p=1", "https://site.example/blog/?p=1"), ("#c1", "https://site.example/blog/#c1"), ("//cdn.example/1", "https://cdn.example/1"),
            ("../1", "https://site.example/1"), ("HTTPS://SITE.EXAMPLE/A", "https://site.example/A"), ("http://site.example:80/1", "http://site.example/1"), ("https://bücher.example/1", "https://bücher.example/1"),
            ("mailto:a@b.example", null), ("data:text/html,x", null), ("ftp://site.example/1", null), ("tel:+1", null), ("https://", null), ("about:blank", null),
        ];
        foreach (var (written, meant) in links)
            yield return Rss($"the link “{written}”", $"<item><guid isPermaLink=\"false\">1</guid><title>T</title><link>{written}</link></item>").Gives(Link, meant);
    }

    private static IEnumerable<OddFeed> Missing()
    {
        yield return Rss("two without ids and links, told apart by their words", "<item><title>A</title></item><item><title>B</title></item>").Gives("B", "A");
        yield return Rss("a title alone, twice the same", "<item><title>A</title></item><item><title>A</title></item>").Gives("A");
        yield return Rss("a description alone", "<item><description>Words</description></item>").Gives("Words");
        yield return Rss("an empty title and an empty guid", "<item><guid> </guid><title> </title><description>Words</description></item>").Gives("Words");
        yield return Atom("an entry without an id", "<entry><title>A</title><link href=\"/a\"/></entry>").Gives(Id, "https://forum.example/a");
        yield return Atom("an entry with an empty id", "<entry><id/><title>A</title><link href=\"/a\"/></entry>").Gives(Id, "https://forum.example/a");
        yield return Json("an item without an id", """{"url":"https://site.example/a","content_text":"A"}""").Gives(Id, "https://site.example/a");
        yield return Json("an item whose id is empty", """{"id":"","url":"https://site.example/a","content_text":"A"}""").Gives(Id, "https://site.example/a");
        yield return Json("an id of 2^63", """{"id":9223372036854775808,"content_text":"A"}""").Gives(Id, "9223372036854775808");
        yield return Json("an id with a point", """{"id":1.50,"content_text":"A"}""").Gives(Id, "1.50");
        yield return Json("an external address alone", """{"id":"1","external_url":"https://site.example/a"}""").Gives("https://site.example/a");
        yield return Json("nothing but a title", """{"id":"1","title":"A"}""").Gives("A");
        yield return Json("nothing but a summary", """{"id":"1","summary":"A"}""").Gives("A");
        yield return Json("HTML that says nothing, text that does", """{"id":"1","content_html":"<p> </p>","content_text":"A"}""").Gives("A");
        yield return Of("a JSON Feed with items that is no list", """{"version":"https://jsonfeed.org/version/1.1","items":{"id":"1"}}""").Gives();
        yield return Of("a JSON Feed with items that are null", """{"version":"https://jsonfeed.org/version/1.1","items":null}""").Gives();
        yield return Of("a JSON Feed whose version is a number", """{"version":1,"items":[{"id":"1","content_text":"A"}]}""").Gives("A");
        yield return Of("a JSON Feed with two lists of items", """{"version":"https://jsonfeed.org/version/1.1","items":[{"id":"1","content_text":"A"}],"items":[{"id":"2","content_text":"B"}]}""").Gives("B", "A");
    }

    private static IEnumerable<OddFeed> Podcasts()
    {
        yield return Rss("an episode with its sound", "<item><guid>1</guid><title>Episode</title><itunes:summary>Words</itunes:summary><enclosure url=\"https://site.example/1.mp3\" length=\"x\" type=\"audio/mpeg\"/></item>").Gives(post => $"{post.Title} | {post.Text} | {Hangs(post)}", "Episode | Words | Audio:https://site.example/1.mp3");
        yield return Rss("an episode by iTunes' author", "<item><guid>1</guid><title>E</title><itunes:author>Jana</itunes:author></item>").Gives(By, "Jana");
        yield return Rss("an episode with a film", "<item><guid>1</guid><title>E</title><enclosure url=\"https://site.example/1.m4v\" type=\"video/x-m4v\"/></item>").Gives(Hangs, "Video:https://site.example/1.m4v");
        yield return Rss("an episode with two sounds", "<item><guid>1</guid><title>E</title><enclosure url=\"/1.mp3\" type=\"audio/mpeg\"/><enclosure url=\"/1.ogg\" type=\"audio/ogg\"/></item>").Gives(Hangs, "Audio:https://site.example/1.mp3 Audio:https://site.example/1.ogg");
        yield return Rss("an enclosure without an address", "<item><guid>1</guid><title>E</title><enclosure type=\"audio/mpeg\"/></item>").Gives(Hangs, "");
        yield return Rss("an enclosure that runs", "<item><guid>1</guid><title>E</title><enclosure url=\"javascript:alert(1)\" type=\"audio/mpeg\"/></item>").Gives(Hangs, "");
    }

    private static IEnumerable<OddFeed> Comments()
    {
        yield return Rss("a comment that answers another", "<item><guid>2</guid><title>By: Petr</title><description>Me too</description><thr:in-reply-to ref=\"1\"/></item><item><guid>1</guid><title>By: Jana</title><description>Broken</description></item>").Gives(post => $"{post.Text} < {post.ParentNativeId}", "Broken < ", "Me too < 1");
        yield return Rss("a comment that answers the article", "<item><guid>1</guid><title>By: Jana</title><description>Broken</description><thr:in-reply-to ref=\"https://site.example/article\"/></item>").Gives(post => post.ParentNativeId, (string?)null);
        yield return Rss("a comment that answers itself", "<item><guid>1</guid><title>Me</title><thr:in-reply-to ref=\"1\"/></item>").Gives(post => post.ParentNativeId, (string?)null);
        yield return Atom("an answer without saying to what", "<entry><id>1</id><title>Me</title><thr:in-reply-to/></entry>").Gives(post => post.ParentNativeId, (string?)null);
        yield return Atom("a chain of answers", "<entry><id>3</id><title>C</title><thr:in-reply-to ref=\"2\"/></entry><entry><id>2</id><title>B</title><thr:in-reply-to ref=\"1\"/></entry><entry><id>1</id><title>A</title></entry>").Gives("A", "B", "C");
    }

    private static IEnumerable<OddFeed> Doubled()
    {
        yield return Rss("two titles", "<item><guid>1</guid><title>One</title><title>Two</title></item>").Gives("One");
        yield return Rss("two guids", "<item><guid>1</guid><guid>2</guid><title>One</title></item>").Gives(Id, "1");
        yield return Rss("two links", "<item><guid isPermaLink=\"false\">1</guid><title>T</title><link>/a</link><link>/b</link></item>").Gives(Link, "https://site.example/a");
        yield return Of("two channels", "<rss><channel><item><guid>1</guid><title>One</title></item></channel><channel><item><guid>2</guid><title>Two</title></item></channel></rss>").Gives("One");
        yield return Rss("an attribute twice", "<item><guid isPermaLink=\"false\" isPermaLink=\"true\">https://site.example/1</guid><title>T</title></item>").Gives("T");
        yield return Atom("two contents", "<entry><id>1</id><title>T</title><content>One</content><content>Two</content></entry>").Gives("T | One");
        yield return Json("a word twice", """{"id":"1","id":"2","content_text":"A"}""").Gives(Id, "2");
    }

    private static IEnumerable<OddFeed> Nested()
    {
        yield return Rss("an item in an item", "<item><guid>1</guid><title>One</title><item><guid>2</guid><title>Two</title></item></item>").Gives(Id, "1");
        yield return Rss("a title in a picture of the channel", "<image><title>Logo</title><url>/l.png</url></image><item><guid>1</guid><title>One</title></item>").Gives("One");
        yield return Rss("a text box of the channel", "<textInput><title>Search</title><name>q</name></textInput><item><guid>1</guid><title>One</title></item>").Gives("One");
        yield return Rss("a text nested 50 deep", $"<item><guid>1</guid><title>T</title><description>{WebUtility.HtmlEncode(string.Concat(Enumerable.Repeat("<div>", 50)) + "deep")}</description></item>").Gives("T | deep");
        yield return Json("a JSON value nested 150 deep beside the items", $$"""{"id":"1","content_text":"A","_x":{{new string('[', 150)}}{{new string(']', 150)}}}""").Gives("A");
    }

    private static IEnumerable<OddFeed> Wrapped()
    {
        const string Plain = "<rss><channel><item><guid>1</guid><title>Hello</title></item></channel></rss>";
        yield return Of("an XML declaration of version 1.1", "<?xml version=\"1.1\"?>" + Plain).Gives("Hello");
        yield return Of("two XML declarations", "<?xml version=\"1.0\"?><?xml version=\"1.0\"?>" + Plain).Gives("Hello");
        yield return Of("two byte order marks", "\uFEFF\uFEFF" + Plain).Gives("Hello");
        yield return Of("a stylesheet and comments", "<?xml-stylesheet type=\"text/xsl\" href=\"/x.xsl\"?><!-- a --><!-- b -- c -->" + Plain).Gives("Hello");
        yield return Of("a form feed and a bell before it", "\f\a" + Plain).Gives("Hello");
        yield return Of("null bytes before it", "\0\0" + Plain).Gives("Hello");
        yield return Of("headers that a proxy printed", "HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n\r\n" + Plain).Gives("Hello");
        yield return Of("a document type with an inner part", "<!DOCTYPE rss [<!ELEMENT rss ANY>]>" + Plain).Gives("Hello");
        yield return Of("carriage returns alone", Plain.Replace("><", ">\r<", StringComparison.Ordinal)).Gives("Hello");
        yield return Of("JSON with a guard against theft", ")]}',\n{\"version\":\"https://jsonfeed.org/version/1.1\",\"items\":[]}").IsNoFeed();
        yield return Of("JSON with padding", "callback({\"version\":\"https://jsonfeed.org/version/1.1\",\"items\":[]});").IsNoFeed();
        yield return Of("a feed escaped as a whole", WebUtility.HtmlEncode(Plain)).IsNoFeed();
        yield return Of("a feed in base64", Convert.ToBase64String(Encoding.UTF8.GetBytes(Plain))).IsNoFeed();
        yield return Of("a login form", "<form action=\"/login\"><input name=\"password\"></form>").IsNoFeed();
        yield return Of("a redirect by script", "<script>location='/feed2'</script>").IsNoFeed();
    }
}
