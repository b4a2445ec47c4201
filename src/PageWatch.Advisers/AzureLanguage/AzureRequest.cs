using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace PageWatch.Advisers.AzureLanguage;

/// <summary>The body of one call, and which documents go into it.</summary>
internal static class AzureRequest
{
    /// <summary>Azure takes 1 MB; what stands around the texts is small.</summary>
    private const int MostBytes = 900_000;

    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>What is asked for of personal data. Names of days, places of work and links identify nobody here.</summary>
    private static readonly string[] Categories = ["Person", "PhoneNumber", "Email", "Address", "CreditCardNumber", "InternationalBankingAccountNumber"];

    /// <summary>Cuts documents into calls that Azure takes: neither too many nor too large.</summary>
    public static IEnumerable<IReadOnlyList<AzureDocument>> Batches(AzureKind kind, IEnumerable<AzureDocument> documents)
    {
        var batch = new List<AzureDocument>();
        var bytes = 0;
        foreach (var document in documents)
        {
            var size = SizeOf(document.Text);
            if (batch.Count > 0 && (batch.Count == kind.MostDocuments || bytes + size > MostBytes))
            {
                yield return batch;
                batch = [];
                bytes = 0;
            }

            batch.Add(document);
            bytes += size;
        }

        if (batch.Count > 0)
            yield return batch;
    }

    public static ReadOnlyMemory<byte> Body(AzureKind kind, IReadOnlyList<AzureDocument> documents)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes, Writing))
        {
            json.WriteStartObject();
            json.WriteString("kind", kind.Name);
            json.WriteStartObject("parameters");
            json.WriteString("modelVersion", "latest");
            // Else Azure may keep the text for two days, for its own troubleshooting.
            json.WriteBoolean("loggingOptOut", true);
            if (kind == AzureKind.Sentiment)
                json.WriteBoolean("opinionMining", true);
            if (kind == AzureKind.Sentiment || kind == AzureKind.Personal)
                json.WriteString("stringIndexType", "Utf16CodeUnit");
            if (kind == AzureKind.Personal)
            {
                json.WriteString("domain", "none");
                json.WriteStartArray("piiCategories");
                foreach (var category in Categories)
                    json.WriteStringValue(category);
                json.WriteEndArray();
            }

            json.WriteEndObject();
            json.WriteStartObject("analysisInput");
            json.WriteStartArray("documents");
            foreach (var document in documents)
            {
                json.WriteStartObject();
                json.WriteString("id", document.Id);
                // Left out, Azure takes "US" here, and English there.
                if (kind == AzureKind.Language)
                    json.WriteString("countryHint", "");
                else
                    json.WriteString("language", document.Language);
                json.WriteString("text", document.Text);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return bytes.WrittenMemory;
    }

    /// <summary>At most: every sign may be escaped, those of one byte to six.</summary>
    private static int SizeOf(string text) => 100 + Encoding.UTF8.GetByteCount(text) + (5 * text.Count(static c => c is < ' ' or '"' or '\\' or '\u007f'));
}
