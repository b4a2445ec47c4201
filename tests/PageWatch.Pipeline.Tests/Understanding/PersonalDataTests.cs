using PageWatch.Domain.Understanding;

namespace PageWatch.Pipeline.Tests.Understanding;

public sealed class PersonalDataTests
{
    [Theory]
    [InlineData("Write to ana.souza+shop@example.co.uk please", PersonalKind.Email, "ana.souza+shop@example.co.uk")]
    [InlineData("mail:ana@example.org.", PersonalKind.Email, "ana@example.org")]
    [InlineData("Schreibt an jürgen@müller-bäckerei.de!", PersonalKind.Email, "jürgen@müller-bäckerei.de")]
    [InlineData("call me +49 170 1234567", PersonalKind.Phone, "+49 170 1234567")]
    [InlineData("(030) 1234-5678 is my number", PersonalKind.Phone, "(030) 1234-5678")]
    [InlineData("555-123-4567", PersonalKind.Phone, "555-123-4567")]
    [InlineData("my phone 5551234", PersonalKind.Phone, "5551234")]
    [InlineData("06 12 34 56 78 merci de me rappeler", PersonalKind.Phone, "06 12 34 56 78")]
    [InlineData("0044 20 7946 0958", PersonalKind.Phone, "0044 20 7946 0958")]
    [InlineData("card 4111 1111 1111 1111 was charged", PersonalKind.Card, "4111 1111 1111 1111")]
    [InlineData("5500-0000-0000-0004", PersonalKind.Card, "5500-0000-0000-0004")]
    [InlineData("4111111111111111", PersonalKind.Card, "4111111111111111")]
    [InlineData("paid 12 with 4111 1111 1111 1111", PersonalKind.Card, "4111 1111 1111 1111")]
    [InlineData("my account 4111 1111 1111 1111 was charged", PersonalKind.Card, "4111 1111 1111 1111")]
    [InlineData("order 12345 is late", PersonalKind.Order, "12345")]
    [InlineData("Order no. 12345", PersonalKind.Order, "12345")]
    [InlineData("my order number is AB-99871", PersonalKind.Order, "AB-99871")]
    [InlineData("see #A-1234", PersonalKind.Order, "A-1234")]
    [InlineData("#88127 never came", PersonalKind.Order, "88127")]
    [InlineData("Bestellnummer: 2024-77812", PersonalKind.Order, "2024-77812")]
    [InlineData("Bestellung Nr. 77812", PersonalKind.Order, "77812")]
    [InlineData("commande n° 445566", PersonalKind.Order, "445566")]
    [InlineData("pedido 445566 sin llegar", PersonalKind.Order, "445566")]
    [InlineData("my order number is 4711-AB", PersonalKind.Order, "4711-AB")]
    [InlineData("注文番号は 20417733 です", PersonalKind.Order, "20417733")]
    [InlineData("订单号：88127 没收到", PersonalKind.Order, "88127")]
    [InlineData("Где мой заказ № 445566?", PersonalKind.Order, "445566")]
    [InlineData("parcel 445566 is lost", PersonalKind.Order, "445566")]
    [InlineData("رقم الهاتف ٠١٠١٢٣٤٥٦٧٨", PersonalKind.Phone, "٠١٠١٢٣٤٥٦٧٨")]
    [InlineData("my IBAN DE89 3704 0044 0532 0130 00 please", PersonalKind.Iban, "DE89 3704 0044 0532 0130 00")]
    [InlineData("DE89370400440532013000", PersonalKind.Iban, "DE89370400440532013000")]
    [InlineData("pay to gb82 west 1234 5698 7654 32 thanks", PersonalKind.Iban, "gb82 west 1234 5698 7654 32")]
    [InlineData("FR14 2004 1010 0505 0001 3M02 606.", PersonalKind.Iban, "FR14 2004 1010 0505 0001 3M02 606")]
    [InlineData("NO93-8601-1117-947", PersonalKind.Iban, "NO93-8601-1117-947")]
    [InlineData("😀 MT84MALT011000012345MTLCAST001S 😀", PersonalKind.Iban, "MT84MALT011000012345MTLCAST001S")]
    [InlineData("IBAN: DE89 3704 0044 0532 0130 01 (typed in a hurry)", PersonalKind.Iban, "DE89 3704 0044 0532 0130 01")]
    [InlineData("tracking 1Z999AA10123456784", PersonalKind.Tracking, "1Z999AA10123456784")]
    [InlineData("1Z999AA10123456784 never came", PersonalKind.Tracking, "1Z999AA10123456784")]
    [InlineData("it says 1Z 999 AA1 01 2345 6784 since Monday", PersonalKind.Tracking, "1Z 999 AA1 01 2345 6784")]
    [InlineData("tracking number 1Z999AA10123456785", PersonalKind.Tracking, "1Z999AA10123456785")]
    [InlineData("RR473124829GB is stuck", PersonalKind.Tracking, "RR473124829GB")]
    [InlineData("TBA123456789012 says delivered", PersonalKind.Tracking, "TBA123456789012")]
    [InlineData("JJD000390007827541290 hängt fest", PersonalKind.Tracking, "JJD000390007827541290")]
    [InlineData("00340434161094022115 liegt seit Tagen im Zentrum", PersonalKind.Tracking, "00340434161094022115")]
    [InlineData("Sendungsnummer 0034 0434 1610 9402 2116", PersonalKind.Tracking, "0034 0434 1610 9402 2116")]
    [InlineData("Paket Nr. 123456789012", PersonalKind.Tracking, "123456789012")]
    [InlineData("colis n° 6A12345678901", PersonalKind.Tracking, "6A12345678901")]
    [InlineData("Código de rastreio: AA123456785BR", PersonalKind.Tracking, "AA123456785BR")]
    [InlineData("kargo takip no 1234567890123", PersonalKind.Tracking, "1234567890123")]
    [InlineData("追跡番号は 1234-5678-9012", PersonalKind.Tracking, "1234-5678-9012")]
    [InlineData("378282246310005", PersonalKind.Card, "378282246310005")]
    [InlineData("2223003122003222", PersonalKind.Card, "2223003122003222")]
    [InlineData("my card number 4111 1111 1111 1112 is blocked", PersonalKind.Card, "4111 1111 1111 1112")]
    [InlineData("06.12.34.56.78", PersonalKind.Phone, "06.12.34.56.78")]
    [InlineData("2024-05-12 0170 1234567", PersonalKind.Phone, "0170 1234567")]
    public void Personal_data_is_found(string text, PersonalKind kind, string found)
    {
        var datum = Written.Read(text).Personal.ShouldHaveSingleItem();
        text.Substring(datum.Start, datum.Length).ShouldBe(found);
        datum.Kind.ShouldBe(kind);
    }

