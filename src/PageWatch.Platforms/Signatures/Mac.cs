using System.Security.Cryptography;
using System.Text;
using PageWatch.Domain.Sources;

namespace PageWatch.Platforms.Signatures;

/// <summary>Keyed digests over raw bytes, compared in constant time.</summary>
internal static class Mac
{
    /// <summary>Bytes of the longest digest, that of SHA-512.</summary>
    public const int LongestDigest = 64;

    /// <summary>Digests read of one header: while a secret changes there are two, and no sender has many.</summary>
    public const int MostDigests = 16;

    /// <summary>Characters of a header, or of several together, that are read at all.</summary>
    public const int LongestHeader = 4_096;

    /// <summary>Why a call is forged of which nothing else can be said.</summary>
    public const string NoneFits = "No signature fits the bytes under any secret of this page.";

    private const int UsualKey = 256;

    /// <summary>Whether a digest fits under one of the secrets, each taken as it is written, in UTF-8.</summary>
    /// <param name="told">The digests that the caller told, one after another, each as long as the algorithm makes them.</param>
    public static bool Fits(HashAlgorithmName algorithm, IReadOnlyList<Secret> secrets, ReadOnlySpan<byte> signed, ReadOnlySpan<byte> told)
    {
        Span<byte> usual = stackalloc byte[UsualKey];
        var fits = false;
        for (var i = 0; i < secrets.Count; i++)
        {
            var secret = secrets[i].Value;
            var key = Encoding.UTF8.GetMaxByteCount(secret.Length) <= usual.Length ? usual[..Encoding.UTF8.GetBytes(secret, usual)] : Encoding.UTF8.GetBytes(secret);
            fits |= Fits(algorithm, key, signed, told);
        }

        return fits;
    }

    /// <param name="key">An empty one opens nothing.</param>
    public static bool Fits(HashAlgorithmName algorithm, ReadOnlySpan<byte> key, ReadOnlySpan<byte> signed, ReadOnlySpan<byte> told)
    {
        if (key.IsEmpty || told.IsEmpty)
            return false;
        Span<byte> digest = stackalloc byte[LongestDigest];
        digest = digest[..CryptographicOperations.HmacData(algorithm, key, signed, digest)];
        var fits = false;
        for (; told.Length >= digest.Length; told = told[digest.Length..])
            fits |= CryptographicOperations.FixedTimeEquals(told[..digest.Length], digest);
        return fits;
    }

    /// <summary>Reads a whole digest in hex, of either case.</summary>
    public static bool TryHex(ReadOnlySpan<char> text, Span<byte> digest) =>
        text.Length == digest.Length * 2 && Convert.FromHexString(text, digest, out _, out var written) == System.Buffers.OperationStatus.Done && written == digest.Length;

    /// <summary>Reads a whole digest in base64.</summary>
    public static bool TryBase64(ReadOnlySpan<char> text, Span<byte> digest) =>
        text.Length == (digest.Length + 2) / 3 * 4 && Convert.TryFromBase64Chars(text, digest, out var written) && written == digest.Length;
}
