using PageWatch.Domain.Understanding;
using PageWatch.Pipeline.Reports;

namespace PageWatch.Pipeline.Tests.Reports;

public sealed class ReadingReportTests
{
    [Fact]
    public void Precision_counts_what_was_confirmed_answered_and_corrected_and_nothing_else()
    {
        var figures = Of(
            Complaints(10),
            Complaints(5) with { IsNudged = true, IsAnswered = true },
            Complaints(3) with { IsNudged = true, Said = Intent.Complaint },
            Complaints(1) with { IsNudged = true, IsAnswered = true, Said = Intent.Complaint },
            Complaints(2) with { IsNudged = true, Said = Intent.Question },
            Complaints(1) with { IsNudged = true, SaidNotAComplaint = true }).Intents.ShouldHaveSingleItem();
        figures.ShouldBe(new IntentFigures(Intent.Complaint, 22, 12, Confirmed: 4, Corrected: 3, Answered: 5));
        figures.Known.ShouldBe(12);
        figures.Precision.ShouldBe(9 / 12.0);
        figures.IsLow.ShouldBeFalse("twelve are too few");
    }

    [Fact]
    public void Answered_after_a_correction_is_no_confirmation() =>
        Of(Complaints(1) with { IsAnswered = true, Said = Intent.Question }).Intents[0].ShouldBe(new IntentFigures(Intent.Complaint, 1, 0, 0, 1, 0));

    [Fact]
    public void What_the_reader_asked_about_is_neither_right_nor_wrong()
    {
        var report = Of(Complaints(2) with { IsAsked = true, IsSettled = true, Said = Intent.Praise }, Complaints(3) with { IsAsked = true, IsAnswered = true });
        report.Intents[0].Precision.ShouldBeNull();
        (report.Asked, report.Settled).ShouldBe((5, 2));
        report.MixUps.ShouldHaveSingleItem().ShouldBe(new MixUp(Intent.Complaint, Intent.Praise, 2), "what it is taken for is worth knowing all the same");
    }

    [Fact]
    public void No_complaint_confirms_any_other_reading()
    {
        var figures = Of(new ReadingCount { Read = Intent.Praise, ReadSentiment = Sentiment.Positive, SaidNotAComplaint = true, Posts = 2 }).Intents[0];
        (figures.Confirmed, figures.Corrected).ShouldBe((2, 0));
    }

    [Fact]
    public void Sentiment_is_counted_where_people_spoke_of_it()
    {
        var report = Of(Complaints(4) with { SaidSentiment = Sentiment.Negative }, Complaints(3) with { SaidSentiment = Sentiment.Mixed, IsJudged = true }, Complaints(9));
        (report.SentimentSaid, report.SentimentCorrected, report.Judged, report.Posts).ShouldBe((7, 3, 3, 16));
    }

    [Theory]
    [InlineData(15, 4, false)] // too few
    [InlineData(16, 4, false)] // just good enough
    [InlineData(15, 5, true)]
    public void Low_precision_of_enough_posts_calls_for_a_proposal(int right, int wrong, bool isLow) =>
        Of(Complaints(right) with { Said = Intent.Complaint }, Complaints(wrong) with { Said = Intent.Question }).Intents[0].IsLow.ShouldBe(isLow);

    [Fact]
    public void Three_mix_ups_are_told_the_most_frequent_first() => Of(
        Complaints(1) with { Said = Intent.Spam },
        Complaints(4) with { Said = Intent.Question },
        Complaints(2) with { SaidNotAComplaint = true },
        new ReadingCount { Read = Intent.Praise, ReadSentiment = Sentiment.Positive, Said = Intent.Complaint, Posts = 3 }).MixUps
        .ShouldBe([new MixUp(Intent.Complaint, Intent.Question, 4), new MixUp(Intent.Praise, Intent.Complaint, 3), new MixUp(Intent.Complaint, null, 2)]);

    private static ReadingCount Complaints(int posts) => new() { Read = Intent.Complaint, ReadSentiment = Sentiment.Negative, Posts = posts };

    private static ReadingReport Of(params ReadingCount[] counts) => ReadingReport.Of(counts);
}