    [Theory]
    [InlineData("DE89 3704 0044 0532 0130 01")]
    [InlineData("DE8937040044053201300")]
    [InlineData("XX89370400440532013000")]
    [InlineData("model DE89 with 3704 parts")]
    [InlineData("de 2024 à 2025")]
    [InlineData("1Z999AA10123456785")]
    [InlineData("1Z999AA1012345678")]
    [InlineData("RR473124828GB")]
    [InlineData("TBA12345678901")]
    [InlineData("00340434161094022116")]
    [InlineData("4111 1111 1111 1112")]
    [InlineData("4111111111111112")]
    [InlineData("7992739871300007 units")]
    [InlineData("serial 1234567890123456789012345")]
    [InlineData("there are 1234567890 reasons")]
    [InlineData("it was 123 456 789 € for the roof")]
    [InlineData("₹ 120 000 000 for a road")]
    [InlineData("1.234.567.890 Klicks")]
    [InlineData("version 10.0.19045.3693 and 0.12.345.678")]
    [InlineData("ping 192.168.100.200")]
    [InlineData("2024-05-12 10:30:00 and 05.12.2024 10.30 Uhr")]
    [InlineData("01/02/2024 - 05/02/2024")]
    [InlineData("booking for 2024-05-12, order of 12/05/2024")]
    [InlineData("parcel of 2024-05-12")]
    [InlineData("my card was charged 5000 times")]
    [InlineData("the parcel arrived 30 minutes late")]
    [InlineData("tracking yesterday")]
    [InlineData("ISBN 9783161484100 is the book")]
    [InlineData("48.858844, 2.294351")]
    [InlineData("We came on 12.05.2024 and again on 2024-05-12.")]
    [InlineData("It costs 1299.00 or 1,299 euros.")]
    [InlineData("open 2019-2024")]
    [InlineData("I love your #coffee and #2024")]
    [InlineData("order 3 of them")]
    [InlineData("I waited 45 minutes for 2 coffees at 10:30")]
    [InlineData("hello @ana and @ben.example")]
    [InlineData("a @ b . c")]
    [InlineData("Windows 11 24H2 runs on it")]
    public void What_identifies_nobody_is_left_alone(string text)
    {
        Written.Read(text).Personal.ShouldBeEmpty();
    }

