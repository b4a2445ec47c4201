using System.Text;
using Microsoft.AspNetCore.DataProtection;
using PageWatch.Pipeline;

namespace PageWatch.Host.Settings;

/// <summary>Seals secrets with keys that lie in the data folder, readable by its owner alone.</summary>
internal sealed class DataProtectionBox(IDataProtectionProvider provider) : ISecretBox
{
    private readonly IDataProtector protector = provider.CreateProtector("PageWatch.Secrets.v1");

    public byte[] Seal(string secret) => protector.Protect(Encoding.UTF8.GetBytes(secret));

    public string Open(byte[] secret) => Encoding.UTF8.GetString(protector.Unprotect(secret));
}
