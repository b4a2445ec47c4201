using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace PageWatch.Platforms.Mastodon;

/// <summary>Settings of the section <c>Platforms:Mastodon</c>.</summary>
public sealed class MastodonOptions
{
    /// <summary>How long a server may go on with a reply after we stopped listening. One that is not there sooner proves nothing.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan SettlingTime { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How many of the newest mentions, own posts or posts of a hashtag are read when a watch begins, and by the nightly reconciliation.</summary>
    [Range(1, 200)]
    public int FirstLook { get; set; } = 80;
}

[OptionsValidator]
internal sealed partial class MastodonOptionsValidator : IValidateOptions<MastodonOptions>;