    [Fact]
    public void Several_are_found_in_the_order_of_the_text()
    {
        const string text = "Order 12345: mail ana@example.org or call +49 170 1234567.";
        Written.Read(text).Personal.Select(datum => (datum.Kind, text.Substring(datum.Start, datum.Length))).ShouldBe(
            [(PersonalKind.Order, "12345"), (PersonalKind.Email, "ana@example.org"), (PersonalKind.Phone, "+49 170 1234567")]);
    }

    [Fact]
    public void What_stands_inside_another_is_part_of_it()
    {
        const string text = "Write to 0612345678@example.org about account DE89370400440532013000!";
        Written.Read(text).Personal.Select(datum => (datum.Kind, text.Substring(datum.Start, datum.Length))).ShouldBe(
            [(PersonalKind.Email, "0612345678@example.org"), (PersonalKind.Iban, "DE89370400440532013000")]);
    }

    [Fact]
    public void What_is_found_can_be_covered()
    {
        const string text = "😀 Order 12345: mail ana@example.org, IBAN DE89 3704 0044 0532 0130 00, parcel 1Z999AA10123456784 😀";
        PersonalMask.Apply(text, Written.Read(text).Personal).ShouldBe("😀 Order *****: mail ***************, IBAN ***************************, parcel ****************** 😀");
    }

    [Theory]
    [InlineData(3)]
    [InlineData(11)]
    public void Places_are_in_the_text_and_apart_whatever_it_is_made_of(int seed)
    {
        string[] pieces = ["4111 1111 1111 1111", "DE89", "3704 0044", " ", "-", "#", "@", "a.b", "order ", "IBAN ", "1Z", "999AA10123456784", "+49", "(030)", "٣", "\uD83D", "😀", ".", "parcel ", "RR473124829GB", "注文番号", "00"];
        var random = new Random(seed);
        for (var i = 0; i < 2000; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(1, 14)).Select(_ => pieces[random.Next(pieces.Length)]));
            var end = 0;
            foreach (var datum in Written.Read(text).Personal)
            {
                datum.Start.ShouldBeGreaterThanOrEqualTo(end, text);
                datum.Length.ShouldBeGreaterThan(0, text);
                end = datum.Start + datum.Length;
            }

            end.ShouldBeLessThanOrEqualTo(text.Length, text);
        }
    }

    [Fact]
    public void Places_are_those_of_the_text_when_there_is_a_title()
    {
        var post = Written.Post("My order 12345 is late.") with { Title = "Order 99999" };
        var reading = Written.Reader.Read(post);
        var datum = reading.Personal.ShouldHaveSingleItem();
        post.Text.Substring(datum.Start, datum.Length).ShouldBe("12345");
    }

    [Fact]
    public void Personal_data_and_names_are_no_topics()
    {
        var reading = Written.Read("The order 12345 for Maria is broken, the ana@example.org knows. Mrs Miller has the lid.");
        reading.Topics.ShouldContain("lid");
        string.Join(' ', reading.Topics).ShouldNotMatch("Maria|ana|Miller|12345");
    }
}
