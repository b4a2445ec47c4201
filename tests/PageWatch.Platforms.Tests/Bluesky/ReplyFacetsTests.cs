using System.Globalization;
using System.Text;
using System.Text.Json;
using PageWatch.Platforms.Bluesky;
using PageWatch.Testing;

namespace PageWatch.Platforms.Tests.Bluesky;

/// <summary>Where links, mentions and hashtags stand in a text, in bytes.</summary>
public sealed class ReplyFacetsTests
{
    public static TheoryData<string, string, int, int, int> Vectors()
    {
        var data = new TheoryData<string, string, int, int, int>();
        using var file = JsonDocument.Parse(File.ReadAllText(Path.Combine(ProjectFolder.Of(typeof(ReplyFacetsTests).Assembly), "Bluesky", "samples", "facet-offsets.json")));
        foreach (var each in file.RootElement.EnumerateArray())
        {
            data.Add(
                each.GetProperty("text").GetString()!, each.GetProperty("part").GetString()!,
                each.GetProperty("byteStart").GetInt32(), each.GetProperty("byteEnd").GetInt32(), each.GetProperty("utf16Index").GetInt32());
        }

        return data;
    }

    [Theory, MemberData(nameof(Vectors))]
    public void Bytes_are_those_of_the_table(string text, string part, int byteStart, int byteEnd, int utf16Index)
    {
        ReplyFacets.BytesOf(text, new TextFacet(utf16Index, part.Length, FacetKind.Link, part)).ShouldBe(new ByteRangeWire(byteStart, byteEnd));
        // The first of the table is words that somebody made a link of, and nothing that a text shows by itself.
        if (part.Contains(' '))
            ReplyFacets.In(text).ShouldBeEmpty();
        else
            ReplyFacets.BytesOf(text, ReplyFacets.In(text).ShouldHaveSingleItem()).ShouldBe(new ByteRangeWire(byteStart, byteEnd));
    }

    [Theory]
    [InlineData("See https://a.example/b?c=1&d=2.", "Link:https://a.example/b?c=1&d=2")]
    [InlineData("(contoso.example/kyoto)", "Link:https://contoso.example/kyoto")]
    [InlineData("https://a.example/#tag @b.example", "Link:https://a.example/#tag Mention:b.example")]
    [InlineData("@Lea.Bsky.Social, hello", "Mention:lea.bsky.social")]
    [InlineData("Ask @lea.bsky.social's friend (@aiko.bsky.social).", "Mention:lea.bsky.social Mention:aiko.bsky.social")]
    [InlineData("@lea hello", "")]
    [InlineData("mail to lea@contoso.example", "")]
    [InlineData("@lea@mastodon.example", "")]
    [InlineData("#coffee, #décaf! #コーヒー #2026roast", "Tag:coffee Tag:décaf Tag:コーヒー Tag:2026roast")]
    [InlineData("We are #1, see #️⃣ and a#b and # c", "")]
    [InlineData("#a#b", "Tag:a")]
    [InlineData("javascript:alert(1) and ftp://a.example/x", "")]
    [InlineData("", "")]
    public void Parts_are_found(string text, string expected) => string.Join(' ', ReplyFacets.In(text).Select(each => $"{each.Kind}:{each.Value}")).ShouldBe(expected);

    [Fact]
    public void Tag_longer_than_the_limit_is_text()
    {
        ReplyFacets.In("#" + new string('x', 64)).Count.ShouldBe(1);
        ReplyFacets.In("#" + new string('x', 65)).ShouldBeEmpty();
    }

    [Fact, Trait("Promise", "7")]
    public void Every_range_holds_whole_characters_and_none_overlap()
    {
        var random = new Random(20260312);
        string[] pieces = ["@lea.bsky.social", "#tag", "https://a.example/ü", "👩‍🚀", " ", "é", "ﷺ", "\ud800", "\n", "(", ".", "#", "@", "café.example/x"];
        for (var times = 0; times < 2000; times++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(1, 14)).Select(_ => pieces[random.Next(pieces.Length)]));
            var bytes = Encoding.UTF8.GetBytes(text);
            var last = 0;
            foreach (var found in ReplyFacets.In(text))
            {
                var range = ReplyFacets.BytesOf(text, found);
                range.ByteStart.ShouldBeGreaterThanOrEqualTo(last, text);
                last = range.ByteEnd;
                Encoding.UTF8.GetString(bytes, range.ByteStart, range.ByteEnd - range.ByteStart).ShouldBe(Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text.Substring(found.Start, found.Length))));
            }

            last.ShouldBeLessThanOrEqualTo(bytes.Length);
        }
    }

    [Fact]
    public void Key_of_a_reply_has_the_form_of_a_time_and_follows_from_post_and_words()
    {
        var post = AtUri.TryRead("at://did:plc:chylatw2mg5oxvlen7phfmaf/app.bsky.feed.post/3mgtwlu5c222b").ShouldNotBeNull();
        var keys = Enumerable.Range(0, 5000).Select(number => RecordKey.Of(post, number.ToString(CultureInfo.InvariantCulture))).ToList();
        keys.ShouldBeUnique();
        // The keys of 2023, which sort as their times do: no reply of ours stands before what the account writes today.
        keys.ShouldAllBe(key => key.Length == 13 && string.CompareOrdinal(key, "3jl7442uk2222") >= 0 && string.CompareOrdinal(key, "3khuwc44c2222") <= 0);
        RecordKey.Of(post, "7").ShouldBe(keys[7]);
        RecordKey.Of(post with { Key = "3mgtwlu5c222c" }, "7").ShouldNotBe(keys[7]);
    }
}
