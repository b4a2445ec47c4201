using PageWatch.Domain.Understanding;
using PageWatch.Testing.Builders;

namespace PageWatch.Storage.Tests;

/// <summary>Readings as they lie in a column, by whatever version wrote them.</summary>
public sealed class StoredReadingTests
{
    [Fact]
    public void Reading_of_an_older_program_has_no_remark_and_no_opinions()
    {
        const string old = """
            {"post":1,"revision":1,"language":"en","languageConfidence":0.99,"sentiment":"Negative","sentimentConfidence":0.9,"intent":"Complaint","intentConfidence":0.9,"urgency":"Whenever",
             "urgencyReasons":[],"topics":[],"evidence":[],"personal":[],"readBy":"starter 1","isVerdict":false}
            """;
        var reading = StoredJson.Read<Reading>(old);
        reading.Remark.ShouldBeNull();
        reading.Opinions.ShouldBeEmpty();
        reading.Sentiment.ShouldBe(Sentiment.Negative);
    }

    [Fact]
    public void Remark_and_opinions_come_back_as_they_were_stored()
    {
        var reading = A.Reading() with
        {
            Remark = "Azure AI Language gave no advice: throttled",
            Opinions = [new Opinion(new TextPlace(4, 7), Sentiment.Negative, [new Assessment(new TextPlace(20, 8), Sentiment.Negative, IsNegated: true)]), new Opinion(null, Sentiment.Positive, [])],
        };
        var back = StoredJson.Read<Reading>(StoredJson.Write(reading));
        back.Remark.ShouldBe(reading.Remark);
        back.Opinions.Select(opinion => (opinion.Target, opinion.Sentiment)).ShouldBe(reading.Opinions.Select(opinion => (opinion.Target, opinion.Sentiment)));
        back.Opinions[0].Assessments.ShouldBe(reading.Opinions[0].Assessments);
    }
}
