using System.Text;
using static PageWatch.Platforms.Tests.Feeds.OddFeed;

namespace PageWatch.Platforms.Tests.Feeds;

/// <summary>The table of odd feeds. To add one, add a line: what is odd, what is served, what is made of it.</summary>
internal static class OddFeeds
{
    private static readonly Encoding Windows1252 = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;

    public static IReadOnlyList<OddFeed> All { get; } =
    [
        // ── how it is served ──
        Rss("RSS served as a web page", "<item><guid>1</guid><title>Hello</title></item>").ServedAs("text/html; charset=utf-8").Gives("Hello"),
        Rss("RSS served as plain text", "<item><guid>1</guid><title>Hello</title></item>").ServedAs("text/plain").Gives("Hello"),
        Rss("RSS served as JSON", "<item><guid>1</guid><title>Hello</title></item>").ServedAs("application/json").Gives("Hello"),
        Rss("RSS served as a download without a type", "<item><guid>1</guid><title>Hello</title></item>").ServedAs(null).Gives("Hello"),
        Rss("a type that is no type", "<item><guid>1</guid><title>Hello</title></item>").ServedAs(";;;charset=;==").Gives("Hello"),
        Json("JSON Feed served as XML", """{"id":"1","content_text":"Hello"}""").ServedAs("text/xml").Gives("Hello"),

        // ── encodings ──
        Of("a byte order mark of UTF-8", "\uFEFF" + Item("<title>Žluťoučký 🐎</title>")).Gives("Žluťoučký 🐎"),
        Of("UTF-16, little end first", Encoding.Unicode, "\uFEFF" + Item("<title>Žluťoučký 🐎</title>")).Gives("Žluťoučký 🐎"),
        Of("UTF-16, big end first", Encoding.BigEndianUnicode, "\uFEFF" + Item("<title>Žluťoučký 🐎</title>")).Gives("Žluťoučký 🐎"),
        Of("UTF-16 without a mark", Encoding.Unicode, Item("<title>Žluťoučký 🐎</title>")).Gives("Žluťoučký 🐎"),
        Of("UTF-32", Encoding.UTF32, "\uFEFF" + Item("<title>Žluťoučký 🐎</title>")).Gives("Žluťoučký 🐎"),
        Of("windows-1252, declared", Windows1252, "<?xml version=\"1.0\" encoding=\"windows-1252\"?>" + Item("<title>“Käse” – 5 €</title>")).Gives("“Käse” – 5 €"),
        Of("windows-1252 that calls itself ISO-8859-1", Windows1252, "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>" + Item("<title>“Käse” – 5 €</title>")).Gives("“Käse” – 5 €"),
        Of("windows-1252 that calls itself UTF-8", Windows1252, "<?xml version=\"1.0\" encoding=\"utf-8\"?>" + Item("<title>“Käse” – 5 €</title>")).Gives("“Käse” – 5 €"),
        Of("windows-1252 that calls itself nothing", Windows1252, Item("<title>“Käse” – 5 €</title>")).Gives("“Käse” – 5 €"),
        Of("UTF-8 that its server calls ISO-8859-1", Item("<title>“Käse” – 5 €</title>")).ServedAs("text/xml; charset=ISO-8859-1").Gives("“Käse” – 5 €"),
        Of("UTF-8 that declares windows-1251", "<?xml version=\"1.0\" encoding=\"windows-1251\"?>" + Item("<title>Привет</title>")).Gives("Привет"),
        Of("windows-1251, known from the header alone", CodePagesEncodingProvider.Instance.GetEncoding(1251)!, Item("<title>Привет, кофе</title>")).ServedAs("application/rss+xml; charset=\"windows-1251\"").Gives("Привет, кофе"),
        Of("the header wins over the declaration", CodePagesEncodingProvider.Instance.GetEncoding(1250)!, "<?xml version='1.0' encoding='windows-1251'?>" + Item("<title>Žluťoučký kůň</title>")).ServedAs("text/xml;charset=windows-1250").Gives("Žluťoučký kůň"),
        Of("KOI8-R, declared", CodePagesEncodingProvider.Instance.GetEncoding("koi8-r")!, "<?xml version=\"1.0\" encoding=\"koi8-r\"?>" + Item("<title>Привет, кофе</title>")).Gives("Привет, кофе"),
        Of("Shift_JIS, declared", CodePagesEncodingProvider.Instance.GetEncoding("shift_jis")!, "<?xml version=\"1.0\" encoding=\"Shift_JIS\"?>" + Item("<title>コーヒーはありますか</title>")).Gives("コーヒーはありますか"),
        Of("GBK that calls itself gb2312", CodePagesEncodingProvider.Instance.GetEncoding("gb18030")!, "<?xml version=\"1.0\" encoding=\"gb2312\"?>" + Item("<title>咖啡机坏了，请问怎么办？镕</title>")).Gives("咖啡机坏了，请问怎么办？镕"),
        Of("ISO-2022-JP, which looks like ASCII", CodePagesEncodingProvider.Instance.GetEncoding("iso-2022-jp")!, "<?xml version=\"1.0\" encoding=\"ISO-2022-JP\"?>" + Item("<title>コーヒー</title>")).Gives("コーヒー"),
        Of("a declaration of UTF-16 over UTF-8", "<?xml version=\"1.0\" encoding=\"utf-16\"?>" + Item("<title>Žluťoučký</title>")).Gives("Žluťoučký"),
        Of("an encoding that does not exist", "<?xml version=\"1.0\" encoding=\"klingon\"?>" + Item("<title>Žluťoučký</title>")).ServedAs("text/xml; charset=none").Gives("Žluťoučký"),
        new OddFeed("one pasted word in windows-1252 in the midst of UTF-8", [.. "<rss><channel><item><guid>1</guid><title>Žluť "u8, 0x93, .. "Käse"u8[..1], 0xE4, .. "se"u8, 0x94, .. " kůň</title></item></channel></rss>"u8]).Gives("Žluť “Käse” kůň"),
        new OddFeed("half a character before the end of a title", [.. "<rss><channel><item><guid>1</guid><title>caf\xC3</title></item></channel></rss>"u8]).Gives(post => post.Text[..3], "caf"),

        // ── what stands around it ──
        Of("white space before the declaration", "\r\n\n  <?xml version=\"1.0\"?>" + Item("<title>Hello</title>")).Gives("Hello"),
        Of("a warning of PHP before the declaration", "<br />\n<b>Warning</b>:  Undefined variable $x in <b>/www/feed.php</b> on line <b>3</b><br />\n<?xml version=\"1.0\"?>" + Item("<title>Hello</title>")).Gives("Hello"),
        Of("a warning of PHP after the declaration", "<?xml version=\"1.0\"?>\n<br />\n<b>Notice</b>: x<br />" + Item("<title>Hello</title>")).Gives("Hello"),
        Of("words before the feed", "Deprecated: something in /www/x.php" + Item("<title>Hello</title>")).Gives("Hello"),
        Of("a comment about another feed first", "<!-- was: <rss> --><?xml-stylesheet href=\"x.xsl\"?>" + Item("<title>Hello</title>")).Gives("Hello"),
        Of("a script behind the end", Item("<title>Hello</title>") + "<script>count()</script>\n<!-- served in 0.2 s -->").Gives("Hello"),
        Of("the same document twice", Item("<title>Hello</title>") + Item("<title>Hello again</title>")).Gives("Hello"),
        Of("null bytes at the end", Item("<title>Hello</title>") + "\0\0\0\0").Gives("Hello"),

        // ── broken XML ──
        Rss("ampersands that begin nothing", "<item><guid>1</guid><title>Tea & cake &co; at &</title><link>https://site.example/?a=1&b=2</link></item>").Gives(post => post.Text + " " + post.Link, "Tea & cake &co; at & https://site.example/?a=1&b=2"),
        Rss("entities of HTML", "<item><guid>1</guid><title>Caf&eacute;&nbsp;&mdash;&hellip;</title></item>").Gives("Café —…"),
        Rss("control characters", "<item><guid>1</guid><title>Hel\u0001lo\u000B \u001Bworld</title></item>").Gives(post => CleanText(post.Text), "Hello world"),
        Rss("null bytes in the midst", "<item><guid>1</guid><title>Hel\0lo</title></item>").Gives(post => CleanText(post.Text), "Hello"),
        Rss("a character that XML cannot name", "<item><guid>1</guid><title>a&#0;b&#xD800;c&#x1F642;</title></item>").Gives(post => post.Text[^2..], "🙂"),
        Rss("a namespace that nothing declares", "<item><guid>1</guid><slash:comments>3</slash:comments><title>Hello</title><wfw:x/></item>").Gives("Hello"),
        Of("prefixes that nothing declares", "<rss><channel><item><guid>1</guid><dc:creator>Jana</dc:creator><content:encoded><![CDATA[<p>Hello</p>]]></content:encoded></item></channel></rss>").Gives(post => $"{post.Author.Name}: {post.Text}", "Jana: Hello"),
        Rss("HTML that nobody escaped", "<item><guid>1</guid><title>A</title><description><p>One<br>two</p><img src=\"https://site.example/a.png\"></description><pubDate>Wed, 11 Mar 2026 08:20:00 GMT</pubDate></item>").Gives(post => $"{post.Title} | {post.Text} | {Hangs(post)} | {At(post)}", "A | One\ntwo | Picture:https://site.example/a.png | 2026-03-11T08:20:00"),
        Rss("a less-than sign that begins nothing", "<item><guid>1</guid><title>5 < 6 and a <3 and <b</title></item>").Gives("5 < 6 and a <3 and <b"),
        Rss("attributes without quotes", "<item><guid isPermaLink=false>x1</guid><title>Hello</title></item>").Gives(Id, "x1"),
        Rss("an attribute whose quote never closes", "<item><guid isPermaLink=\"false>x1</guid><title>Hello</title></item>").Gives("Hello"),
        Rss("items without an end", "<item><guid>1</guid><title>One</title><item><guid>2</guid><title>Two</title>").Gives("Two", "One"),
        Rss("titles without an end", "<item><title>One<link>https://site.example/1<guid>1</item>").Gives(post => $"{post.Text} {post.Link} {post.NativeId}", "One https://site.example/1 1"),
        Rss("a description without an end", "<item><guid>1</guid><description>One</item><item><guid>2</guid><title>Two</title></item>").Gives("Two", "One"),
        Rss("ends without a beginning", "</b><item></p><guid>1</guid></title><title>Hello</title></item></entry>").Gives("Hello"),
        Rss("ends in another order", "<item><guid>1</guid><title><b>Hello</title></b></item>").Gives("Hello"),
        Rss("CDATA", "<item><guid><![CDATA[1]]></guid><title><![CDATA[Tea & <b>cake</b>]]></title><description><![CDATA[<p>5 &lt; 6</p>]]></description></item>").Gives("Tea & cake | 5 < 6"),
        Rss("CDATA in CDATA", "<item><guid>1</guid><title>Hi</title><description><![CDATA[<p>a <![CDATA[b]]> c</p>]]></description></item>").Gives(post => post.Title, "Hi"),
        Of("CDATA that never ends", "<rss><channel><item><guid>1</guid><title>One</title></item><item><guid>2</guid><title><![CDATA[Two</title></item></channel></rss>").Gives("One"),
        Of("upper case", "<RSS><CHANNEL><ITEM><GUID>1</GUID><TITLE>Hello</TITLE><PUBDATE>Wed, 11 Mar 2026 08:20:00 GMT</PUBDATE></ITEM></CHANNEL></RSS>").Gives(post => $"{post.Text} {At(post)}", "Hello 2026-03-11T08:20:00"),
        Of("tags that begin in one case and end in another", "<rss><Channel><item><GUID>1</guid><Title>Hello</title></Item></channel></RSS>").Gives("Hello"),
        Of("no declaration, no version, no channel's words", "<rss><channel><item><title>Hello</title></item></channel></rss>").Gives("Hello"),
        Of("no rss around the channel", "<channel><title>x</title><item><guid>1</guid><title>Hello</title></item></channel>").Gives("Hello"),
        Of("no channel within rss", "<rss><item><guid>1</guid><title>Hello</title></item></rss>").Gives("Hello"),
        Of("a namespace of its own making", "<rss xmlns=\"urn:x-our-rss\"><channel><item><guid>1</guid><title>Hello</title></item></channel></rss>").Gives("Hello"),
        Of("RSS in the namespace of Atom", "<rss xmlns=\"http://www.w3.org/2005/Atom\"><channel><item><guid>1</guid><title>Hello</title></item></channel></rss>").Gives("Hello"),

        // ── broken off ──
        Of("broken off in the second item", "<rss><channel><item><guid>1</guid><title>One</title></item><item><guid>2</guid><title>Tw").Gives("One"),
        Of("broken off in a tag", "<rss><channel><item><guid>1</guid><title>One</title></item><item><gu").Gives("One"),
        Of("broken off in a comment", "<rss><channel><item><guid>1</guid><title>One</title></item><!-- and").Gives("One"),
        Of("broken off after the items", "<rss><channel><item><guid>1</guid><title>One</title></item></channel>").Gives("One"),
        Of("broken off in the first item", "<rss><channel><title>x</title><item><guid>1</guid><title>One").IsNoFeed(),
        Of("broken off in the first tag", "<rss").IsNoFeed(),
        Of("an Atom feed broken off", "<feed xmlns=\"http://www.w3.org/2005/Atom\"><entry><id>1</id><title>One</title></entry><entry><id>2</id><content type=\"xhtml\"><div><p>Two").Gives("One"),
        Of("a JSON Feed broken off", """{"version":"https://jsonfeed.org/version/1.1","items":[{"id":"1","content_text":"One"},{"id":"2","content_te""").Gives("One"),
        Of("a JSON Feed broken off before its items", """{"version":"https://jsonfeed.org/version/1.1","title":"x","it""").IsNoFeed(),

        // ── no feeds ──
        Of("nothing", "").IsNoFeed(),
        Of("white space", " \r\n\t ").IsNoFeed(),
        Of("a byte order mark alone", "\uFEFF").IsNoFeed(),
        Of("null bytes alone", "\0\0\0\0").IsNoFeed(),
        Of("words", "Not found.").IsNoFeed(),
        Of("a web page", "<!DOCTYPE html><html><head><title>Oops</title></head><body><p>Broken.</p></body></html>").IsNoFeed(),
        Of("a web page that calls itself a feed", "<html><body>Checking your browser</body></html>").ServedAs("application/rss+xml").IsNoFeed(),
        Of("XHTML", "<?xml version=\"1.0\"?><!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0 Strict//EN\" \"http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd\"><html xmlns=\"http://www.w3.org/1999/xhtml\"><body/></html>").IsNoFeed(),
        Of("a web page about feeds", "<html><body><pre><rss><channel><item><title>x</title></item></channel></rss></pre></body></html>").IsNoFeed(),
        Of("a sitemap", "<?xml version=\"1.0\"?><urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\"><url><loc>https://site.example/</loc></url></urlset>").IsNoFeed(),
        Of("a list of feeds", "<?xml version=\"1.0\"?><opml version=\"2.0\"><body><outline type=\"rss\" xmlUrl=\"https://site.example/feed\"/></body></opml>").IsNoFeed(),
        Of("some other RDF", "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"><foaf:Person xmlns:foaf=\"http://xmlns.com/foaf/0.1/\"/></rdf:RDF>").IsNoFeed(),
        Of("an error in JSON", """{"code":"rest_no_route","message":"No route","items":[]}""").IsNoFeed(),
        Of("a list in JSON", """[{"id":1,"content_text":"x"}]""").IsNoFeed(),
        Of("an image", "\u0089PNG\r\n\u001a\n\0\0\0\rIHDR").IsNoFeed(),
        Of("a feed without items", "<rss version=\"2.0\"><channel><title>Quiet</title></channel></rss>").Gives(),
        Of("an Atom feed without entries", "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>Quiet</title></feed>").Gives(),
        Json("a JSON Feed without items", "").Gives(),

        // ── documents types and entities: nothing of them is ever read ──
        Of("a harmless document type", "<?xml version=\"1.0\"?><!DOCTYPE rss PUBLIC \"-//Netscape Communications//DTD RSS 0.91//EN\" \"http://my.netscape.com/publish/formats/rss-0.91.dtd\">" + Item("<title>Caf&eacute;</title>")).Gives("Café"),
        Of("a file of ours as an entity", "<?xml version=\"1.0\"?><!DOCTYPE rss [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>" + Item("<title>a&x;b</title>")).Gives("a&x;b"),
        Of("an address of our network as an entity", "<!DOCTYPE rss [<!ENTITY % x SYSTEM \"http://169.254.169.254/\"> %x; ]>" + Item("<title>Hello</title>")).Gives("Hello"),
        Of("a billion laughs", "<!DOCTYPE rss [<!ENTITY l0 \"ha\">" + string.Concat(Enumerable.Range(1, 30).Select(i => $"<!ENTITY l{i} \"{string.Concat(Enumerable.Repeat($"&l{i - 1};", 10))}\">")) + "]>" + Item("<title>&l30;</title>")).Gives("&l30;"),
        Of("a document type that never ends", "<rss><!DOCTYPE rss [" + Item("<title>Hello</title>")).IsNoFeed(),

        // ── what is HTML and what is not ──
        Rss("HTML in a title, escaped", "<item><guid>1</guid><title>&lt;b&gt;Hot&lt;/b&gt; &amp;amp; cold</title></item>").Gives("Hot & cold"),
        Rss("HTML in a title, escaped twice", "<item><guid>1</guid><title>&amp;lt;b&amp;gt;Hot&amp;lt;/b&amp;gt;</title></item>").Gives("Hot"),
        Rss("a title about HTML", "<item><guid>1</guid><title>Use the &lt;p&gt; tag</title></item>").Gives("Use the <p> tag"),
        Rss("a title with a smaller than", "<item><guid>1</guid><title>3 &lt; 4 &amp;&amp; 5 &gt; 4</title></item>").Gives("3 < 4 && 5 > 4"),
        Rss("entities in a title, escaped", "<item><guid>1</guid><title>It&amp;#8217;s here</title></item>").Gives("It’s here"),
        Rss("a description escaped twice", "<item><guid>1</guid><title>T</title><description>&amp;lt;p&amp;gt;Hello &amp;amp;amp; bye&amp;lt;/p&amp;gt;</description></item>").Gives("T | Hello & bye"),
        Rss("a description of plain text in lines", "<item><guid>1</guid><title>T</title><description>One &amp;amp;\n  two\nthree</description></item>").Gives("T | One &\n  two\nthree"),
        Rss("a tag that nobody knows", "<item><guid>1</guid><title>T</title><description>&lt;sarcasm&gt;Great job&lt;/sarcasm&gt;</description></item>").Gives("T | <sarcasm>Great job</sarcasm>"),
        Rss("the fuller text counts", "<item><guid>1</guid><title>T</title><description>Short…</description><content:encoded><![CDATA[<p>Short and long</p>]]></content:encoded></item>").Gives("T | Short and long"),
        Rss("the fuller text is empty", "<item><guid>1</guid><title>T</title><description>Short</description><content:encoded><![CDATA[ ]]></content:encoded></item>").Gives("T | Short"),
        Rss("a title that repeats the text", "<item><guid>1</guid><title>Hello  world</title><description>&lt;p&gt;Hello world&lt;/p&gt;</description></item>").Gives("Hello world"),
        Rss("a title that is the text's beginning", "<item><guid>1</guid><title>My grinder stopped…</title><description>My grinder stopped after two days</description></item>").Gives("My grinder stopped after two days"),
        Rss("scripts, styles and forms", "<item><guid>1</guid><title>T</title><description>&lt;style&gt;p{}&lt;/style&gt;Hi&lt;script&gt;alert(1)&lt;/script&gt;&lt;form&gt;Join&lt;/form&gt;&lt;iframe src='x'&gt;&lt;/iframe&gt;</description></item>").Gives("T | Hi"),
        Rss("emoji drawn as pictures", "<item><guid>1</guid><title>T</title><description>&lt;p&gt;Broken &lt;img class=\"wp-smiley\" alt=\"😡\" src=\"https://s.example/1.png\"&gt;&lt;/p&gt;</description></item>").Gives("T | Broken 😡"),
        Atom("an Atom title that says it is text", "<entry><id>1</id><title type=\"text\">&lt;b&gt; &amp;amp;</title></entry>").Gives("<b> &amp;"),
        Atom("an Atom title that says it is HTML", "<entry><id>1</id><title type=\"html\">&lt;b&gt;Hot&lt;/b&gt; &amp;amp; cold</title></entry>").Gives("Hot & cold"),
        Atom("an Atom title that is XHTML", "<entry><id>1</id><title type=\"xhtml\"><div xmlns=\"http://www.w3.org/1999/xhtml\"><b>Hot</b> &amp; cold</div></title></entry>").Gives("Hot & cold"),
        Atom("Atom content without a type that is HTML", "<entry><id>1</id><title>T</title><content>&lt;p&gt;Hello&lt;/p&gt;</content></entry>").Gives("T | Hello"),
        Atom("Atom content that says it is text", "<entry><id>1</id><title>T</title><content type=\"text\">&lt;p&gt;Hello&lt;/p&gt;</content></entry>").Gives("T | <p>Hello</p>"),
        Atom("Atom content with its own prefix for XHTML", "<entry><id>1</id><title>T</title><content type=\"xhtml\"><x:div xmlns:x=\"http://www.w3.org/1999/xhtml\"><x:p>One</x:p><x:p>two<x:br/>three</x:p></x:div></content></entry>").Gives("T | One\ntwo\nthree"),
        Atom("Atom content elsewhere", "<entry><id>1</id><title>T</title><content type=\"image/png\" src=\"/a.png\"/><summary>Short</summary></entry>").Gives("T | Short"),
        Atom("Atom content that is an image in base64", "<entry><id>1</id><title>T</title><content type=\"image/png\">iVBORw0KGgo=</content></entry>").Gives("T"),
        Of("Atom 0.3", "<feed version=\"0.3\" xmlns=\"http://purl.org/atom/ns#\"><title>x</title><entry><id>1</id><title mode=\"escaped\" type=\"text/html\">A &amp;amp; B</title><issued>2026-03-11T08:20:00Z</issued><content type=\"text/html\" mode=\"escaped\">&lt;p&gt;Hi&lt;/p&gt;</content><author><name>Jana</name><url>https://site.example/jana</url></author><link rel=\"alternate\" href=\"https://site.example/1\"/></entry></feed>").Gives(post => $"{post.Title} | {post.Text} | {post.Author.Name} {post.Author.Link} | {post.Link} | {At(post)}", "A & B | Hi | Jana https://site.example/jana | https://site.example/1 | 2026-03-11T08:20:00"),
        Of("Atom with a prefix throughout", "<a:feed xmlns:a=\"http://www.w3.org/2005/Atom\"><a:entry><a:id>1</a:id><a:title>Hello</a:title></a:entry></a:feed>").Gives("Hello"),
        Of("Atom without a namespace", "<feed><entry><id>1</id><title>Hello</title></entry></feed>").Gives("Hello"),
        Of("Atom in a namespace with the wrong case", "<feed xmlns=\"https://www.w3.org/2005/ATOM/\"><entry><id>1</id><title>Hello</title></entry></feed>").Gives("Hello"),

        // ── the older RSS ──
        Of("RSS 0.91", "<rss version=\"0.91\"><channel><title>x</title><link>https://site.example/</link><item><title>Hello</title><link>https://site.example/1</link></item></channel></rss>").Gives(Id, "https://site.example/1"),
        Of("RSS 0.90", "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" xmlns=\"http://my.netscape.com/rdf/simple/0.9/\"><channel><title>x</title></channel><item><title>Hello</title><link>https://site.example/1</link></item></rdf:RDF>").Gives("Hello"),
        Of("RSS 1.0", "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" xmlns=\"http://purl.org/rss/1.0/\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><channel rdf:about=\"https://site.example/\"><title>x</title><dc:language>de</dc:language></channel><item rdf:about=\"https://site.example/1\"><title>Hallo</title><dc:date>2026-03-11T08:20:00Z</dc:date><dc:creator>Jana</dc:creator></item></rdf:RDF>").Gives(post => $"{post.NativeId} {post.Link} {post.Text} {post.Author.Name} {post.LanguageHint} {At(post)}", "https://site.example/1 https://site.example/1 Hallo Jana de 2026-03-11T08:20:00"),
        Of("RSS 1.0 without namespaces", "<RDF><channel><title>x</title></channel><item about=\"1\"><title>Hello</title></item></RDF>").Gives("Hello"),

        // ── ids ──
        Rss("no id: the link", "<item><title>Hello</title><link> https://site.example/1 </link></item>").Gives(Id, "https://site.example/1"),
        Rss("an empty id: the link", "<item><guid/><title>Hello</title><link>https://site.example/1</link></item>").Gives(Id, "https://site.example/1"),
        Rss("no id, no link: title and date", "<item><title>Hello</title><pubDate>Wed, 11 Mar 2026 08:20:00 GMT</pubDate></item>").Gives(post => post.NativeId[..5], "made:"),
        Rss("one id for all: the links", "<item><guid>site</guid><title>One</title><link>https://site.example/1</link></item><item><guid>site</guid><title>Two</title><link>https://site.example/2</link></item>").Gives(Id, "https://site.example/2", "https://site.example/1"),
        Rss("the same item twice", "<item><guid>1</guid><title>Hello</title></item><item><guid>1</guid><title>Hello</title></item>").Gives("Hello"),
        Atom("two versions of one entry: the later", "<entry><id>1</id><title>New</title><updated>2026-03-11T09:00:00Z</updated></entry><entry><id>1</id><title>Newest</title><updated>2026-03-11T09:30:00Z</updated></entry><entry><id>1</id><title>Old</title><updated>2026-03-11T08:00:00Z</updated></entry>").Gives("Newest"),
        Rss("ids that differ in case alone", "<item><guid>a</guid><title>One</title></item><item><guid>A</guid><title>Two</title></item>").Gives("Two", "One"),
        Rss("an id of 10,000 characters", $"<item><guid>{new string('x', 10_000)}</guid><title>Hello</title></item>").Gives(post => post.NativeId.Length.ToString(), "39"),
        Json("an id that is a number", """{"id":4402,"content_text":"Hello"}""").Gives(Id, "4402"),
        Json("an id that is no text", """{"id":{"x":1},"url":"https://site.example/1","content_text":"Hello"}""").Gives(Id, "https://site.example/1"),

        // ── links ──
        Rss("a link relative to the site", "<item><guid>1</guid><title>Hello</title><link>posts/1?a=b</link></item>").Gives(Link, "https://site.example/blog/posts/1?a=b"),
        Rss("a link relative to xml:base", "<item xml:base=\"https://other.example/x/\"><guid>1</guid><title>Hello</title><link>../1</link></item>").Gives(Link, "https://other.example/1"),
        Rss("a link with white space around and in it", "<item><guid>1</guid><title>Hello</title><link>\n  https://site.example/a b\n</link></item>").Gives(Link, "https://site.example/a%20b"),
        Rss("a link in Atom's way", "<item><guid>1</guid><title>Hello</title><atom:link rel=\"alternate\" href=\"/1\"/></item>").Gives(Link, "https://site.example/1"),
        Rss("a guid that is the link", "<item><guid>https://site.example/1</guid><title>Hello</title></item>").Gives(Link, "https://site.example/1"),
        Rss("a guid that says it is no link", "<item><guid isPermaLink=\"false\">https://site.example/1</guid><title>Hello</title></item>").Gives(Link, (string?)null),
        Rss("a link that runs", "<item><guid isPermaLink=\"false\">1</guid><title>Hello</title><link>javascript:alert(1)</link></item>").Gives(Link, (string?)null),
        Rss("a link to a file", "<item><guid>1</guid><title>Hello</title><link>file:///etc/passwd</link></item>").Gives(Link, (string?)null),
        Rss("a link of 10,000 characters", $"<item><guid>1</guid><title>Hello</title><link>https://site.example/{new string('x', 10_000)}</link></item>").Gives(Link, (string?)null),
        Rss("a link that is none", "<item><guid>1</guid><title>Hello</title><link>http://[::bad</link></item>").Gives(Link, (string?)null),
        Rss("nothing but a link", "<item><link>https://site.example/1</link></item>").Gives("https://site.example/1"),
        Atom("several links", "<entry><id>1</id><title>Hello</title><link rel=\"self\" href=\"/self\"/><link rel=\"alternate\" type=\"application/json\" href=\"/json\"/><link rel=\"alternate\" type=\"text/html\" href=\"/html\"/></entry>").Gives(Link, "https://forum.example/html"),
        Of("bases within bases", "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:base=\"/a/\"><entry xml:base=\"b/\"><id>1</id><title>T</title><link href=\"c\"/><content type=\"html\" xml:base=\"d/\">&lt;img src=\"e.png\"&gt;</content></entry></feed>").Gives(post => $"{post.Link} {Hangs(post)}", "https://forum.example/a/b/c Picture:https://forum.example/a/b/d/e.png"),
        Rss("pictures relative to the item", "<item><guid>1</guid><title>T</title><link>https://site.example/t/1/</link><description>&lt;img src='a.png' alt='A cup'&gt;&lt;img src='data:image/png;base64,xx'&gt;</description></item>").Gives(Hangs, "Picture:https://site.example/t/1/a.png(A cup)"),

        // ── people ──
        Rss("an e-mail address with a name", "<item><guid>1</guid><title>T</title><author>jana@site.example (Jana Nová)</author></item>").Gives(By, "Jana Nová"),
        Rss("a name with an e-mail address", "<item><guid>1</guid><title>T</title><author>\"Jana Nová\" &lt;jana@site.example&gt;</author></item>").Gives(By, "Jana Nová"),
        Rss("an e-mail address alone", "<item><guid>1</guid><title>T</title><author>jana@site.example</author></item>").Gives(By, "somebody"),
        Rss("an e-mail address as creator", "<item><guid>1</guid><title>T</title><dc:creator>jana@site.example</dc:creator><author>Jana</author></item>").Gives(By, "Jana"),
        Rss("a handle is a name", "<item><guid>1</guid><title>T</title><dc:creator>@jana@social.example</dc:creator></item>").Gives(By, "@jana@social.example"),
        Rss("several creators", "<item><guid>1</guid><title>T</title><dc:creator>Jana</dc:creator><dc:creator>Petr</dc:creator></item>").Gives(By, "Jana, Petr"),
        Rss("nobody", "<item><guid>1</guid><title>T</title><dc:creator> </dc:creator></item>").Gives(By, "somebody"),
        Rss("a name with markup and entities", "<item><guid>1</guid><title>T</title><dc:creator><![CDATA[<b>Jana</b> &amp; Petr]]></dc:creator></item>").Gives(By, "Jana & Petr"),
        Of("everybody is the feed's author", "<feed xmlns=\"http://www.w3.org/2005/Atom\"><author><name>Jana</name></author><entry><id>1</id><title>T</title></entry><entry><id>2</id><title>U</title><author><name>Petr</name></author></entry></feed>").Gives(By, "Petr", "Jana"),
        Of("the source's author, not the collector's", "<feed xmlns=\"http://www.w3.org/2005/Atom\"><author><name>Planet</name></author><entry><id>1</id><title>T</title><source><title>Blog</title><author><name>Jana</name></author></source></entry></feed>").Gives(By, "Jana"),
        Json("version 1's author, as a list and as a name", """{"id":"1","content_text":"A","author":{"name":"Jana"}},{"id":"2","content_text":"B","authors":"Petr"}""").Gives(By, "Petr", "Jana"),

        // ── languages ──
        Of("the channel's language", "<rss><channel><language>de_AT</language><item><guid>1</guid><title>Hallo</title></item></channel></rss>").Gives(Language, "de-AT"),
        Of("the entry's language", "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"en\"><entry xml:lang=\"ja\"><id>1</id><title>T</title></entry></feed>").Gives(Language, "ja"),
        Of("a language that is none", "<rss><channel><language>English (please!)</language><item><guid>1</guid><title>Hello</title></item></channel></rss>").Gives(Language, (string?)null),

        // ── what hangs on it ──
        Rss("an enclosure", "<item><guid>1</guid><title>T</title><enclosure url=\"https://site.example/a.mp3\" type=\"audio/mpeg\" length=\"1\"/></item>").Gives(Hangs, "Audio:https://site.example/a.mp3"),
        Rss("an enclosure without a type", "<item><guid>1</guid><title>T</title><enclosure url=\"/a.MP4\"/><enclosure url=\"/b.zip\"/></item>").Gives(Hangs, "Video:https://site.example/a.MP4 Other:https://site.example/b.zip"),
        Rss("Media RSS", "<item><guid>1</guid><title>T</title><media:content url=\"https://site.example/a\" medium=\"image\"><media:description type=\"plain\">A cup</media:description></media:content><media:thumbnail url=\"https://site.example/t.jpg\"/></item>").Gives(Hangs, "Picture:https://site.example/a(A cup) Picture:https://site.example/t.jpg"),
        Atom("a film with its words in a group", "<entry><id>1</id><title>T</title><media:group><media:content url=\"https://site.example/v\" type=\"application/x-shockwave-flash\" medium=\"video\"/><media:thumbnail url=\"https://site.example/t.jpg\"/><media:description>One\ntwo</media:description></media:group></entry>").Gives(post => $"{post.Text} {Hangs(post)}", "One\ntwo Video:https://site.example/v Picture:https://site.example/t.jpg"),
        Rss("the same picture three times", "<item><guid>1</guid><title>T</title><description>&lt;img src='/a.png'&gt;</description><enclosure url=\"https://site.example/a.png\" type=\"image/png\"/><media:thumbnail url=\"https://site.example/a.png\"/></item>").Gives(Hangs, "Picture:https://site.example/a.png"),
        Rss("a picture alone", "<item><guid>1</guid><description>&lt;img src='https://site.example/a.png' alt=''&gt;</description></item>").Gives(post => $"[{post.Text}] {Hangs(post)}", "[] Picture:https://site.example/a.png"),
        Json("attachments of JSON Feed", """{"id":"1","content_text":"x","image":"https://site.example/a.png","attachments":[{"url":"https://site.example/b.m4a","mime_type":"audio/x-m4a","title":"Talk"},{"nope":1},"x",null]}""").Gives(Hangs, "Picture:https://site.example/a.png Audio:https://site.example/b.m4a(Talk)"),

        // ── who answers whom, and in which order ──
        Atom("an answer above what it answers", "<entry><id>2</id><title>Answer</title><thr:in-reply-to ref=\"1\"/></entry><entry><id>1</id><title>Question</title></entry>").Gives(post => $"{post.Text} {post.ParentNativeId}", "Question ", "Answer 1"),
        Atom("an answer dated before what it answers", "<entry><id>2</id><title>Answer</title><thr:in-reply-to ref=\"1\"/><published>2026-03-11T08:00:00Z</published></entry><entry><id>1</id><title>Question</title><published>2026-03-11T09:00:00Z</published></entry>").Gives("Question", "Answer"),
        Atom("answers in a circle", "<entry><id>1</id><title>A</title><thr:in-reply-to ref=\"2\"/></entry><entry><id>2</id><title>B</title><thr:in-reply-to ref=\"1\"/></entry><entry><id>3</id><title>C</title><thr:in-reply-to ref=\"3\"/></entry>").Gives("C", "A", "B"),
        Rss("oldest first", "<item><guid>1</guid><title>One</title><pubDate>Mon, 9 Mar 2026 08:00:00 GMT</pubDate></item><item><guid>2</guid><title>Two</title></item><item><guid>3</guid><title>Three</title><pubDate>Tue, 10 Mar 2026 08:00:00 GMT</pubDate></item>").Gives("One", "Two", "Three"),
        Rss("in no order", "<item><guid>1</guid><title>Two</title><pubDate>Tue, 10 Mar 2026 08:00:00 GMT</pubDate></item><item><guid>2</guid><title>Three</title><pubDate>Wed, 11 Mar 2026 08:00:00 GMT</pubDate></item><item><guid>3</guid><title>One</title><pubDate>Mon, 9 Mar 2026 08:00:00 GMT</pubDate></item>").Gives("One", "Two", "Three"),

        // ── broken JSON ──
        Json("bare line breaks in JSON", "{\"id\":\"1\",\"content_text\":\"One\ntwo\tthree\"}").Gives("One\ntwo\tthree"),
        Json("half a character in JSON", """{"id":"1","content_text":"a\ud83dz \ud83d\ude42 \ude42"}""").Gives("a\uFFFDz 🙂 \uFFFD"),
        Json("escapes that JSON does not know", """{"id":"1","content_text":"it\'s \x41 \u00"}""").Gives("it's x41 u00"),
        Json("commas too many and comments", """/* x */{"id":"1","content_text":"Hello",},""").Gives("Hello"),
        Json("a null byte in JSON", "{\"id\":\"1\",\"content_text\":\"Hel\0lo\"}").Gives(post => CleanText(post.Text), "Hello"),
        Json("items of every kind", """{"id":"1","content_text":"Hello"},null,7,"x",[],{},{"id":"2"}""").Gives("Hello").WithUnreadable(6),
        Json("values of the wrong kind", """{"id":true,"title":["x"],"content_html":null,"content_text":{"a":1},"url":7,"summary":"Short","authors":{"name":5},"date_published":false,"attachments":"x"}""").Gives("Short"),
        Of("a JSON Feed without its version", """{"title":"x","items":[{"id":"1","content_html":"<p>Hello</p>"}]}""").Gives("Hello"),
        Of("a JSON Feed whose items come first", """{"items":[{"id":"1","content_text":"Hello"}],"version":"https://jsonfeed.org/version/1"}""").Gives("Hello"),

        // ── entries that hold nothing ──
        Rss("an empty item among others", "<item><guid>1</guid><title>One</title></item><item/><item><guid>3</guid></item><item><guid>4</guid><title>Four</title></item>").Gives("Four", "One").WithUnreadable(2),
        Atom("an entry with an author alone", "<entry><id>1</id><author><name>Jana</name></author></entry>").Gives().WithUnreadable(1),

        .. OddFeedFamilies.All,
    ];

    /// <summary>A feed of one post, whose id is 1.</summary>
    private static string Item(string words) => $"<rss version=\"2.0\"><channel><title>Odd</title><item><guid>1</guid>{words}</item></channel></rss>";

    private static string CleanText(string text) => PageWatch.Domain.Posts.CleanText.Of(text, 1000);
}
