using System.Globalization;
using System.Text.RegularExpressions;

namespace PageWatch.Advisers.LanguageModel;

/// <summary>
/// What promises of money and gifts are made of. A refund that is asked about and one that is promised are told apart by people alone: any word of it is too much for a draft.
/// </summary>
internal static partial class MoneyWords
{
    /// <summary>By language. A draft is looked through with all of them: a sentence may slip in in another language than the rest.</summary>
    private static readonly Dictionary<string, IReadOnlyList<string>> ByLanguage = new Dictionary<string, string>
    {
        ["en"] = "refund*, reimburs*, money back, your money, cash back, cashback, compensat*, voucher*, coupon*, gift card*, giftcard*, store credit, discount*, promo code*, free of charge, for free, a free, your free, it is free, it's free, free gift*, free coffee*, "
            + "free product*, free replacement*, free month*, free order*, free meal*, on the house, is on us, are on us, it's on us, no charge, waive*, half price, percent off, pay you, pay back, repay*, complimentary, rebate*, goodwill, bitcoin*, crypto*, wire transfer, "
            + "credit your account, credited, credit to your, free shipping, free delivery, pay damages, for damages, settlement*, lawsuit*, liable, liability, dollars, euros, bucks, giveaway*, you won, prize*, reward*",
        ["de"] = "rückerstatt*, erstatt*, geld zurück, ihr geld, dein geld, gutschein*, rabatt*, entschädig*, gutschrift*, kostenlos*, kostenfrei*, gratis, umsonst, geschenk*, schadenersatz*, schadensersatz*, preisnachlass*, überweis*, auszahl*, "
            + "prozent nachlass, kulanz*, haftung, bezahlen ihnen, auf unsere kosten, gewinnspiel*, vergüt*",
        ["fr"] = "rembours*, bon d'achat, bons d'achat, un avoir, réduction*, une remise, remise sur, gratuit*, vous est offert*, vous offrons, vous offrir, dédommag*, indemni*, code promo, chèque cadeau, carte cadeau, cadeau*, geste commercial, à nos frais, votre argent, virement*",
        ["es"] = "reembols*, devolución del dinero, devolver el dinero, devolvemos el dinero, devolveremos el dinero, su dinero, tu dinero, descuento*, vale de, cupón, cupones, gratis, gratuit*, indemniza*, compensa*, regalo*, regalamos, sin coste, sin costo, tarjeta regalo, transferencia*, abonar*",
        ["it"] = "rimbors*, indennizz*, risarcim*, sconto, sconti, un buono, buono sconto, buoni sconto, buono regalo, gratis, gratuit*, regalo, omaggio, soldi, accredit*, a nostre spese, codice promozionale, bonifico",
        ["pt"] = "reembols*, devolução do dinheiro, devolver o dinheiro, seu dinheiro, desconto*, cupom, cupons, vale presente, grátis, gratuit*, indeniza*, indemniza*, compensa*, brinde*, ressarci*, sem custo, estorn*",
        ["nl"] = "terugbeta*, restitu*, geld terug, korting*, tegoedbon*, cadeaubon*, waardebon*, gratis, kosteloos, vergoed*, schadevergoeding*, cadeau*, kortingscode*",
        ["sv"] = "återbetal*, pengarna tillbaka, rabatt*, presentkort*, gratis, ersättning*, kompens*, värdecheck*",
        ["da"] = "refunder*, tilbagebetal*, pengene tilbage, rabat*, gavekort*, gratis, erstatning*, kompens*",
        ["no"] = "refunder*, tilbakebetal*, pengene tilbake, rabatt*, gavekort*, gratis, erstatning*, kompens*",
        ["fi"] = "hyvity*, hyvitä*, palautamme rahat, rahat takaisin, alennus*, alennuk*, lahjakort*, ilmaiseksi, ilmainen, korvau*, korvaamme",
        ["pl"] = "zwrot pieniędzy, zwrócimy pieniądze, zwrot kosztów, zwrotu kosztów, refund*, rabat*, zniżk*, kupon*, bon podarunk*, gratis, za darmo, darmow*, bezpłatn*, odszkodow*, rekompens*",
        ["cs"] = "vrátíme peníze, vrácení peněz, refund*, slev*, poukaz*, zdarma, odškodn*, kompenz*, kupon*",
        ["ru"] = "возврат денег, вернем деньги, вернём деньги, возмест*, возмещ*, скидк*, купон*, бесплатн*, компенс*, подарок, подарочн*, промокод*",
        ["uk"] = "повернення коштів, повернемо кошти, повернемо гроші, відшкод*, знижк*, купон*, безкоштовн*, компенс*, подарун*, промокод*",
        ["tr"] = "para iade*, iade edece*, geri ödeme*, indirim*, kupon*, ücretsiz*, bedava*, tazminat*, hediye*",
        ["ja"] = "返金, 払い戻し, 割引, 無料, クーポン, 補償, 賠償, プレゼント",
        ["zh"] = "退款, 退钱, 退錢, 折扣, 优惠券, 優惠券, 免费, 免費, 赔偿, 賠償, 补偿, 補償, 代金券, 赠送",
        ["ko"] = "환불*, 할인*, 쿠폰*, 무료*, 보상*, 배상*",
        ["ar"] = "استرداد*, خصم*, قسيمة*, مجان*, تعويض*, هدية*",
    }.ToDictionary(pair => pair.Key, pair => FoldedWords.Phrases(pair.Value));

    private static readonly IReadOnlyList<string> All = [.. ByLanguage.Values.SelectMany(phrases => phrases).Distinct()];

    /// <summary>Whether a promise in it would be noticed.</summary>
    public static bool Know(string language) => ByLanguage.ContainsKey(Languages.Primary(language));

    /// <returns>The word, or the sum, as found; null for none.</returns>
    /// <param name="own">What the playbook itself says: a price that stands there is a fact.</param>
    public static string? In(string text, FoldedWords words, string own)
    {
        if (words.FirstOf(All) is { } word)
            return word.TrimEnd('*');
        var folded = HiddenSigns.Folded(text);
        return Sum().Matches(folded).Select(match => match.Value.Trim()).FirstOrDefault(sum => !own.Contains(sum, StringComparison.OrdinalIgnoreCase)) is { } found
            ? found.ToLower(CultureInfo.InvariantCulture)
            : null;
    }

    [GeneratedRegex(@"[$€£¥₹₽₩₺₿]\s?\d[\d.,]*|\d[\d.,]*\s?([$€£¥₹₽₩₺₿%]|(?:percent|prozent|euros?|eur|usd|gbp|chf|dollars?|pounds?|bucks|btc|zł|kr|円|元|원)\b)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Sum();
}
