using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace PageWatch.Platforms.WordPress;

/// <summary>Settings of the section <c>Platforms:WordPress</c>.</summary>
public sealed class WordPressOptions
{
    /// <summary>
    /// How long PHP may go on with a reply after we stopped listening: its <c>max_execution_time</c>, 30 s unless the host changed it. A reply
    /// that is not there sooner proves nothing.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan SettlingTime { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How many of the newest comments are read when a watch begins.</summary>
    [Range(1, 5000)]
    public int FirstLook { get; set; } = 200;
}

[OptionsValidator]
internal sealed partial class WordPressOptionsValidator : IValidateOptions<WordPressOptions>;
