using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace PageWatch.Platforms.Fetching;

/// <summary>How pages are asked. Settings of the section <c>Fetch</c>.</summary>
public sealed class FetchOptions
{
    /// <summary>
    /// Hosts, addresses and ranges that may be fetched although they are private: <c>intranet.example</c>, <c>10.1.2.3</c>, <c>10.0.0.0/8</c>,
    /// <c>127.0.0.1:8081</c> (that port only). Empty: only public addresses. Never set by chat.
    /// </summary>
    public IList<string> AllowPrivate { get; } = [];

    /// <summary>Bytes of one answer, unpacked.</summary>
    [Range(1024, 50 * 1024 * 1024)]
    public int LargestAnswer { get; set; } = 5 * 1024 * 1024;

    /// <summary>For one answer with all its redirects.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:02:00")]
    public TimeSpan TimeLimit { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>Told to every page we read: who reads it, and where to complain.</summary>
    [Required]
    public string UserAgent { get; set; } = "PageWatch/0.1 (+https://github.com/pagewatch/pagewatch)";
}

[OptionsValidator]
internal sealed partial class FetchOptionsValidator : IValidateOptions<FetchOptions>;
