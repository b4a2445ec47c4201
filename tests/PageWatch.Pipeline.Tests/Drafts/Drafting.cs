using PageWatch.Domain.Drafts;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Sources;
using PageWatch.Pipeline.Drafts;
using PageWatch.Pipeline.Tests.Understanding;

namespace PageWatch.Pipeline.Tests.Drafts;

/// <summary>Drafts for posts as the starter reader reads them.</summary>
internal static class Drafting
{
    public static PlaybookDrafter Drafter { get; } = new();

    public static PageCapabilities Threaded { get; } = new()
    {
        ReadBy = ReadBy.Poll,
        Edits = ChangesSeen.Never,
        Deletes = ChangesSeen.Never,
        Reply = ReplyMode.Threaded,
        LongestReply = 500,
    };

    public static Page Page { get; } = new()
    {
        Id = new PageId(3),
        Platform = new PlatformId("wordpress"),
        Address = new Uri("https://blog.example.org/"),
        Name = "Corner Shop",
    };

    public static DraftRequest Request(Post post, Playbook? playbook = null, PageCapabilities? can = null) =>
        new(post, Written.Reader.Read(post), Page, can ?? Threaded, playbook ?? DefaultPlaybook.Playbook);

    public static IReadOnlyList<DraftProposal> Propose(Post post, Playbook? playbook = null, PageCapabilities? can = null) =>
        Drafter.Propose(Request(post, playbook, can));

    public static IReadOnlyList<DraftProposal> Propose(string text, Playbook? playbook = null, PageCapabilities? can = null) =>
        Propose(Written.Post(text), playbook, can);

    public static Post By(this Post post, string name) => post with { Author = post.Author with { Name = name } };

    public static Playbook Playbook(string text) => PlaybookText.Parse(text) is ({ } playbook, _)
        ? playbook
        : throw new ArgumentException(string.Join('\n', PlaybookText.Parse(text).Problems), nameof(text));
}
