using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using PageWatch.Pipeline.Outbox;
using PageWatch.Pipeline.Teams;
using PageWatch.Pipeline.Understanding;
using PageWatch.Pipeline.Understanding.Model;

namespace PageWatch.Host.Settings;

/// <summary>How the service runs. Settings of the section <c>PageWatch</c>.</summary>
public sealed class ServiceOptions
{
    /// <summary>Where the service listens; several apart by ";".</summary>
    [Required]
    public string Urls { get; set; } = "http://127.0.0.1:5230";

    /// <summary>How people and platforms reach the service from outside, for links; needed when it listens beyond loopback.</summary>
    public Uri? PublicUrl { get; set; }

    /// <summary>Addresses or ranges of proxies whose X-Forwarded headers are believed.</summary>
    public IList<string> TrustedProxies { get; } = [];

    /// <summary>The demo page beside the console; always off when others can reach the service: with a <see cref="PublicUrl"/>, or listening beyond loopback.</summary>
    public bool Demo { get; set; } = true;

    /// <summary>The first member of a fresh installation; the account's name when left out.</summary>
    [StringLength(80)]
    public string? AdminName { get; set; }

    /// <summary>Where everything is kept.</summary>
    public StorageOptions Storage { get; set; } = new();

    /// <summary>How long each class of data is kept.</summary>
    [ValidateObjectMembers]
    public RetentionOptions Retention { get; set; } = new();

    /// <summary>How posts are read.</summary>
    [ValidateObjectMembers]
    public UnderstandingOptions Understanding { get; set; } = new();

    /// <summary>How long channels are waited for.</summary>
    [ValidateObjectMembers]
    public ChannelOptions Channels { get; set; } = new();

    /// <summary>Where the playbook is edited.</summary>
    [ValidateObjectMembers]
    public PlaybookOptions Playbook { get; set; } = new();
}

/// <summary>Settings of the section <c>PageWatch:Playbook</c>.</summary>
public sealed class PlaybookOptions
{
    /// <summary>
    /// The file that the first team's playbook is kept in, from the data folder on. It leads then: what it says is in use when it is saved, and chats only show. Left out: the playbook is
    /// edited in chat. The same for all replicas of one database.
    /// </summary>
    [StringLength(1_000)]
    public string? File { get; set; }

    /// <returns>Null where there is none.</returns>
    public string? PathFrom(string dataFolder) => string.IsNullOrWhiteSpace(File) ? null : Path.GetFullPath(File, dataFolder);

    /// <returns>What is wrong with the settings, with the mend; null when nothing is. That the file itself is not there yet is told by the running service.</returns>
    public string? Problem()
    {
        if (string.IsNullOrWhiteSpace(File))
            return null;
        if (File.Contains('\0', StringComparison.Ordinal) || Path.GetFileName(File).Length == 0 || (Path.IsPathFullyQualified(File) && Directory.Exists(File)))
            return "PageWatch:Playbook:File names no file. Write one, as in playbook.md.";
        return Path.IsPathFullyQualified(File) && Path.GetDirectoryName(File) is { } folder && !Directory.Exists(folder)
            ? $"PageWatch:Playbook:File is \"{File}\", and there is no folder {folder}. Make it, or correct the name."
            : null;
    }
}

/// <summary>Settings of the section <c>PageWatch:Understanding</c>.</summary>
public sealed class UnderstandingOptions
{
    /// <summary>No model: word lists and rules alone.</summary>
    public const string Starter = "starter";

    /// <summary>
    /// Which of the models that come with the program reads: <c>open</c>, or <c>full</c> for those who may use what research files of unclear licence taught; <c>starter</c> for word
    /// lists and rules alone.
    /// </summary>
    [Required]
    [AllowedValues("open", "full", Starter, ErrorMessage = "{0} can be open, full or starter.")]
    public string Model { get; set; } = ShippedModels.Names[0];

    /// <summary>0 to 1: a person is asked where two answers lie near and the likelier one is less sure than this.</summary>
    [Range(0.0, 1.0)]
    public double AskBelow { get; set; } = 0.5;

    public ReaderOptions ToReader() => new(AskBelow);
}

/// <summary>Settings of the section <c>PageWatch:Channels</c>.</summary>
public sealed class ChannelOptions
{
    /// <summary>A channel that took nothing for so long is stood in for by the team's fallbacks.</summary>
    [Range(typeof(TimeSpan), "00:00:30", "1.00:00:00")]
    public TimeSpan FallBackAfter { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>A card that was tried for so long is given up, and staff are told.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "30.00:00:00")]
    public TimeSpan GiveUpAfter { get; set; } = TimeSpan.FromDays(1);

    public RelayPlan ToPlan() => new() { FallBackAfter = FallBackAfter, GiveUpAfter = GiveUpAfter };
}

/// <summary>Settings of the section <c>PageWatch:Storage</c>.</summary>
public sealed class StorageOptions
{
    /// <summary>A PostgreSQL database, as <c>Host=…;Database=…;Username=…;Password=…</c>; several replicas may share it. Left out: one SQLite file in the data folder.</summary>
    public string? Postgres { get; set; }

    /// <summary>The folder of the keys that seal secrets; replicas of one database share it. <c>keys</c> in the data folder when left out.</summary>
    public string? Keys { get; set; }
}

/// <summary>Settings of the section <c>PageWatch:Retention</c>.</summary>
public sealed class RetentionOptions
{
    /// <summary>Bytes as they came in.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "366.00:00:00")]
    public TimeSpan RawBytes { get; set; } = TimeSpan.FromDays(7);

    /// <summary>Rows that could not be read and that nobody looked at.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "3660.00:00:00")]
    public TimeSpan Parked { get; set; } = TimeSpan.FromDays(30);

    /// <summary>Posts with their readings and drafts.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "3660.00:00:00")]
    public TimeSpan Posts { get; set; } = TimeSpan.FromDays(400);

    /// <summary>What was before and after, beside the record of who did what.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "3660.00:00:00")]
    public TimeSpan RecordContent { get; set; } = TimeSpan.FromDays(400);

    /// <summary>Finished cards on the console.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "3660.00:00:00")]
    public TimeSpan DoneCards { get; set; } = TimeSpan.FromDays(30);

    /// <summary>That a chat told us something, without what it said: so long a repeat is known. Slack says things again for minutes, a person may press again for days.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "3660.00:00:00")]
    public TimeSpan ChatCalls { get; set; } = TimeSpan.FromDays(7);

    /// <summary>What each hour brought of each page: counts, no content. What is usual is learned from the last twelve weeks.</summary>
    [Range(typeof(TimeSpan), "14.00:00:00", "3660.00:00:00")]
    public TimeSpan Hours { get; set; } = TimeSpan.FromDays(400);

    public RetentionPlan ToPlan() => new() { RawBytes = RawBytes, Parked = Parked, Posts = Posts, RecordContent = RecordContent, DoneCards = DoneCards, ChatCalls = ChatCalls, Hours = Hours };
}

[OptionsValidator]
internal sealed partial class ServiceOptionsValidator : IValidateOptions<ServiceOptions>;

internal static class ServiceOptionsServices
{
    public static IServiceCollection AddServiceOptions(this IServiceCollection services)
    {
        services.AddOptions<ServiceOptions>().BindConfiguration("PageWatch").ValidateOnStart();
        services.AddSingleton<IValidateOptions<ServiceOptions>, ServiceOptionsValidator>();
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<ServiceOptions>>().Value.Retention.ToPlan());
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<ServiceOptions>>().Value.Channels.ToPlan());
        return services;
    }
}
