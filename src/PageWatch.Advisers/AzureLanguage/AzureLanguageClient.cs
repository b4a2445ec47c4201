using System.Buffers;
using System.Text.Json;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Identity;

namespace PageWatch.Advisers.AzureLanguage;

/// <summary>One call at a time over Azure's own pipeline. Whatever comes back becomes a reply; nothing is thrown.</summary>
internal sealed class AzureLanguageClient
{
    /// <summary>Far more than ten texts with every sentence repeated; what is longer is not Azure's.</summary>
    private const int LargestAnswer = 8_000_000;

    private readonly HttpPipeline pipeline;
    private readonly Uri analyze;

    /// <param name="signIn">Shows the key or the token.</param>
    public AzureLanguageClient(AzureLanguageOptions options, HttpPipelinePolicy signIn, AzureClientOptions client)
    {
        client.Retry.NetworkTimeout = options.Deadline;
        pipeline = HttpPipelineBuilder.Build(client, signIn);
        analyze = new Uri($"{options.Endpoint!.AbsoluteUri.TrimEnd('/')}/language/:analyze-text?api-version={options.ApiVersion}");
    }

    public async Task<AzureReply> SendAsync(AzureKind kind, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        try
        {
            using var message = pipeline.CreateMessage();
            // Read here, up to a limit, instead of by the pipeline without one.
            message.BufferResponse = false;
            message.Request.Method = RequestMethod.Post;
            message.Request.Uri.Reset(analyze);
            message.Request.Headers.SetValue("Content-Type", "application/json");
            message.Request.Headers.SetValue("Accept", "application/json");
            message.Request.Content = RequestContent.Create(new ReadOnlySequence<byte>(body));
            await pipeline.SendAsync(message, cancellationToken);
            var response = message.Response;
            using var json = await ReadAsync(response.ContentStream, cancellationToken);
            if (response.Status != 200)
                return new AzureReply.Refused(AzureRefusal.Of(response, json?.RootElement));
            return json is not null && AzureResults.Read(kind, json.RootElement) is { } results
                ? new AzureReply.Answered(results)
                : new AzureReply.Refused(AzureRefusal.Unreadable(response));
        }
        catch (Exception problem) when (RefusalOf(problem) is { } refusal)
        {
            return new AzureReply.Refused(refusal);
        }
    }

    /// <returns>Null for what is too long, or no JSON.</returns>
    private static async Task<JsonDocument?> ReadAsync(Stream? content, CancellationToken cancellationToken)
    {
        if (content is null)
            return null;
        using var bytes = new MemoryStream();
        var part = ArrayPool<byte>.Shared.Rent(16_384);
        try
        {
            for (int read; (read = await content.ReadAsync(part, cancellationToken)) > 0;)
            {
                if (bytes.Length + read > LargestAnswer)
                    return null;
                bytes.Write(part, 0, read);
            }

            return JsonDocument.Parse(bytes.GetBuffer().AsMemory(0, (int)bytes.Length));
        }
        catch (JsonException)
        {
            // A proxy's page of HTML, or half an answer: whoever called says so.
            return null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(part);
        }
    }

    /// <returns>Null for what is a bug of ours.</returns>
    private static AzureRefusal? RefusalOf(Exception problem) => problem switch
    {
        OperationCanceledException or TimeoutException => AzureRefusal.TimeIsUp,
        AuthenticationFailedException => AzureRefusal.NoToken,
        // Of the pipeline: connections that failed, time after time.
        Azure.RequestFailedException or IOException or HttpRequestException => AzureRefusal.Unreachable,
        AggregateException several => several.InnerExceptions.Select(RefusalOf).FirstOrDefault(each => each is not null),
        _ => null,
    };
}

/// <summary>What came of a call.</summary>
internal abstract record AzureReply
{
    private AzureReply()
    {
    }

    public sealed record Answered(AzureResults Results) : AzureReply;

    public sealed record Refused(AzureRefusal Refusal) : AzureReply;
}
