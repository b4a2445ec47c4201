using System.Buffers;
using System.Collections.Frozen;
using System.Globalization;
using PageWatch.Domain.Understanding;

namespace PageWatch.Pipeline.Understanding;

/// <summary>
/// Finds what identifies a person or a purchase: e-mail addresses, telephone, card and order numbers. In time proportional to the text.
/// </summary>
/// <remarks>Rather one too many than one too few: what is found is masked, and a masked number does no harm.</remarks>
internal static class PersonalFinder
{
    private const int LongestLocalPart = 64;
    private const int LongestHost = 255;
    private const int LongestOrder = 30;

    private static readonly SearchValues<char> InAddress =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._%+-");

    private static readonly SearchValues<char> BeforeNumber = SearchValues.Create(" .:#-°ºª\u00A0");

    /// <summary>Words before the number of a purchase, a case or a customer, folded.</summary>
    private static readonly FrozenSet<string> OrderWords = new[]
    {
        "order", "orders", "ordernumber", "invoice", "booking", "reservation", "tracking", "ticket", "case", "reference", "ref",
        "customer", "account", "confirmation", "parcel",
        "bestellung", "bestellnummer", "bestellnr", "auftrag", "auftragsnummer", "rechnung", "rechnungsnummer", "kundennummer", "kundennr",
        "buchung", "buchungsnummer", "sendungsnummer", "vorgang", "vorgangsnummer", "konto", "kontonummer",
        "commande", "facture", "reservation", "dossier", "client", "suivi", "colis", "compte",
        "pedido", "factura", "reserva", "seguimiento", "cliente", "cuenta", "envio",
        "ordine", "fattura", "prenotazione", "spedizione", "pratica", "conto",
        "encomenda", "fatura", "rastreio", "conta",
        "bestelling", "factuur", "zamowienie", "zamowienia", "objednavka", "objednavky", "siparis",
    }.ToFrozenSet();

    /// <summary>What may stand between such a word and its number.</summary>
    private static readonly FrozenSet<string> Fillers = new[]
    {
        "no", "nr", "num", "number", "nummer", "numero", "n", "id", "is", "ist", "est", "es", "e", "code", "the", "my", "with", "mit", "der", "lautet",
        "di", "de", "ordine", "commande", "pedido", "order", "encomenda", "cmd", "ref", "reference", "client", "cliente", "suivi",
    }.ToFrozenSet();

    private static readonly FrozenSet<string> PhoneWords = new[]
    {
        "phone", "telephone", "tel", "call", "mobile", "cell", "whatsapp", "fax", "telefon", "telefonnummer", "handy", "handynummer", "mobil",
        "ruf", "rufnummer", "anrufen", "telefono", "movil", "celular", "llamar", "cellulare", "telefone", "telemovel", "portable", "appeler",
        "appelez", "chiama", "ligue", "number", "nummer", "numero",
    }.ToFrozenSet();

    /// <returns>In the order of the text; none overlap.</returns>
    public static IReadOnlyList<PersonalDatum> In(string text, IReadOnlyList<ReadWord> words, int offset)
    {
        if (text.AsSpan().IndexOfAny('@', '#') < 0 && !text.Any(char.IsDigit))
            return [];
        var found = new List<PersonalDatum>();
        AddMails(text, found);
        AddOrders(text, words, offset, found);
        AddNumbers(text, found);
        if (found.Count < 2)
            return found;

        // A card number after "account" is found twice: all of it is taken, as what the longer one is.
        var apart = new List<PersonalDatum>();
        foreach (var datum in found.OrderBy(datum => datum.Start))
        {
            if (apart.Count == 0 || datum.Start >= apart[^1].Start + apart[^1].Length)
            {
                apart.Add(datum);
                continue;
            }

            var before = apart[^1];
            var end = Math.Max(before.Start + before.Length, datum.Start + datum.Length);
            apart[^1] = new PersonalDatum(before.Start, end - before.Start, datum.Length > before.Length ? datum.Kind : before.Kind);
        }

        return apart;
    }

