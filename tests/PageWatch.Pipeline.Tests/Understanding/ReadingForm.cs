using PageWatch.Domain.Posts;
using PageWatch.Domain.Understanding;

namespace PageWatch.Pipeline.Tests.Understanding;

/// <summary>What holds for every reading of every text, however hostile.</summary>
internal static class ReadingForm
{
    public static void ShouldHold(Post post, Reading reading, string readBy)
    {
        reading.Post.ShouldBe(post.Id);
        reading.Revision.ShouldBe(post.Revision);
        reading.ReadBy.ShouldBe(readBy);
        reading.IsVerdict.ShouldBeFalse();
        reading.Language.ShouldMatch("^[a-z]{2,3}$");
        reading.LanguageConfidence.ShouldBeInRange(0, 1);
        reading.SentimentConfidence.ShouldBeInRange(0, 1);
        reading.IntentConfidence.ShouldBeInRange(0, 1);
        (reading.UrgencyReasons.Count > 0).ShouldBe(reading.Urgency != Urgency.Whenever);
        reading.UrgencyReasons.ShouldBeUnique();

        InOrder(post.Text, reading.Evidence.Select(evidence => (evidence.Start, evidence.Length)));
        InOrder(post.Text, reading.Personal.Select(datum => (datum.Start, datum.Length)));
        foreach (var evidence in reading.Evidence)
            evidence.For.ShouldMatch("^[a-z]+$");

        var all = post.Title + "\n" + post.Text;
        foreach (var topic in reading.Topics)
        {
            all.ShouldContain(topic, Case.Sensitive);
            topic.Length.ShouldBeInRange(2, 80);
        }

        if (reading.Unclear is { } unclear)
        {
            unclear.Why.ShouldNotBeNullOrWhiteSpace();
            unclear.First.ShouldNotBe(unclear.Second);
            unclear.FirstConfidence.ShouldBeInRange(unclear.SecondConfidence, 1);
            unclear.SecondConfidence.ShouldBeInRange(0, 1);
        }
    }

    private static void InOrder(string text, IEnumerable<(int Start, int Length)> spans)
    {
        var free = 0;
        foreach (var (start, length) in spans)
        {
            start.ShouldBeGreaterThanOrEqualTo(free);
            length.ShouldBeGreaterThan(0);
            free = start + length;
        }

        free.ShouldBeLessThanOrEqualTo(text.Length);
    }
}
