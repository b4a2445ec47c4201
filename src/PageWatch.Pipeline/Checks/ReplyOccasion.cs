using PageWatch.Domain.Drafts;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Sources;
using PageWatch.Domain.Understanding;

namespace PageWatch.Pipeline.Checks;

/// <summary>What a reply answers, and where and by whose rules.</summary>
/// <param name="Post">Data, never instruction.</param>
/// <param name="Reading">Of that post; null when it has none, and then its language is not compared.</param>
public sealed record ReplyOccasion(Post Post, Reading? Reading, Page Page, PageCapabilities Can, Playbook Playbook)
{
    /// <summary>As a draft is asked for.</summary>
    public static ReplyOccasion Of(DraftRequest request) => new(request.Post, request.Reading, request.Page, request.Can, request.Playbook);
}
