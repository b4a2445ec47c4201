using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace PageWatch.Platforms.Bluesky;

/// <summary>Settings of the section <c>Platforms:Bluesky</c>.</summary>
public sealed class BlueskyOptions : IValidatableObject
{
    /// <summary>Where accounts sign in: the entry of the hosting service, or the server (PDS) of one's own. What follows goes where the account's document says.</summary>
    [Required]
    public Uri? Service { get; set; } = new("https://bsky.social");

    /// <summary>Where everybody may read, without an account.</summary>
    [Required]
    public Uri? PublicView { get; set; } = new("https://public.api.bsky.app");

    /// <summary>
    /// How long a reply may be on its way after we stopped listening, and how long a post that was just written may be missing from what is shown:
    /// absence before then proves nothing.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan SettlingTime { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How many of the newest notifications are read when a watch begins.</summary>
    [Range(1, 5000)]
    public int FirstLook { get; set; } = 200;

    /// <summary>A password goes to the one, and both are hosts without a path. Plain http is for this machine alone.</summary>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var (name, address) in ((string, Uri?)[])[(nameof(Service), Service), (nameof(PublicView), PublicView)])
        {
            if (address is not null && !IsHost(address))
                yield return new ValidationResult($"{name} is no https address of a host: write it as in https://bsky.social, without a path.", [name]);
        }
    }

    private static bool IsHost(Uri address) =>
        address is { IsAbsoluteUri: true, PathAndQuery: "/", Fragment: "", UserInfo: "" }
        && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback));
}

[OptionsValidator]
internal sealed partial class BlueskyOptionsValidator : IValidateOptions<BlueskyOptions>;
