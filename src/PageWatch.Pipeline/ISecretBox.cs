namespace PageWatch.Pipeline;

/// <summary>Seals what must not be read by whoever gets hold of the database.</summary>
public interface ISecretBox
{
    byte[] Seal(string secret);

    /// <exception cref="System.Security.Cryptography.CryptographicException">The keys that sealed it are gone.</exception>
    string Open(byte[] secret);
}
