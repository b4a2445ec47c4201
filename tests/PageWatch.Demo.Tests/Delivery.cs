using System.Text;
using System.Text.Json;
using PageWatch.Domain.Sources;

namespace PageWatch.Demo.Tests;

/// <summary>One attempt at telling of a change.</summary>
internal sealed record Delivery(WebhookCall Call)
{
    public string Id => Call.Single("webhook-id")!;

    public string Timestamp => Call.Single("webhook-timestamp")!;

    public string Text => Encoding.UTF8.GetString(Call.Body.Span);

    public JsonElement Body => JsonDocument.Parse(Call.Body).RootElement;

    public string Event => Body.GetProperty("event").GetString()!;

    public string Thread => Body.GetProperty("post").GetProperty("thread").GetString()!;

    public string Said => Body.GetProperty("post").GetProperty("text").GetString()!;
}
