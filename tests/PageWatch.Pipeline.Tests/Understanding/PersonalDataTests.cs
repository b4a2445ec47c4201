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
    [InlineData("tracking 1Z999AA10123456784", PersonalKind.Order, "1Z999AA10123456784")]
    public void Personal_data_is_found(string text, PersonalKind kind, string found)
    {
        var datum = Written.Read(text).Personal.ShouldHaveSingleItem();
        text.Substring(datum.Start, datum.Length).ShouldBe(found);
        datum.Kind.ShouldBe(kind);
    }

    [Theory]
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
