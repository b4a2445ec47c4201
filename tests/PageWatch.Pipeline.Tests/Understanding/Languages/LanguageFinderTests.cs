using System.Diagnostics;
using PageWatch.Pipeline.Understanding.Languages;

namespace PageWatch.Pipeline.Tests.Understanding.Languages;

public sealed class LanguageFinderTests
{
    [Theory]
    [InlineData("")]
    [InlineData("   \n")]
    [InlineData("4711")]
    [InlineData("+49 30 1234567")]
    [InlineData("😡😡🔥")]
    [InlineData("🇩🇪🇫🇷")]
    [InlineData("¯\\_(ツ)_/¯ :-)")]
    [InlineData("https://example.org/wie/geht/das?und=der")]
    [InlineData("www.example.org/the/quick/brown/fox example.com")]
    [InlineData("@anna.schmidt @der_die_das")]
    [InlineData("write.to@example.org")]
    [InlineData("Anna Schmidt, Thomas Weber")]
    [InlineData("Maria Silva & Luis Garcia")]
    [InlineData("hahahaha")]
    [InlineData("Xyzzy Plugh")]
    [InlineData("1Z999AA10123456784 AB12CD34")]
    [InlineData("&amp; &lt; &gt;")]
    [InlineData("ok ok")]
    public void What_nobody_can_know_is_und(string text) => Find(text).Language.ShouldBe("und");

    [Theory]
    [InlineData("привет hello дом house")]
    [InlineData("Where is my parcel please? Где моя посылка, скажите?")]
    [InlineData("The food was lovely as always, thank you. La comida estaba muy rica, muchas gracias.")]
    [InlineData("שלום לכולם привет всем")]
    public void Two_languages_without_a_majority_are_und(string text) => Find(text).Language.ShouldBe("und");

    [Theory]
    [InlineData("ru", "iPhone 15 Pro Max не работает")]
    [InlineData("hi", "मेरा order अभी तक delivered नहीं हुआ")]
    [InlineData("ja", "昨日届いたT-shirtのサイズが違います")]
    [InlineData("ja", "@user今日は空いていますか https://example.org/x")]
    [InlineData("ja", "お店のメールana@example.orgに返事がありません")]
    [InlineData("ja", "詳しくはexample.comを見てください")]
    [InlineData("th", "ดูที่https://example.org/xได้เลยครับ")]
    [InlineData("ko", "어제 산 Galaxy 충전이 안 돼요")]
    [InlineData("zh", "我的order什么时候到")]
    [InlineData("ar", "متى يوصل الطلب من online")]
    [InlineData("th", "สินค้าจาก Flash Sale ยังไม่มาเลยค่ะ")]
    [InlineData("en", "My Привет shirt arrived torn and nobody answers the phone")]
    [InlineData("de", "Das Paket kam heute endlich an, sehr schön! 😍😍😍 #happy https://example.org/en/the")]
    [InlineData("es", "RT @shop: no funciona la página desde ayer 😤")]
    public void Majority_is_the_language_of_a_mixed_post(string language, string text) => Find(text).Language.ShouldBe(language);

    [Theory]
    [InlineData("de", "Das Paket ist immer noch nicht da!!!")]
    [InlineData("en", "sooooo happy with the new lamp")]
    [InlineData("en", "𝐓𝐡𝐞 𝐛𝐞𝐬𝐭 𝐬𝐡𝐨𝐩 𝐢𝐧 𝐭𝐡𝐞 𝐭𝐨𝐰𝐧")]
    [InlineData("en", "ＷＨＥＲＥ ＩＳ ＭＹ ＯＲＤＥＲ")]
    [InlineData("pt", "nao consigo entrar na minha conta desde ontem")]
    [InlineData("es", "cuanto cuesta el envio a mi pueblo")]
    [InlineData("fr", "ça marche pas depuis hier, personne ne repond")]
    [InlineData("fr", "c\u0327a marche pas depuis hier, c'est pénible")]
    [InlineData("tr", "siparisim hala gelmedi, kimse cevap vermiyor")]
    [InlineData("ro", "cand ajunge coletul meu, astept de o saptamana")]
    [InlineData("cs", "uz tyden cekam na zasilku a nikdo nic nevi")]
    [InlineData("vi", "giao hang cham qua, goi khong ai nghe may")]
    [InlineData("de", "DER AUFZUG IST SEIT MONTAG KAPUTT")]
    [InlineData("ca", "L'ascensor no va des de dilluns i ningú no ho arregla")]
    public void Careless_writing_is_known_too(string language, string text) => Find(text).Language.ShouldBe(language);

