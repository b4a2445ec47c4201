using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace PageWatch.Platforms.X;

/// <summary>Settings of the section <c>Platforms:X</c>.</summary>
public sealed class XOptions
{
    /// <summary>Where the API is, with its version and a "/" at the end. Keys are sent there: https, or plain http on this machine only.</summary>
    [Required]
    public Uri Api { get; set; } = new("https://api.x.com/2/");

    /// <summary>How long X may go on with a reply after we stopped listening. One that is not there sooner proves nothing.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan SettlingTime { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How many of the newest mentions and own posts are read when a watch begins, and by the nightly reconciliation. Each costs.</summary>
    [Range(5, 100)]
    public int FirstLook { get; set; } = 40;

    /// <summary>The most posts that one stream of a watch (mentions, own posts) reads in a day, UTC. What is over it is read the next day.</summary>
    [Range(10, 1_000_000)]
    public int MostPostsADay { get; set; } = 2_000;

    /// <summary>How often a hundred known posts are read again for edits and deletions. Each costs, at most once a day.</summary>
    [Range(typeof(TimeSpan), "00:05:00", "12:00:00")]
    public TimeSpan ReadAgainEvery { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Self-serve access lets an account answer only who mentions it or quotes it. False for an enterprise agreement, which is exempt.</summary>
    public bool AnswersOnlyWhoAsks { get; set; } = true;
}

[OptionsValidator]
internal sealed partial class XOptionsValidator : IValidateOptions<XOptions>;
