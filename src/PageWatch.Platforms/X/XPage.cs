using PageWatch.Domain.Posts;
using PageWatch.Domain.Sources;

namespace PageWatch.Platforms.X;

/// <summary>Which account is read, and with what.</summary>
/// <param name="Account">Its id, which stays when its name changes.</param>
/// <param name="Name">Without "@"; for messages and links.</param>
internal sealed record XPage(XKeys Keys, string Account, string Name)
{
    /// <summary>Names in <see cref="Page.Settings"/>; stored.</summary>
    public const string AccountSetting = "account";

    public static PlatformId Platform { get; } = new("x");

    /// <exception cref="PlatformException">The page is no account, or its keys are not whole.</exception>
    public static XPage Of(PageCall call)
    {
        var account = call.Page.AccountId ?? call.Page.Settings.GetValueOrDefault(AccountSetting);
        if (!XId.IsGood(account))
            throw new PlatformException(PlatformFailure.NotUnderstood, $"Could not read {call.Page.Address}: no account is noted for it. Watch it again.");
        return new XPage(XKeys.In(call.Credentials, $"read {call.Page.Address}"), account!, call.Page.Address.AbsolutePath.Trim('/'));
    }

    /// <summary>Who wrote it need not be known: X leads on from there.</summary>
    public static Uri LinkTo(string? author, string id) => new($"https://x.com/{(XAddress.IsName(author) ? author : "i")}/status/{id}");
}
