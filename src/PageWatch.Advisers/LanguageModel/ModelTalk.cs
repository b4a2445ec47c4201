using System.Text;
using Microsoft.Extensions.Logging;

namespace PageWatch.Advisers.LanguageModel;

/// <summary>Asks the model for one thing, once and at most once more, within one time limit; rests where that is asked of us, and tells in the log what to mend.</summary>
internal sealed partial class ModelTalk(ModelClient client, ModelRests rests, ModelMeter meter, ILogger<ModelTalk> logger)
{
    private const int MostTries = 2;

    /// <param name="what">What is asked for, for the log: "draft".</param>
    /// <param name="body">Of a call: whether the one before was too long, and a field that the server does not take.</param>
    /// <param name="read">Reads an answer; null for another shape than asked, which another try may mend.</param>
    /// <param name="soFar">Is told all that a try has brought so far; a second try begins anew. Null where nobody looks on.</param>
    /// <returns>Either an answer or why there is none.</returns>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public async Task<(T? Answer, ModelRefusal? Refusal)> AskAsync<T>(string what, Func<bool, string?, BinaryData> body, Func<string, T?> read, Action<StringBuilder>? soFar, CancellationToken cancellationToken)
        where T : class
    {
        if (rests.WhyNot() is { } resting)
            return (null, new ModelRefusal(resting, RefusalKind.OfThisPost));
        using var deadline = client.Deadline();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        var (answer, refusal) = await TryAsync(body, read, soFar, either.Token);
        // What the caller no longer wants is neither late nor refused.
        cancellationToken.ThrowIfCancellationRequested();
        if (refusal is null)
            return (answer, null);
        if (rests.Refused(refusal) is { } rest)
            Log.Resting(logger, rest, refusal.Why, refusal.Status, refusal.Code, refusal.Mend);
        else if (refusal.Mend.Length > 0)
            Log.Refused(logger, what, refusal.Why, refusal.Mend);
        return (null, refusal);
    }

    private async Task<(T? Answer, ModelRefusal? Refusal)> TryAsync<T>(Func<bool, string?, BinaryData> body, Func<string, T?> read, Action<StringBuilder>? soFar, CancellationToken cancellationToken)
        where T : class
    {
        var shorter = false;
        string? without = null;
        for (var tries = 1; ; tries++)
        {
            var reply = await client.SendAsync(body(shorter, without), soFar, cancellationToken);
            meter.Called(reply is ModelReply.Refused { Refusal.Status: var status } ? status : 200);
            var refusal = ModelRefusal.OtherShape;
            if (reply is ModelReply.Refused refused)
                refusal = refused.Refusal;
            else if (reply is ModelReply.Answered { Text: var text } && read(text) is { } answer)
                return (answer, null);

            if (tries == MostTries || refusal.Kind is not (RefusalKind.Shortens or RefusalKind.Field or RefusalKind.Again))
                return (null, refusal);
            shorter |= refusal.Kind == RefusalKind.Shortens;
            without = refusal.Kind == RefusalKind.Field ? refusal.Code : without;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The language model is not asked for {Rest}: {Why}. Status {Status}, code \"{Code}\". {Mend}")]
        public static partial void Resting(ILogger logger, TimeSpan rest, string why, int status, string code, string mend);

        [LoggerMessage(2, LogLevel.Warning, "The language model gave no {What}: {Why}. {Mend}")]
        public static partial void Refused(ILogger logger, string what, string why, string mend);
    }
}
