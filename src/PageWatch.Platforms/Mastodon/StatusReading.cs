using System.Globalization;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Publishing;
using PageWatch.Platforms.Markup;

namespace PageWatch.Platforms.Mastodon;

/// <summary>Turns a post of the API into the words of the field.</summary>
internal static class StatusReading
{
    private const int MostOptions = 20;

    /// <param name="thread">Native id of the thread's root; null when it is not known here.</param>
    public static PostSnapshot ToPost(this StatusWire status, MastodonPage page, string? thread)
    {
        var link = status.LinkOn(page);
        var (text, pictures) = HtmlText.Read(status.Content!, null);
        var isOurs = status.IsBy(page.Account);
        return new PostSnapshot
        {
            NativeId = status.Id!,
            ParentNativeId = MastodonId.IsGood(status.InReplyToId) ? status.InReplyToId : null,
            ThreadNativeId = thread == status.Id ? null : thread,
            Author = new Author(status.Account!.Id, NameOf(status.Account), HtmlText.Resolve(status.Account.Url, null)) { Followers = status.Account.FollowersCount },
            Text = WithOptions(isOurs ? AddressLine.WithoutIt(AddressLine.WholeHandles(text, status), status) : text, status),
            Title = string.IsNullOrWhiteSpace(status.SpoilerText) ? null : status.SpoilerText,
            PublishedAt = TimeOf(status.CreatedAt),
            RevisionMark = (TimeOf(status.EditedAt) ?? TimeOf(status.CreatedAt))?.ToUnixTimeMilliseconds(),
            IsOurs = isOurs,
            Link = link,
            LanguageHint = string.IsNullOrWhiteSpace(status.Language) ? null : status.Language,
            Attachments = [.. MediaOf(status).Concat(pictures).Distinct()],
        };
    }

    public static FoundReply ToReply(this StatusWire status, MastodonPage page) =>
        new(status.Id!, status.ToPost(page, null).Text, status.LinkOn(page), TimeOf(status.CreatedAt), Held: false);

    /// <summary>By the account's id alone: names can be taken by anybody.</summary>
    public static bool IsBy(this StatusWire status, string? account) => account is not null && status.Account?.Id == account;

    public static Uri? LinkOn(this StatusWire status, MastodonPage page) => HtmlText.Resolve(status.Url, null) ?? page.LinkTo(status);

    public static DateTimeOffset? WrittenAt(this StatusWire status) => TimeOf(status.CreatedAt);

    public static string NameOf(AccountWire account) =>
        !string.IsNullOrWhiteSpace(account.DisplayName) ? account.DisplayName : account.Acct is { Length: > 0 } handle ? "@" + handle : account.Username ?? "";

    /// <summary>In the order of their writing, but never an answer before what it answers.</summary>
    public static IEnumerable<StatusWire> ParentsFirst(IEnumerable<StatusWire> statuses)
    {
        var all = new Dictionary<string, StatusWire>(StringComparer.Ordinal);
        foreach (var status in statuses)
            all.TryAdd(status.Id!, status);
        var placed = new HashSet<string>(StringComparer.Ordinal);
        var line = new Stack<StatusWire>();
        foreach (var status in all.Values.OrderBy(each => each.WrittenAt()).ThenBy(each => each.Id!, MastodonId.Order))
        {
            var at = status;
            while (at is not null && placed.Add(at.Id!))
            {
                line.Push(at);
                at = at.InReplyToId is { } parent ? all.GetValueOrDefault(parent) : null;
            }

            while (line.TryPop(out var next))
                yield return next;
        }
    }

    private static DateTimeOffset? TimeOf(string? told) =>
        DateTimeOffset.TryParse(told, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at) ? at : null;

    /// <summary>What can be voted for is part of what was said.</summary>
    private static string WithOptions(string text, StatusWire status)
    {
        var options = (status.Poll?.Options ?? []).Select(option => option?.Title).Where(title => !string.IsNullOrWhiteSpace(title)).Take(MostOptions).Select(title => "- " + title).ToList();
        return options.Count == 0 ? text : string.Join('\n', options.Prepend(text)).Trim();
    }

    private static IEnumerable<Attachment> MediaOf(StatusWire status)
    {
        foreach (var media in status.MediaAttachments ?? [])
        {
            if (media is null || (HtmlText.Resolve(media.Url, null) ?? HtmlText.Resolve(media.RemoteUrl, null)) is not { } link)
                continue;
            var kind = media.Type switch
            {
                "image" => AttachmentKind.Picture,
                "video" or "gifv" => AttachmentKind.Video,
                "audio" => AttachmentKind.Audio,
                _ => AttachmentKind.Other,
            };
            yield return new Attachment(kind, link, string.IsNullOrWhiteSpace(media.Description) ? null : media.Description.Trim());
        }
    }
}
