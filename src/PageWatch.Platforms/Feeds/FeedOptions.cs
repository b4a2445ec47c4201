using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace PageWatch.Platforms.Feeds;

/// <summary>How feeds are read. Settings of the section <c>Platforms:Feed</c>.</summary>
public sealed class FeedOptions
{
    /// <summary>A feed is read whole at least this often, whatever its server says of changes: many say "unchanged" when a post was edited.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "1.00:00:00")]
    public TimeSpan FullReadEvery { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>Pages of a feed that the first read follows into the past, its first one included.</summary>
    [Range(1, 20)]
    public int FirstPages { get; set; } = 3;

    /// <summary>Older pages that are followed when everything on the first one is new, and something may have slipped by.</summary>
    [Range(0, 50)]
    public int GapPages { get; set; } = 10;
}

[OptionsValidator]
internal sealed partial class FeedOptionsValidator : IValidateOptions<FeedOptions>;
