using Microsoft.Extensions.Options;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Sources;

namespace PageWatch.Platforms.Mastodon;

/// <summary>
/// Reads what an account is told and what stands under its own posts, or a hashtag. Edits and deletions of what was mentioned are told to nobody who does not read again
/// (README.md, "What is seen, and how fast").
/// </summary>
internal sealed class MastodonSource(MastodonApi api, IOptions<MastodonOptions> options) : IPollSource
{
    private static readonly SourceStream Mentions = new("mentions");
    private static readonly SourceStream Posts = new("posts");
    private static readonly SourceStream Tag = new("tag");

    public PlatformId Platform => MastodonPage.Platform;

    public IReadOnlyList<SourceStream> StreamsOf(Page page) =>
        page.Settings.ContainsKey(MastodonPage.TagSetting) ? [Tag] : page.AccountId is null ? [Posts] : [Mentions, Posts];

    public async ValueTask<PollResult> PollAsync(PageCall call, SourceStream stream, Cursor? after, CancellationToken cancellationToken)
    {
        var page = MastodonPage.Of(call);
        var start = MastodonCursor.Read(after);
        var list = stream.Name switch
        {
            "mentions" => new CatchingUp("api/v1/notifications?types[]=mention&include_filtered=true&limit=80", 80, OfNotifications: true, $"read the mentions of {call.Page.Address}"),
            "tag" => new CatchingUp($"api/v1/timelines/tag/{Uri.EscapeDataString(page.Tag!)}?limit=40", 40, OfNotifications: false, $"read {call.Page.Address}"),
            _ => new CatchingUp($"api/v1/accounts/{page.Account}/statuses?exclude_reblogs=true&limit=40", 40, OfNotifications: false, $"read the posts of {call.Page.Address}"),
        };
        var caught = await list.RunAsync(api, page, start, options.Value.FirstLook, cancellationToken);
        var telling = new Telling(page);
        foreach (var (row, isNew) in caught.Rows)
            telling.Take(row, isNew || call.TellsAgain);

        var next = caught.Next;
        if (stream != Mentions && !caught.MoreNow)
        {
            var again = new ReadingAgain(api, page, telling, start);
            await again.RunAsync(call.Known, cancellationToken);
            next = next with { Again = again.Turn, Singly = again.Singly, Answers = again.Answers };
        }

        return new PollResult(telling.Events(), next.Write(), caught.MoreNow) { Quota = telling.Quota ?? caught.Quota };
    }
}
