using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace PageWatch.Benchmarks.Load;

/// <summary>Makes requests as a shop's system sends them: a post each, signed as Standard Webhooks says, two in five of them something to answer.</summary>
/// <remarks>Every post is a conversation of its own, by an author of its own: the dearest case. The author's number finds the post again on its card.</remarks>
internal sealed class PostMaker(Uri hook, string secret)
{
    /// <summary>Before the number in every author's name.</summary>
    public const string AuthorPrefix = "Visitor ";

    private static readonly string[] ToAnswer =
    [
        "My parcel has been late for nine days and nobody answers my mails. This is really bad service.",
        "The kettle I bought last week is broken already, the lid fell off on the second day. I want my money back!",
        "Where is my order? It should have been here on Monday and the tracking page says nothing.",
        "Do you ship to Portugal, and how long does it usually take?",
        "Your app crashes every time I try to pay. I have lost my basket three times now.",
        "I was charged twice for one ticket and the hotline keeps me waiting for an hour.",
        "Terrible experience in the Hamburg shop today, the staff was rude and the refund was refused.",
        "How can I change the address of an order that I made this morning?",
    ];

    private static readonly string[] ToKeep =
    [
        "Thank you so much for the quick help yesterday, you made my day.",
        "Great shop, lovely people, I will come back for sure.",
        "We visited the new store in the old town on Saturday with the whole family.",
        "Love the new colours!",
        "Thanks, it arrived this morning and all is well.",
        "Best bread in town, as always. The sourdough is wonderful.",
        "The window display at the corner is beautiful this winter.",
        "Wonderful service at the counter, thank you Maria and the whole team.",
        "Happy birthday to all of you, twenty years is something to be proud of.",
        "I have been a customer since 2009 and was never disappointed.",
        "Good music on Friday night, the band was wonderful.",
        "Just saw your van on the motorway, nice new logo.",
    ];

    private readonly byte[] key = Convert.FromBase64String(secret["whsec_".Length..]);
    private readonly byte[] before = Encoding.ASCII.GetBytes($"POST {hook.AbsolutePath} HTTP/1.1\r\nHost: {hook.Authority}\r\nContent-Type: application/json\r\nwebhook-id: ");
    private readonly byte[][] toAnswer = [.. ToAnswer.Select(Encoding.UTF8.GetBytes)];
    private readonly byte[][] toKeep = [.. ToKeep.Select(Encoding.UTF8.GetBytes)];

    /// <summary>Whether post number <paramref name="number"/> is one to answer: two of five are.</summary>
    public static bool IsToAnswer(long number) => number % 5 is 1 or 3;

    /// <summary>Writes the request of one post.</summary>
    /// <param name="buffer">2 KiB are enough.</param>
    /// <returns>How many bytes it has.</returns>
    public int Write(long number, DateTimeOffset now, Span<byte> buffer)
    {
        Span<byte> body = stackalloc byte[1024];
        var text = IsToAnswer(number) ? toAnswer[(int)(number / 5 % toAnswer.Length)] : toKeep[(int)(number / 5 % toKeep.Length)];
        var length = 0;
        Put(body, ref length, "{\"id\":\"p"u8);
        Put(body, ref length, number);
        Put(body, ref length, "\",\"author\":\"Visitor "u8);
        Put(body, ref length, number);
        Put(body, ref length, "\",\"text\":\""u8);
        Put(body, ref length, text);
        Put(body, ref length, " ("u8);
        Put(body, ref length, number);
        Put(body, ref length, ")\",\"created_at\":\""u8);
        length += Encoding.ASCII.GetBytes(now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture), body[length..]);
        Put(body, ref length, "\",\"url\":\"https://shop.example/wall/"u8);
        Put(body, ref length, number);
        Put(body, ref length, "\"}"u8);
        body = body[..length];

        Span<byte> signed = stackalloc byte[1536];
        var signedLength = 0;
        Put(signed, ref signedLength, "d"u8);
        Put(signed, ref signedLength, number);
        var id = signedLength;
        Put(signed, ref signedLength, "."u8);
        var stamp = signedLength;
        Put(signed, ref signedLength, now.ToUnixTimeSeconds());
        var stampEnd = signedLength;
        Put(signed, ref signedLength, "."u8);
        Put(signed, ref signedLength, body);
        Span<byte> hash = stackalloc byte[32];
        HMACSHA256.HashData(key, signed[..signedLength], hash);

        var all = 0;
        Put(buffer, ref all, before);
        Put(buffer, ref all, signed[..id]);
        Put(buffer, ref all, "\r\nwebhook-timestamp: "u8);
        Put(buffer, ref all, signed[stamp..stampEnd]);
        Put(buffer, ref all, "\r\nwebhook-signature: v1,"u8);
        Base64.EncodeToUtf8(hash, buffer[all..], out _, out var encoded);
        all += encoded;
        Put(buffer, ref all, "\r\nContent-Length: "u8);
        Put(buffer, ref all, body.Length);
        Put(buffer, ref all, "\r\n\r\n"u8);
        Put(buffer, ref all, body);
        return all;
    }

    private static void Put(Span<byte> buffer, ref int length, ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(buffer[length..]);
        length += bytes.Length;
    }

    private static void Put(Span<byte> buffer, ref int length, long number)
    {
        Utf8Formatter.TryFormat(number, buffer[length..], out var written);
        length += written;
    }
}
