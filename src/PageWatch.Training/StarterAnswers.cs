using PageWatch.Domain.Understanding;
using PageWatch.Pipeline.Understanding;
using PageWatch.Pipeline.Understanding.Measures;

namespace PageWatch.Training;

/// <summary>What the starter reader answers: word lists and rules, without a model.</summary>
internal static class StarterAnswers
{
    private static readonly StarterReader Reader = new();

    /// <param name="task">"sentiment", "complaint" or "spam": what its readings have.</param>
    public static TaskAnswer Of(string task, LabelledText text)
    {
        var reading = Reader.Read(BarePost.Of(text.Text, text.Language));
        if (task == "sentiment")
        {
            // The files know no mixed posts; what is criticised in them is what one is alerted by.
            var label = reading.Sentiment is Sentiment.Negative or Sentiment.Mixed ? "negative" : reading.Sentiment == Sentiment.Positive ? "positive" : "neutral";
            return new TaskAnswer(label, reading.SentimentConfidence, label == "negative" ? reading.SentimentConfidence : (1 - reading.SentimentConfidence) / 2);
        }

        var isIt = reading.Intent == (task == "spam" ? Intent.Spam : Intent.Complaint);
        return new TaskAnswer(isIt ? task : "not_" + task, reading.IntentConfidence, isIt ? reading.IntentConfidence : 1 - reading.IntentConfidence);
    }
}