    private static void AddMails(string text, List<PersonalDatum> found)
    {
        for (var at = text.IndexOf('@', StringComparison.Ordinal); at >= 0; at = text.IndexOf('@', at + 1))
        {
            var start = at;
            while (start > 0 && at - start < LongestLocalPart && (InAddress.Contains(text[start - 1]) || char.IsLetter(text[start - 1])))
                start--;
            var end = at + 1;
            while (end < text.Length && end - at < LongestHost && (char.IsLetterOrDigit(text[end]) || text[end] is '.' or '-'))
                end++;
            while (end > at + 1 && text[end - 1] is '.' or '-')
                end--;
            var dot = text.LastIndexOf('.', end - 1, end - at);
            if (start < at && dot > at + 1 && end - dot > 2 && text.AsSpan(dot + 1, end - dot - 1).IndexOfAnyInRange('0', '9') < 0)
                found.Add(new PersonalDatum(start, end - start, PersonalKind.Email));
        }
    }

    private static void AddOrders(string text, IReadOnlyList<ReadWord> words, int offset, List<PersonalDatum> found)
    {
        for (var i = 0; i < words.Count; i++)
        {
            var at = words[i].Start - offset;
            if (at < 0)
                continue;
            var hash = at > 0 && text[at - 1] == '#';
            if (!hash && !(char.IsLetterOrDigit(text[at]) && FollowsOrderWord(text, words, i, offset)))
                continue;
            var (length, digits, isPlain) = NumberAt(text, at);
            var looksLikeYear = isPlain && length == 4 && (text[at] is '1' && text[at + 1] is '9' || text[at] is '2' && text[at + 1] is '0');
            if (hash ? digits >= 3 && !looksLikeYear && !(isPlain && digits < 4) : digits >= 4 && !looksLikeYear || (digits == 3 && length > 3))
                found.Add(new PersonalDatum(at, length, PersonalKind.Order));
        }
    }

    private static bool FollowsOrderWord(string text, IReadOnlyList<ReadWord> words, int at, int offset)
    {
        // "order 12345", "order no. 12345", "my order number is 12345".
        for (var i = at - 1; i >= 0 && i >= at - 3; i--)
        {
            var isTitle = words[i].Start < offset;
            if (isTitle)
                return false;
            var between = text.AsSpan(words[i].End - offset, words[i + 1].Start - words[i].End);
            if (between.ContainsAnyExcept(BeforeNumber))
                return false;
            var word = words[i].Tail ?? words[i].Text;
            if (OrderWords.Contains(word))
                return true;
            if (!Fillers.Contains(word))
                return false;
        }

        return false;
    }

    /// <summary>Letters, digits and dashes in one piece, at least one digit among them.</summary>
    private static (int Length, int Digits, bool IsPlain) NumberAt(string text, int at)
    {
        int end = at, digits = 0;
        var plain = true;
        while (end < text.Length && end - at < LongestOrder
            && (char.IsLetterOrDigit(text[end]) || (text[end] is '-' or '/' && end + 1 < text.Length && char.IsLetterOrDigit(text[end + 1]))))
        {
            var isDigit = char.IsDigit(text[end]);
            digits += isDigit ? 1 : 0;
            plain &= isDigit;
            end++;
        }

        return (end - at, digits, plain);
    }

