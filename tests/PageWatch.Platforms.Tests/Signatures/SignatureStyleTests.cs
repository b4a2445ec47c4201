using System.Text;
using PageWatch.Domain.Sources;

namespace PageWatch.Platforms.Tests.Signatures;

/// <summary>What holds for every style, said once and tried on each.</summary>
public sealed class SignatureStyleTests
{
    private static readonly DateTimeOffset Signed = DateTimeOffset.FromUnixTimeSeconds(1773993600);
    private static readonly byte[] Body = """{"id":"rev-1001","text":"Tüte kam offen an 😡"}"""u8.ToArray();
    private static readonly byte[] SameOtherwise = """{ "id": "rev-1001", "text": "Tüte kam offen an 😡" }"""u8.ToArray();

    public static TheoryData<string> Styles() => [.. SignedCase.All.Select(each => each.Name)];

    [Theory, MemberData(nameof(Styles))]
    public void Signed_call_is_genuine_and_another_secret_makes_it_forged(string name)
    {
        var style = Of(name);
        Verify(style, style.Call(Body, style.Secret, Signed)).ShouldBeOfType<WebhookVerdict.Genuine>();
        Verify(style, style.Call(Body, style.OtherSecret, Signed)).ShouldBeOfType<WebhookVerdict.Forged>();
        Verify(style, style.Call(Body, style.Secret, Signed), secrets: []).ShouldBeOfType<WebhookVerdict.Forged>();
        Verify(style, style.Call(Body, style.Secret, Signed), secrets: [""]).ShouldBeOfType<WebhookVerdict.Forged>();
        Verify(style, SignedCase.CallOf(Body)).ShouldBeOfType<WebhookVerdict.Forged>();
    }

    [Theory, MemberData(nameof(Styles))]
    public void While_a_secret_changes_each_of_two_is_good(string name)
    {
        var style = Of(name);
        foreach (var by in (string[])[style.Secret, style.OtherSecret])
        {
            Verify(style, style.Call(Body, by, Signed), secrets: [style.Secret, style.OtherSecret]).ShouldBeOfType<WebhookVerdict.Genuine>();
            Verify(style, style.Call(Body, by, Signed), secrets: [style.OtherSecret, style.Secret]).ShouldBeOfType<WebhookVerdict.Genuine>();
        }
    }

    [Theory, MemberData(nameof(Styles))]
    public void Two_signatures_in_one_header_prove_where_the_style_has_that_form(string name)
    {
        var style = Of(name);
        if (style.Join is not { } join)
        {
            // A client that joins a header sent twice must not get further than one that sends it twice.
            Verify(style, With(style, value => $"{value}, {value}")).ShouldBeOfType<WebhookVerdict.Forged>();
            return;
        }

        var other = style.Call(Body, style.OtherSecret, Signed).Single(style.Proof)!;
        foreach (var secret in (string[])[style.Secret, style.OtherSecret])
        {
            Verify(style, With(style, value => join(value, other)), secrets: [secret]).ShouldBeOfType<WebhookVerdict.Genuine>();
            Verify(style, With(style, value => join(other, value)), secrets: [secret]).ShouldBeOfType<WebhookVerdict.Genuine>();
        }

        Verify(style, With(style, _ => join(other, other)), secrets: [style.Secret]).ShouldBeOfType<WebhookVerdict.Forged>();
    }

    [Theory, MemberData(nameof(Styles))]
    public void Every_byte_of_the_body_counts_where_the_body_is_signed(string name)
    {
        var style = Of(name);
        var call = style.Call(Body, style.Secret, Signed);
        foreach (var other in (byte[][])[[.. Body, (byte)'\n'], [(byte)' ', .. Body], SameOtherwise, Body[..^1], []])
            (Verify(style, call with { Body = other }) is WebhookVerdict.Genuine).ShouldBe(!style.CoversBody, Encoding.UTF8.GetString(other));
    }

    [Theory, MemberData(nameof(Styles))]
    public void Proof_that_was_cut_or_lengthened_is_forged(string name)
    {
        var style = Of(name);
        var whole = style.Call(Body, style.Secret, Signed).Single(style.Proof)!;
        for (var length = 0; length < whole.Length; length++)
            Verify(style, With(style, value => value[..length])).ShouldBeOfType<WebhookVerdict.Forged>(whole[..length]);
        foreach (var tail in (string[])["0", "00", "AAAA", "x", "\0"])
            Verify(style, With(style, value => value + tail)).ShouldBeOfType<WebhookVerdict.Forged>(tail);
        Verify(style, With(style, value => string.Join(',', Enumerable.Repeat(value, 300)))).ShouldBeOfType<WebhookVerdict.Forged>("headers that long are no sender's");
    }