    [Fact]
    public void Hashtags_are_read_when_there_is_nothing_else()
    {
        Find("#esistsoweit #endlichferien #wirfahrenandenstrand").Language.ShouldBe("de");
        Find("Nous sommes enfin en vacances #the #best #summer #ever").Language.ShouldBe("fr");
    }

    [Theory]
    [InlineData("Xyzzy Plugh", "pt-BR", "pt")]
    [InlineData("Xyzzy Plugh", "PT_br", "pt")]
    [InlineData("Anna Schmidt", "sq", "sq")]
    [InlineData("Anna Schmidt", "no", "nb")]
    [InlineData("東京", "ja", "ja")]
    [InlineData("東京", "zh-TW", "zh")]
    [InlineData("Where is my order, and when will it be here?", "de", "en")]
    [InlineData("我们昨天买的电视没有声音", "ja", "zh")]
    [InlineData("Где мой заказ, скажите пожалуйста", "bg", "ru")]
    [InlineData("12345", "de", "und")]
    [InlineData("😀", "de", "und")]
    [InlineData("https://example.org", "de", "und")]
    public void Hint_decides_only_what_the_text_leaves_open(string text, string hint, string language) =>
        LanguageFinder.Embedded.Find(text, hint).Language.ShouldBe(language);

    [Fact]
    public void Hint_alone_is_little_confidence() => LanguageFinder.Embedded.Find("Xyzzy Plugh", "de").Confidence.ShouldBeLessThan(0.5);

