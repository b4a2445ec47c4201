using PageWatch.Domain.Posts;
using PageWatch.Domain.Understanding;

namespace PageWatch.Pipeline.Tests.Understanding;

public sealed class StarterReaderTests
{
    [Fact]
    public void Repeated_trouble_cannot_wait_and_says_why()
    {
        const string text = "Third parcel in a row that arrives broken. Does anyone at Contoso even read this?";
        var reading = Written.Read(text);
        reading.Intent.ShouldBe(Intent.Complaint);
        reading.Sentiment.ShouldBe(Sentiment.Negative);
        reading.Urgency.ShouldBe(Urgency.Today);
        reading.UrgencyReasons.ShouldContain("not the first time");
        reading.Topics.ShouldContain("parcel");
        reading.Evidence.Select(evidence => text.Substring(evidence.Start, evidence.Length)).ShouldContain("Third parcel in a row");
        reading.Evidence.ShouldAllBe(evidence => evidence.For == "complaint" || evidence.For == "negative" || evidence.For == "today");
    }

    [Fact]
    public void Sarcasm_has_two_readings_and_asks_for_a_person()
    {
        var reading = Written.Read("Oh great, another “improved” lid. Exactly what my shirt needed 🙃");
        var unclear = reading.Unclear.ShouldNotBeNull();
        unclear.Why.ShouldBe("may be sarcasm");
        unclear.First.ShouldBe("complaint");
        unclear.Second.ShouldBe("praise");
        reading.Sentiment.ShouldBe(Sentiment.Negative);
        reading.SentimentConfidence.ShouldBeLessThan(0.7);
        reading.Evidence.ShouldContain(evidence => evidence.For == "sarcasm");
    }

    [Theory]
    [InlineData("My son was hurt by your chair", "somebody may be hurt")]
    [InlineData("I had an allergic reaction to your cake", "illness or allergy")]
    [InlineData("The kettle caught fire", "fire or danger")]
    [InlineData("My account was hacked", "money or identity at risk")]
    [InlineData("I don't want to live anymore", "the writer may be in danger")]
    [InlineData("Your site is down and nobody can pay", "an outage")]
    [InlineData("Your shop lied to me, I will kill you all", "a threat")]
    public void Harm_is_answered_now(string text, string reason)
    {
        var reading = Written.Read(text);
        reading.Urgency.ShouldBe(Urgency.Now);
        reading.UrgencyReasons.ShouldContain(reason);
    }

    [Theory]
    [InlineData("You lost my parcel, I will talk to my lawyer", "legal steps")]
    [InlineData("My parcel is lost and I need it by Friday", "a deadline")]
    [InlineData("Still no answer to my complaint", "not the first time")]
    [InlineData("WHERE IS MY PARCEL YOU THIEVES THIS IS A SCAM", "an angry tone")]
    [InlineData("My order never came. I am a journalist by the way.", "the press is named")]
    public void Pressing_matters_are_answered_today(string text, string reason)
    {
        var reading = Written.Read(text);
        reading.Urgency.ShouldBe(Urgency.Today);
        reading.UrgencyReasons.ShouldContain(reason);
    }

    [Theory]
    [InlineData("Click here to earn $500 a day now https://example.com/a, fire your boss immediately")]
    [InlineData("Thanks, see you tomorrow!")]
    [InlineData("I love your hot sauce, it set my mouth on fire today!")]
    public void What_asks_nothing_of_us_can_wait(string text)
    {
        Written.Read(text).Urgency.ShouldBe(Urgency.Whenever);
    }

    [Fact]
    public void Rude_words_around_a_real_matter_stay_a_complaint_and_are_shown()
    {
        var reading = Written.Read("You idiots lost my parcel and nobody replies!");
        reading.Intent.ShouldBe(Intent.Complaint);
        reading.Evidence.ShouldContain(evidence => evidence.For == "abuse");
    }

    [Fact]
    public void Post_of_pictures_alone_asks_for_eyes()
    {
        var picture = new Attachment(AttachmentKind.Picture, new Uri("https://example.org/p.jpg"));
        var reading = Written.Reader.Read(Written.Post("") with { Attachments = [picture] });
        reading.Unclear.ShouldNotBeNull().Why.ShouldBe("only a picture");
    }

    [Theory]
    [InlineData(1, "I love it, best shop ever!", "1 star")]
    [InlineData(5, "Terrible, my parcel never arrived.", "5 stars")]
    public void Stars_that_disagree_with_the_words_are_unclear(int stars, string text, string why)
    {
        Written.Reader.Read(Written.Post(text) with { Stars = stars }).Unclear.ShouldNotBeNull().Why.ShouldStartWith(why);
    }

    [Theory]
    [InlineData(1, Sentiment.Negative, Intent.Complaint)]
    [InlineData(2, Sentiment.Negative, Intent.Complaint)]
    [InlineData(5, Sentiment.Positive, Intent.Praise)]
    public void Stars_speak_where_words_do_not(int stars, Sentiment sentiment, Intent intent)
    {
        foreach (var text in new[] { "", "We went there on Tuesday with my sister." })
        {
            var reading = Written.Reader.Read(Written.Post(text) with { Stars = stars });
            reading.Sentiment.ShouldBe(sentiment);
            reading.Intent.ShouldBe(intent);
            reading.Unclear.ShouldBeNull();
        }
    }

    [Fact]
    public void Title_is_read_but_never_pointed_at()
    {
        var post = Written.Post("See above.") with { Title = "Broken lid, third time!" };
        var reading = Written.Reader.Read(post);
        reading.Intent.ShouldBe(Intent.Complaint);
        reading.Evidence.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("The soup was good", "The soup was not good")]
    [InlineData("Das Essen schmeckt gut", "Das Essen schmeckt gut nicht")]
    [InlineData("Le repas est bon", "Le repas n'est pas bon")]
    [InlineData("La comida es buena", "La comida no es buena")]
    [InlineData("Il cibo è buono", "Il cibo non è buono")]
    [InlineData("A comida é boa", "A comida não é boa")]
    public void Negation_turns_praise(string praise, string turned)
    {
        Written.Read(praise).Sentiment.ShouldBe(Sentiment.Positive);
        Written.Read(turned).Sentiment.ShouldBe(Sentiment.Negative);
    }

    [Fact]
    public void Stress_makes_a_reading_surer()
    {
        var calm = Written.Read("The food was bad.");
        foreach (var text in new[] { "The food was very bad.", "The food was BAD.", "The food was bad!!!", "The food was baaaaad." })
        {
            var stressed = Written.Read(text);
            stressed.Sentiment.ShouldBe(Sentiment.Negative);
            stressed.SentimentConfidence.ShouldBeGreaterThan(calm.SentimentConfidence, text);
        }

        Written.Read("The food was a bit bad.").SentimentConfidence.ShouldBeLessThan(calm.SentimentConfidence);
    }

    [Fact]
    public void What_follows_but_counts_more()
    {
        Written.Read("The staff was friendly but the food was terrible.").Sentiment.ShouldBe(Sentiment.Negative);
        Written.Read("The food came late but it was delicious and the staff was friendly.").Sentiment.ShouldBe(Sentiment.Positive);
    }

    [Fact]
    public void Same_post_is_always_read_alike()
    {
        const string text = "Es la tercera vez que me llega la talla equivocada, genial 🙄 order 12345";
        var one = Written.Read(text);
        var other = new Pipeline.Understanding.StarterReader().Read(Written.Post(text));
        System.Text.Json.JsonSerializer.Serialize(other).ShouldBe(System.Text.Json.JsonSerializer.Serialize(one));
    }
}
