using PageWatch.Domain.Understanding;

namespace PageWatch.Pipeline.Tests.Understanding;

public sealed class LanguageTests
{
    [Theory]
    [InlineData("en", "We walked along the river and had a coffee with them.")]
    [InlineData("de", "Wir waren gestern mit der Familie am Fluss spazieren.")]
    [InlineData("fr", "Nous avons marché le long de la rivière avec des amis.")]
    [InlineData("es", "Ayer estuvimos con la familia a la orilla del río.")]
    [InlineData("it", "Ieri siamo stati con la famiglia sulla riva del fiume.")]
    [InlineData("pt", "Ontem estivemos com a família na beira do rio, não foi?")]
    [InlineData("nl", "Gisteren waren we met het gezin aan de rivier en het was mooi.")]
    [InlineData("pl", "Wczoraj byliśmy z rodziną nad rzeką i było bardzo ładnie.")]
    [InlineData("cs", "Včera jsme byli s rodinou u řeky a bylo to hezké.")]
    [InlineData("tr", "Dün ailemle nehir kenarındaydık ve hava çok güzeldi.")]
    [InlineData("sv", "Igår var vi vid floden med familjen och det var fint.")]
    [InlineData("ja", "昨日は家族と川辺を散歩しました。")]
    [InlineData("zh", "昨天我们和家人在河边散步。")]
    [InlineData("ko", "어제 가족과 함께 강가를 산책했습니다.")]
    [InlineData("ar", "مشينا أمس مع العائلة على ضفة النهر.")]
    [InlineData("fa", "دیروز با خانواده کنار رودخانه قدم زدیم و چای خوردیم.")]
    [InlineData("hi", "कल हम परिवार के साथ नदी के किनारे टहले।")]
    [InlineData("ru", "Вчера мы гуляли с семьёй по берегу реки, и было хорошо.")]
    [InlineData("uk", "Учора ми гуляли з родиною біля річки, і було гарно.")]
    [InlineData("el", "Χθες περπατήσαμε με την οικογένεια δίπλα στο ποτάμι.")]
    [InlineData("he", "אתמול טיילנו עם המשפחה ליד הנהר.")]
    [InlineData("th", "เมื่อวานเราเดินเล่นริมแม่น้ำกับครอบครัว")]
    public void Language_is_told_by_small_words_or_script(string language, string text)
    {
        var reading = Written.Read(text);
        reading.Language.ShouldBe(language);
        reading.LanguageConfidence.ShouldBeGreaterThan(0.5);
    }

    [Theory]
    [InlineData("")]
    [InlineData("12345")]
    [InlineData("😀😀")]
    [InlineData("https://example.org/de/der/die/das")]
    [InlineData("@ana @ben")]
    [InlineData("Xyzzy Plugh")]
    public void What_nobody_can_know_is_und(string text)
    {
        Written.Read(text).Language.ShouldBe("und");
    }

    [Fact]
    public void Hint_decides_only_what_the_text_leaves_open()
    {
        Written.Reader.Read(Written.Post("Xyzzy Plugh") with { LanguageHint = "pt-BR" }).Language.ShouldBe("pt");
        Written.Reader.Read(Written.Post("Where is my order, and when will it be here?") with { LanguageHint = "de" }).Language.ShouldBe("en");
        Written.Reader.Read(Written.Post("12345") with { LanguageHint = "de" }).Language.ShouldBe("und");
        Written.Reader.Read(Written.Post("東京") with { LanguageHint = "ja" }).Language.ShouldBe("ja");
    }

    [Theory]
    [InlineData("not a tag")]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("x")]
    [InlineData("../../etc")]
    public void Nonsense_as_a_hint_says_nothing(string hint)
    {
        Written.Reader.Read(Written.Post("Xyzzy Plugh") with { LanguageHint = hint }).Language.ShouldBe("und");
    }

    [Fact]
    public void Language_without_a_word_list_is_unclear_rather_than_guessed()
    {
        var reading = Written.Read("昨日届いた商品が壊れていました。とても残念です。");
        reading.Language.ShouldBe("ja");
        reading.Intent.ShouldBe(Intent.Other);
        reading.Unclear.ShouldNotBeNull().Why.ShouldContain("'ja'");
    }

    [Theory]
    [InlineData("何時に開きますか？")]
    [InlineData("هل أنتم مفتوحون يوم الأحد؟")]
    public void Question_mark_asks_in_every_script(string text)
    {
        Written.Read(text).Intent.ShouldBe(Intent.Question);
    }
}