    [Theory, MemberData(nameof(Styles))]
    public void Header_that_is_missing_empty_or_there_twice_makes_a_call_forged(string name)
    {
        var style = Of(name);
        var call = style.Call(Body, style.Secret, Signed);
        foreach (var header in call.Headers.Keys)
        {
            foreach (var values in (IReadOnlyList<string>?[])[null, [""], [], [call.Headers[header][0], call.Headers[header][0]]])
            {
                var headers = call.Headers.Where(each => each.Key != header).ToDictionary();
                if (values is not null)
                    headers[header] = values;
                Verify(style, call with { Headers = headers }).ShouldBeOfType<WebhookVerdict.Forged>($"{header}: {string.Join(" | ", values ?? ["missing"])}");
            }
        }
    }

    [Theory, MemberData(nameof(Styles))]
    public void Hex_of_either_case_will_do(string name)
    {
        var style = Of(name);
        var upper = With(style, value => value[..(value.LastIndexOf('=') + 1)] + value[(value.LastIndexOf('=') + 1)..].ToUpperInvariant());
        if (style.IsHex)
            Verify(style, upper).ShouldBeOfType<WebhookVerdict.Genuine>();
        else
            Verify(style, With(style, value => value.ToUpperInvariant())).ShouldBeOfType<WebhookVerdict.Forged>("base64 and tokens have a case");
    }

    [Theory, MemberData(nameof(Styles))]
    public void Signed_time_is_good_for_five_minutes_and_no_other_counts(string name)
    {
        var style = Of(name);
        foreach (var (later, inside) in ((int, bool)[])[(0, true), (300, true), (-300, true), (301, false), (-301, false), (86_400, false)])
            (Verify(style, style.Call(Body, style.Secret, Signed), Signed.AddSeconds(later)) is WebhookVerdict.Genuine).ShouldBe(inside || !style.SignsTime, $"{later} s later");
        if (!style.SignsTime)
            return;
        // A new time over an old signature: the replay that the window is there for.
        var old = style.Call(Body, style.Secret, Signed);
        var renewed = old with { Headers = old.Headers.ToDictionary(each => each.Key, each => (IReadOnlyList<string>)[each.Value[0].Replace("1773993600", "1773997200", StringComparison.Ordinal)]) };
        Verify(style, renewed, Signed.AddHours(1)).ShouldBeOfType<WebhookVerdict.Forged>();
    }

    [Theory, MemberData(nameof(Styles))]
    public void Nonsense_is_forged_and_never_throws(string name)
    {
        var style = Of(name);
        var random = new Random(11);
        const string Letters = "tv01=,.: abcdefABCDEF+/=sha256-whsec_Bearer Basic\u00ff\0é";
        for (var i = 0; i < 3_000; i++)
        {
            var text = new string([.. Enumerable.Range(0, random.Next(0, 90)).Select(_ => Letters[random.Next(Letters.Length)])]);
            Verify(style, With(style, _ => text)).ShouldBeOfType<WebhookVerdict.Forged>(text);
        }
    }

    [Fact]
    public void Verdict_tells_no_secret_and_no_expected_value()
    {
        foreach (var style in SignedCase.All)
        {
            var forged = (WebhookVerdict.Forged)Verify(style, style.Call(Body, style.OtherSecret, Signed));
            forged.Why.ShouldNotContain(style.Secret);
            forged.Why.ShouldNotContain(style.Call(Body, style.Secret, Signed).Single(style.Proof)!);
        }
    }

    private static WebhookCall With(SignedCase style, Func<string, string> change)
    {
        var call = style.Call(Body, style.Secret, Signed);
        return call with { Headers = new Dictionary<string, IReadOnlyList<string>>(call.Headers) { [style.Proof] = [change(call.Single(style.Proof)!)] } };
    }

    private static WebhookVerdict Verify(SignedCase style, WebhookCall call, DateTimeOffset? now = null, IReadOnlyList<string>? secrets = null) =>
        style.Make().Verify(call, [.. (secrets ?? [style.Secret]).Select(each => new Secret(each))], now ?? Signed);

    private static SignedCase Of(string name) => SignedCase.All.Single(each => each.Name == name);
}
