using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace PageWatch.Platforms.Facebook;

/// <summary>Settings of the section <c>Platforms:Facebook</c>.</summary>
public sealed class FacebookOptions
{
    /// <summary>Where the Graph API is; https, without a path. Plain http only on this machine, for tests.</summary>
    [Required]
    [RegularExpression(@"https://[A-Za-z0-9.\-]+(:\d{1,5})?/?|http://(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?/?")]
    public string BaseUrl { get; set; } = "https://graph.facebook.com";

    /// <summary>The version of the API. Each ends about two years after it began; after that the oldest living one answers.</summary>
    [Required]
    [RegularExpression(@"v\d{1,3}\.\d")]
    public string Version { get; set; } = "v26.0";

    /// <summary>How long Facebook may go on with a reply after we stopped listening. One that is not there sooner proves nothing.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan SettlingTime { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How many of the newest posts are read with their comments when a watch begins, and by the nightly reconciliation.</summary>
    [Range(1, 100)]
    public int FirstLook { get; set; } = 50;

    /// <summary>After how long a post and all its comments are read again, so that edits and deletions are noticed.</summary>
    [Range(typeof(TimeSpan), "00:10:00", "7.00:00:00")]
    public TimeSpan ReadAgainEvery { get; set; } = TimeSpan.FromDays(1);

    /// <summary>Posts on which nothing has happened for longer are not read again.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "90.00:00:00")]
    public TimeSpan ReadAgainFor { get; set; } = TimeSpan.FromDays(14);

    /// <summary>The longest comment in UTF-16 characters; Facebook documents none.</summary>
    [Range(1, 20_000)]
    public int LongestReply { get; set; } = 8_000;
}

[OptionsValidator]
internal sealed partial class FacebookOptionsValidator : IValidateOptions<FacebookOptions>;
