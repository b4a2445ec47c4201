using System.ClientModel;
using System.ClientModel.Primitives;
using System.Text;
using Azure.Identity;
using OpenAI;
using OpenAI.Chat;

namespace PageWatch.Advisers.LanguageModel;

/// <summary>One call over the OpenAI package's pipeline. Whatever comes back becomes a reply; nothing is thrown but for the caller's token.</summary>
internal sealed class ModelClient(LanguageModelOptions options, AuthenticationPolicy signIn, TimeProvider time, ModelTransport transport)
{
    /// <summary>Far more than three replies with every word a chunk of its own; what is longer is no answer.</summary>
    public const int LargestAnswer = 4_000_000;

    // This constructor, which takes keys and identities alike, is marked as one that may change; the package is pinned.
#pragma warning disable OPENAI001
    private readonly ChatClient chat = new(options.Model!, signIn, new OpenAIClientOptions
    {
        Endpoint = options.Endpoint,
        NetworkTimeout = options.Deadline,
        RetryPolicy = new ModelRetry(),
        Transport = transport.Of,
    });
#pragma warning restore OPENAI001

    /// <returns>When time is up for all tries of one draft together.</returns>
    public CancellationTokenSource Deadline() => new(options.Deadline, time);

    /// <param name="soFar">Is told all of the text so far while a stream brings it, on whatever thread reads.</param>
    /// <param name="cancellationToken">Cancelled when time is up; who else cancelled it is for the caller to know.</param>
    public async Task<ModelReply> SendAsync(BinaryData body, Action<StringBuilder>? soFar, CancellationToken cancellationToken)
    {
        var began = false;
        try
        {
            using var content = BinaryContent.Create(body);
            // Answers of every status come back, and are read here up to a limit, as they come.
            var request = new RequestOptions { CancellationToken = cancellationToken, BufferResponse = false, ErrorOptions = ClientErrorBehaviors.NoThrow };
            using var response = (await chat.CompleteChatAsync(content, request)).GetRawResponse();
            began = true;
            return await ReadAsync(response, soFar, cancellationToken);
        }
        catch (Exception problem) when (RefusalOf(problem, began) is { } refusal)
        {
            return new ModelReply.Refused(refusal);
        }
    }

    private static async Task<ModelReply> ReadAsync(PipelineResponse response, Action<StringBuilder>? soFar, CancellationToken cancellationToken)
    {
        var stream = new LimitedStream(response.ContentStream ?? Stream.Null, LargestAnswer);
        var type = response.Headers.TryGetValue("Content-Type", out var told) ? told ?? "" : "";
        if (response.Status == 200 && type.StartsWith("text/event-stream", StringComparison.OrdinalIgnoreCase))
            return await ModelStream.ReadAsync(stream, soFar, cancellationToken);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var text = await reader.ReadToEndAsync(cancellationToken);
        var json = ModelJson.Parse(text);
        if (response.Status != 200)
            return new ModelReply.Refused(ModelRefusal.Of(response.Status, json, ModelRetry.WaitOf(response)));
        // A whole answer though a stream was asked is an answer.
        return json is null ? new ModelReply.Refused(ModelRefusal.NotCompatible("its answer is neither a stream nor JSON")) : ModelStream.Whole(json.Value);
    }

    /// <returns>Null for what is a bug of ours.</returns>
    /// <param name="began">The answer had begun.</param>
    private static ModelRefusal? RefusalOf(Exception problem, bool began) => problem switch
    {
        OperationCanceledException or TimeoutException => ModelRefusal.TimeIsUp,
        AuthenticationFailedException => ModelRefusal.NoToken,
        AnswerTooLargeException => ModelRefusal.NotCompatible("its answer has no end"),
        // Of the pipeline: connections that failed, time after time.
        ClientResultException or IOException or HttpRequestException => began ? ModelRefusal.CutOff : ModelRefusal.Unreachable,
        AggregateException several => several.InnerExceptions.Select(each => RefusalOf(each, began)).FirstOrDefault(each => each is not null),
        _ => null,
    };
}

/// <summary>By which connections calls go.</summary>
internal sealed record ModelTransport(PipelineTransport Of);

/// <summary>What came of a call.</summary>
internal abstract record ModelReply
{
    private ModelReply()
    {
    }

    /// <param name="Text">The whole answer, ended by the model itself. Hostile.</param>
    public sealed record Answered(string Text) : ModelReply;

    public sealed record Refused(ModelRefusal Refusal) : ModelReply;
}