    [Theory]
    [InlineData("not a tag")]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("x")]
    [InlineData("../../etc")]
    [InlineData("d3")]
    [InlineData("und")]
    [InlineData("mul")]
    [InlineData("ääää")]
    [InlineData("\uD83D")]
    public void Nonsense_as_a_hint_says_nothing(string hint) => LanguageFinder.Embedded.Find("Xyzzy Plugh", hint).Language.ShouldBe("und");

    [Theory]
    [InlineData("ja", "営業時間")]
    [InlineData("zh", "营业时间")]
    [InlineData("zh", "歡迎光臨の店")]
    [InlineData("ja", "の")]
    [InlineData("mr", "माझे पार्सल अजून आले नाही, फोन कोणीच उचलत नाही")]
    [InlineData("hi", "मेरा पार्सल कहाँ है, कोई बता सकता है क्या")]
    [InlineData("ne", "तपाईंको पसल भोलि खुला हुन्छ कि हुँदैन")]
    [InlineData("ur", "میرا آرڈر ابھی تک نہیں پہنچا، کوئی جواب نہیں دے رہا")]
    [InlineData("be", "Дзякуй вялікі, усё прыйшло своечасова і вельмі спадабалася")]
    [InlineData("gu", "તમારી દુકાન રવિવારે ખુલ્લી છે?")]
    [InlineData("ka", "ხვალ ღია ხართ?")]
    [InlineData("hy", "Վաղը բա՞ց եք")]
    [InlineData("km", "ហាងបើកម៉ោងប៉ុន្មាន")]
    public void Languages_that_share_signs_or_stand_alone_are_told_apart(string language, string text)
    {
        var guess = Find(text);
        guess.Language.ShouldBe(language);
        guess.ByScript.ShouldBeTrue();
    }

    [Theory]
    [InlineData("mera saaman abhi tak nahi pahuncha")]
    [InlineData("aap log phone kyu nahi uthate")]
    [InlineData("kal se net band hai bhai kuch karo")]
    [InlineData("bahut hi badhiya khana tha, wapas aayenge")]
    [InlineData("refund ka kya hua, do hafte ho gaye")]
    [InlineData("kitne baje tak khule ho aap?")]
    [InlineData("yeh toh bilkul galat baat hai")]
    [InlineData("mujhe ek naya charger chahiye tha")]
    [InlineData("app open hi nahi ho rahi")]
    [InlineData("shukriya, aapne meri bahut madad ki")]
    [InlineData("kya mazaak hai yaar, teesri baar galat cheez bheji")]
    [InlineData("order cancel kiya toh paise kyu kaate")]
    [InlineData("bhaiya aaj dukaan band hai kya")]
    [InlineData("mere papa ka account kaise chalega")]
    [InlineData("gaadi kal subah tak theek ho jayegi?")]
    [InlineData("sab jhooth hai, koi delivery nahi aayi")]
    [InlineData("hamari gali mein teen din se paani nahi hai")]
    [InlineData("dil khush kar diya aap logon ne")]
    [InlineData("isme size kaunsa lena chahiye")]
    [InlineData("customer care wali madam ne achhe se samjhaya")]
    [InlineData("itne paise lekar bhi aisi service")]
    [InlineData("kripya mera number badal dijiye")]
    [InlineData("ek ghanta ho gaya line mein khade khade")]
    public void Romanised_hindi_is_hindi(string text) => Find(text).Language.ShouldBeOneOf("hi", "und");

    [Fact]
    public void Most_romanised_hindi_is_known_and_not_only_left_open()
    {
        string[] posts = ["mera saaman abhi tak nahi pahuncha", "kitne baje tak khule ho aap?", "bahut hi badhiya khana tha, wapas aayenge", "sab jhooth hai, koi delivery nahi aayi"];
        posts.Select(post => Find(post).Language).ShouldAllBe(language => language == "hi");
    }

    [Theory, MemberData(nameof(HostileTextTests.Names), MemberType = typeof(HostileTextTests))]
    public void Hostile_text_is_a_guess_like_any_other(string name)
    {
        var text = HostileTextTests.Named(name);
        foreach (var hint in (string?[])[null, "de", text])
        {
            var guess = LanguageFinder.Embedded.Find(text, hint);
            guess.Language.ShouldNotBeNullOrEmpty();
            guess.Confidence.ShouldBeInRange(0, 1);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public void Any_units_are_a_guess_like_any_other(int seed)
    {
        const string Signs = " @#.:/'’aé&;0\uD83D\uDE00\u0301\u200D的のкحह";
        var random = new Random(seed);
        for (var i = 0; i < 3000; i++)
        {
            var text = string.Create(random.Next(1, 60), random, static (span, from) =>
            {
                foreach (ref var unit in span)
                    unit = from.Next(3) == 0 ? (char)from.Next(0x10000) : Signs[from.Next(Signs.Length)];
            });
            LanguageFinder.Embedded.Find(text, null).Confidence.ShouldBeInRange(0, 1);
        }
    }

    [Fact]
    public void Megabyte_costs_no_more_than_its_beginning()
    {
        var text = string.Concat(Enumerable.Repeat("the lid was broken again ", 40_000));
        Find(text).ShouldBe(Find(text[..LanguageFinder.LongestLook]));
        var emoji = string.Concat(Enumerable.Repeat("😀", 500_000));
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < 100; i++)
            Find(emoji);
        // A hundredth of it would do; the machine may be busy.
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(2));
    }

    /// <remarks>Optimised code allocates nothing; code that tests run in boxes a number or two.</remarks>
    [Fact]
    public void Finding_allocates_next_to_nothing_whatever_the_length()
    {
        string[] posts =
        [
            "Where is my order?", "Где мой заказ", "注文した商品が届きません", "مرحبا، متى يصل الطلب", "#sommer 😍 https://example.org",
            string.Concat(Enumerable.Repeat("Wo bleibt meine Bestellung, bitte? ", 30_000)),
        ];
        foreach (var post in posts)
            LanguageFinder.Embedded.Find(post, "pt-BR");
        foreach (var post in posts)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            LanguageFinder.Embedded.Find(post, "pt");
            (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(512, post[..10]);
        }
    }

    private static LanguageGuess Find(string text) => LanguageFinder.Embedded.Find(text, null);
}
