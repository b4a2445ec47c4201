using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using PageWatch.Domain.Sources;

namespace PageWatch.Platforms.GenericWebhook;

/// <summary>A call's bytes as a JSON document: JSON as it is, a form as an object of its fields.</summary>
internal static class CallBody
{
    public const int Deepest = 32;
    private const int MostFields = 1_000;
    private const string Form = "application/x-www-form-urlencoded";
    private const string Multipart = "multipart/";

    /// <summary>The field that holds all as JSON, where a sender wraps it so.</summary>
    private const string Payload = "payload";

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = Deepest };

    /// <exception cref="JsonException">It is neither JSON nor a form; the message says why, in a sentence.</exception>
    public static JsonDocument Open(WebhookCall call)
    {
        var type = call.Headers.TryGetValue("content-type", out var values) && values.Count > 0 ? values[0].TrimStart() : "";
        if (type.StartsWith(Multipart, StringComparison.OrdinalIgnoreCase))
            throw new JsonException("It is a multipart form. Let the sender send JSON, or a plain form (application/x-www-form-urlencoded).");
        var body = WithoutMark(call.Body);
        if (body.Span.IndexOfAnyExcept(" \t\r\n"u8) < 0)
            throw new JsonException("It is empty.");
        if (type.StartsWith(Form, StringComparison.OrdinalIgnoreCase))
            body = OfForm(Encoding.UTF8.GetString(body.Span));
        else if (!Utf8.IsValid(body.Span))
            body = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(body.Span)); // what is no UTF-8 becomes U+FFFD, the rest is read
        return Parse(body);
    }

    /// <summary>JSON of a form: an object of its fields, or what its field <c>payload</c> holds.</summary>
    private static ReadOnlyMemory<byte> OfForm(string form)
    {
        var fields = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        var count = 0;
        foreach (var pair in form.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            if (++count > MostFields)
                throw new JsonException($"The form has more than {MostFields} fields.");
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            var name = Decoded(equals < 0 ? pair : pair[..equals]);
            if (!fields.TryGetValue(name, out var told))
                fields[name] = told = [];
            told.Add(equals < 0 ? "" : Decoded(pair[(equals + 1)..]));
        }

        if (fields.TryGetValue(Payload, out var wrapped) && wrapped is [var json] && json.AsSpan().TrimStart() is ['{' or '[', ..])
            return Encoding.UTF8.GetBytes(json);

        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            foreach (var (name, told) in fields)
            {
                if (told is [var one])
                {
                    writer.WriteString(name, one);
                    continue;
                }

                writer.WriteStartArray(name);
                foreach (var each in told)
                    writer.WriteStringValue(each);
                writer.WriteEndArray();
            }

            writer.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    // UTF-8 round once more: a percent-encoded half of a character must not reach the writer, which refuses it.
    private static string Decoded(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(Uri.UnescapeDataString(text.Replace('+', ' '))));

    private static JsonDocument Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            return JsonDocument.Parse(LoneSurrogates.Mended(json), Options);
        }
        catch (JsonException problem)
        {
            var where = problem.LineNumber is { } line ? $" at line {line + 1}, byte {(problem.BytePositionInLine ?? 0) + 1}" : "";
            throw new JsonException($"It is not JSON{where}, or nests deeper than {Deepest}.", problem);
        }
    }

    private static ReadOnlyMemory<byte> WithoutMark(ReadOnlyMemory<byte> body) => body.Span.StartsWith("\uFEFF"u8) ? body[3..] : body;
}