    private static void AddNumbers(string text, List<PersonalDatum> found)
    {
        var groups = new List<(int Start, int End)>();
        for (var i = 0; i < text.Length;)
        {
            if (!char.IsDigit(text[i]))
            {
                i++;
                continue;
            }

            // A stretch of digits with single signs between them; more than that is two numbers.
            groups.Clear();
            var from = i;
            while (i < text.Length && char.IsDigit(text[i]))
            {
                var start = i;
                while (i < text.Length && char.IsDigit(text[i]))
                    i++;
                groups.Add((start, i));
                var next = i;
                while (next < text.Length && next - i < 3 && text[next] is ' ' or '-' or '.' or '/' or '(' or ')' or '\u00A0' or '\u2011')
                    next++;
                if (next >= text.Length || next - i == 3 || !char.IsDigit(text[next]))
                    break;
                i = next;
            }

            i = groups[^1].End;
            var stuck = (from > 0 && char.IsLetter(text[from - 1])) || (i < text.Length && char.IsLetter(text[i]));
            if (!stuck && !AddCards(text, groups, found))
                AddPhone(text, from, groups, found);
        }
    }

    private static bool AddCards(string text, List<(int Start, int End)> groups, List<PersonalDatum> found)
    {
        var any = false;
        for (var first = 0; first < groups.Count; first++)
        {
            var digits = 0;
            for (var last = first; last < groups.Count; last++)
            {
                digits += groups[last].End - groups[last].Start;
                if (digits > 19)
                    break;
                if (digits < 13 || !PassesLuhn(text, groups[first].Start, groups[last].End))
                    continue;
                found.Add(new PersonalDatum(groups[first].Start, groups[last].End - groups[first].Start, PersonalKind.Card));
                any = true;
                first = last;
                break;
            }
        }

        return any;
    }

    private static bool PassesLuhn(string text, int start, int end)
    {
        int sum = 0, place = 0;
        var isZero = true;
        for (var i = end - 1; i >= start; i--)
        {
            var digit = CharUnicodeInfo.GetDecimalDigitValue(text[i]);
            if (digit < 0)
                continue;
            isZero &= digit == 0;
            if (place++ % 2 == 1)
                digit = digit > 4 ? (digit * 2) - 9 : digit * 2;
            sum += digit;
        }

        return sum % 10 == 0 && !isZero;
    }

    private static void AddPhone(string text, int from, List<(int Start, int End)> groups, List<PersonalDatum> found)
    {
        var digits = groups.Sum(group => group.End - group.Start);
        if (digits is < 6 or > 15 || IsDate(text, groups))
            return;
        var start = from;
        while (start > 0 && from - start < 2 && text[start - 1] is '(' or '+')
            start--;
        var plus = start < from && text.AsSpan(start, from - start).Contains('+');
        var grouped = groups.Count >= 3 && digits >= 9 && text.AsSpan(from, groups[^1].End - from).IndexOfAny(',', '.') < 0;
        var threeThreeFour = groups.Count == 3 && groups[^1].End - groups[^1].Start == 4 && digits == 10;
        var leadingZero = text[from] == '0' && digits >= 8 && (digits >= 9 || groups.Count > 1);
        if ((plus && digits >= 8) || leadingZero || threeThreeFour || grouped || FollowsPhoneWord(text, start))
            found.Add(new PersonalDatum(start, groups[^1].End - start, PersonalKind.Phone));
    }

    /// <summary>12.05.2024, 2024-05-12, and the years 2019-2024.</summary>
    private static bool IsDate(string text, List<(int Start, int End)> groups)
    {
        if (groups.Count is not (2 or 3) || text[groups[0].End] is not ('.' or '/' or '-'))
            return false;
        var lengths = groups.Select(group => group.End - group.Start).ToArray();
        return lengths is [4, 4] or [4, 2, 2] or [1 or 2, 1 or 2, 4 or 2];
    }

    private static bool FollowsPhoneWord(string text, int at)
    {
        var end = at;
        while (end > 0 && at - end < 4 && text[end - 1] is ' ' or ':' or '.' or '(')
            end--;
        var start = end;
        while (start > 0 && end - start < 20 && char.IsLetter(text[start - 1]))
            start--;
        return start < end && PhoneWords.Contains(WordStream.Fold(text.AsSpan(start, end - start)));
    }
}
