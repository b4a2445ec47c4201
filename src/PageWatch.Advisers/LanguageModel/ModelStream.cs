using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json;

namespace PageWatch.Advisers.LanguageModel;

/// <summary>Puts an answer together. It is one only if the last reason that it gives for its end is "stop"; of any other, not a word is used.</summary>
internal static class ModelStream
{
    /// <summary>Comments and events without a choice are passed over; what comes behind an error is not read.</summary>
    /// <param name="soFar">Is told what there is of the text whenever more of it came; not to be kept. Hostile.</param>
    public static async Task<ModelReply> ReadAsync(Stream stream, Action<StringBuilder>? soFar, CancellationToken cancellationToken)
    {
        var answer = new Answer();
        await foreach (var told in SseParser.Create(stream).EnumerateAsync(cancellationToken))
        {
            if (told.Data == "[DONE]")
                break;
            if (ModelJson.Parse(told.Data) is not { ValueKind: JsonValueKind.Object } chunk)
                return new ModelReply.Refused(ModelRefusal.NotCompatible("its stream holds what is no JSON"));
            if (ErrorIn(chunk) is { } error)
                return new ModelReply.Refused(error);
            var choice = ModelJson.First(chunk, "choices");
            if (answer.Add(choice, ModelJson.Member(choice, "delta")))
                soFar?.Invoke(answer.Text);
        }

        return answer.Reply();
    }

    /// <summary>An answer that came in one piece.</summary>
    public static ModelReply Whole(JsonElement json)
    {
        if (ErrorIn(json) is { } error)
            return new ModelReply.Refused(error);
        if (ModelJson.First(json, "choices") is not { } choice)
            return new ModelReply.Refused(ModelRefusal.NotCompatible("its answer has no choice"));
        var answer = new Answer();
        answer.Add(choice, ModelJson.Member(choice, "message"));
        return answer.Reply();
    }

    /// <summary>OpenAI's package passes over these: the stream then ends as if nothing were wrong.</summary>
    private static ModelRefusal? ErrorIn(JsonElement json) => ModelJson.Member(json, "error") is not null ? ModelRefusal.Of(200, json) : null;

    private sealed class Answer
    {
        private bool isDeclined;
        private bool hasChoice;
        private string? reason;

        public StringBuilder Text { get; } = new();

        /// <returns>Whether the text grew.</returns>
        public bool Add(JsonElement? choice, JsonElement? message)
        {
            hasChoice |= choice is not null;
            var before = Text.Length;
            Text.Append(ModelJson.Text(message, "content"));
            isDeclined |= !string.IsNullOrEmpty(ModelJson.Text(message, "refusal"));
            // Early Ollama writes "" into every chunk.
            if (ModelJson.Text(choice, "finish_reason") is { Length: > 0 } told)
                reason = told;
            return Text.Length > before;
        }

        public ModelReply Reply() =>
            !hasChoice ? new ModelReply.Refused(ModelRefusal.NotCompatible("its stream holds no choice"))
            : ModelRefusal.OfEnd(reason) is { } refusal ? new ModelReply.Refused(refusal)
            : isDeclined ? new ModelReply.Refused(ModelRefusal.Declined)
            : new ModelReply.Answered(Text.ToString());
    }
}
