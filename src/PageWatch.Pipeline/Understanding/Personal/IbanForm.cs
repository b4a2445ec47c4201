using System.Collections.Frozen;

namespace PageWatch.Pipeline.Understanding.Personal;

/// <summary>International bank account numbers: https://www.swift.com/standards/data-standards/iban-international-bank-account-number.</summary>
internal static class IbanForm
{
    /// <summary>How long they are in each country that has them.</summary>
    private static readonly FrozenDictionary<int, int> Lengths =
        ("AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 "
        + "IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 "
        + "SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30").Split(' ')
        .ToFrozenDictionary(country => (country[0] << 8) | country[1], country => int.Parse(country.AsSpan(2), System.Globalization.CultureInfo.InvariantCulture));

    /// <param name="isNamed">"IBAN" stands before it: then a number with a typing error is one too.</param>
    /// <returns>How many units of the text it takes, with the blanks between its groups; 0 when none begins here.</returns>
    public static int LengthAt(string text, int start, bool isNamed)
    {
        if (start + 4 > text.Length || !char.IsAsciiLetter(text[start]) || !char.IsAsciiLetter(text[start + 1])
            || !Lengths.TryGetValue((Upper(text[start]) << 8) | Upper(text[start + 1]), out var length))
            return 0;
        var (at, taken, rest, head) = (start, 0, 0, 0);
        while (taken < length)
        {
            // Groups of four with a blank between them, as banks print them.
            if (taken > 0 && at < text.Length && text[at] is ' ' or '-' or '\u00A0')
                at++;
            if (at >= text.Length || !char.IsAsciiLetterOrDigit(text[at]) || (taken is 2 or 3 && !char.IsAsciiDigit(text[at])))
                return 0;
            // The first four count last: ISO 7064, modulus 97 over digits, a letter being 10 to 35.
            if (taken < 4)
                head = With(head, text[at]);
            else
                rest = With(rest, text[at]);
            taken++;
            at++;
        }

        if (at < text.Length && char.IsLetterOrDigit(text[at]))
            return 0;
        // A head of two letters and two digits shifts what came before by six places.
        var remainder = ((rest * (1_000_000 % 97)) + head) % 97;
        return remainder == 1 || isNamed ? at - start : 0;
    }

    private static int With(int remainder, char c) =>
        char.IsAsciiDigit(c) ? ((remainder * 10) + c - '0') % 97 : ((remainder * 100) + Upper(c) - 'A' + 10) % 97;

    private static char Upper(char c) => (char)(c & ~0x20);
}
