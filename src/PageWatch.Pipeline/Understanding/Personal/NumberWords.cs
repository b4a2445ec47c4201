using System.Buffers;
using System.Collections.Frozen;
using PageWatch.Pipeline.Understanding.Tokens;

namespace PageWatch.Pipeline.Understanding.Personal;

/// <summary>The words that say what the number after them is, in the languages of most pages; lower case, without accents.</summary>
internal static class NumberWords
{
    private const int LongestWord = 24;
    private const int MostWords = 3;
    private const int MostSigns = 4;

    private static readonly SearchValues<char> BeforeNumber = SearchValues.Create(" .:#-°ºª\u00A0：№");

    private static readonly FrozenDictionary<string, NumberContext>.AlternateLookup<ReadOnlySpan<char>> Contexts = new Dictionary<NumberContext, string>
    {
        [NumberContext.Order] =
            """
            order orders ordernumber invoice booking reservation ticket case reference ref customer account confirmation member membership
            bestellung bestellnummer bestellnr auftrag auftragsnummer rechnung rechnungsnummer kundennummer kundennr buchung buchungsnummer vorgang vorgangsnummer
            konto kontonummer ticketnummer commande facture dossier client compte pedido factura reserva cliente cuenta
            ordine fattura prenotazione pratica conto encomenda fatura conta bestelling bestelnummer factuur klantnummer
            zamowienie zamowienia objednavka objednavky siparis bestallning ordrenummer ordernummer tilaus rendeles comanda заказ заказа замовлення поръчка طلب الطلب ऑर्डर 주문번호
            """,
        [NumberContext.Tracking] =
            """
            tracking trackingnumber track parcel package shipment consignment waybill awb airwaybill sendung sendungsnummer sendungsnr sendungsverfolgung paket paketnummer trackingnummer
            suivi colis expedition seguimiento envio paquete rastreo guia spedizione pacco tracciamento rastreio rastreamento rastreador encomendas
            zending pakket zendingsnummer przesylka przesylki paczka paczki zasilka zasilky balik kargo takip kargom sandning paket pakke forsendelse sporing lahetys csomag colet
            посылка посылки трек отслеживания посилка пратка शिपमेंट شحنة الشحنة 운송장
            """,
        [NumberContext.Bank] = "iban bankverbindung bankkonto",
        [NumberContext.Card] =
            """
            card creditcard debitcard visa mastercard amex karte kreditkarte kartennummer kreditkartennummer carte carta tarjeta cartao kort kaart karta karty kortti kartya kart карта карты картка بطاقة البطاقة
            """,
    }.SelectMany(context => context.Value.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).Select(word => (Word: word, context.Key)))
        .DistinctBy(pair => pair.Word).ToFrozenDictionary(pair => pair.Word, pair => pair.Key).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>What may stand between such a word and its number.</summary>
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Fillers = new[]
    {
        "no", "nr", "num", "number", "nummer", "numero", "n", "id", "is", "ist", "est", "es", "e", "code", "the", "my", "with", "mit", "der", "lautet", "was", "ending",
        "di", "de", "do", "del", "della", "ordine", "commande", "pedido", "order", "encomenda", "cmd", "ref", "reference", "client", "cliente", "suivi", "link", "номер", "رقم",
    }.ToFrozenSet().GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> PhoneWords = new[]
    {
        "phone", "telephone", "tel", "call", "mobile", "cell", "whatsapp", "fax", "telefon", "telefonnummer", "handy", "handynummer", "mobil",
        "ruf", "rufnummer", "anrufen", "telefono", "movil", "celular", "llamar", "cellulare", "telefone", "telemovel", "portable", "appeler",
        "appelez", "chiama", "ligue", "number", "nummer", "numero", "телефон", "тел", "هاتف", "फोन", "मोबाइल",
    }.ToFrozenSet().GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>In scripts without blanks, a run of letters that ends so.</summary>
    private static readonly (string Ending, NumberContext Context)[] Endings =
    [
        ("注文番号", NumberContext.Order), ("注文番号は", NumberContext.Order), ("订单号", NumberContext.Order), ("订单号是", NumberContext.Order), ("訂單編號", NumberContext.Order),
        ("追跡番号", NumberContext.Tracking), ("追跡番号は", NumberContext.Tracking), ("お問い合わせ番号", NumberContext.Tracking), ("快递单号", NumberContext.Tracking), ("运单号", NumberContext.Tracking),
        ("カード番号", NumberContext.Card), ("卡号", NumberContext.Card),
    ];

    /// <summary>"order 12345", "order no. 12345", "my order number is 12345".</summary>
    /// <returns>What the nearest word that says anything says; none when other words or signs stand between.</returns>
    public static NumberContext Before(string text, int at)
    {
        Span<char> folded = stackalloc char[LongestWord];
        for (var words = 0; words < MostWords && WordBefore(text, ref at, folded, out var run) is var length and > 0; words++)
        {
            ReadOnlySpan<char> word = folded[..length];
            if (Contexts.TryGetValue(word, out var context))
                return context;
            foreach (var (ending, means) in Endings)
            {
                if (run.EndsWith(ending, StringComparison.Ordinal))
                    return means;
            }

            if (!Fillers.Contains(word))
                return NumberContext.None;
        }

        return NumberContext.None;
    }

    /// <summary>"tel. 5551234": whether a word for a telephone stands right before a number.</summary>
    public static bool SayPhone(string text, int at)
    {
        Span<char> folded = stackalloc char[LongestWord];
        while (at > 0 && text[at - 1] is '(' or '+')
            at--;
        var length = WordBefore(text, ref at, folded, out _);
        return length > 0 && PhoneWords.Contains(folded[..length]);
    }

    /// <returns>The letters of the word that ends before the place, folded; 0 when other signs stand between, or the word is too long to be one of ours.</returns>
    private static int WordBefore(string text, ref int at, Span<char> folded, out ReadOnlySpan<char> run)
    {
        var end = at;
        while (end > 0 && at - end < MostSigns && BeforeNumber.Contains(text[end - 1]))
            end--;
        var start = end;
        while (start > 0 && end - start <= LongestWord && (char.IsLetter(text[start - 1]) || LetterFold.IsMark(text[start - 1])))
            start--;
        run = text.AsSpan(start, end - start);
        at = start;
        if (run.Length is 0 or > LongestWord)
            return 0;
        var length = 0;
        foreach (var letter in run)
        {
            // Marks of other scripts are part of the word; accents that were sent apart are not.
            if (!LetterFold.IsDropped(letter))
                folded[length++] = LetterFold.Fold(letter);
        }

        return length;
    }
}
