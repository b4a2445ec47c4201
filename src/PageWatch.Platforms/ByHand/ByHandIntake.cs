using System.Security.Cryptography;
using System.Text;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Sources;

namespace PageWatch.Platforms.ByHand;

/// <summary>Makes posts of what colleagues hand in. Nothing is fetched, and nothing is heard of the post again.</summary>
internal sealed class ByHandIntake : IHandIntake, IPageFinder
{
    public PlatformId Platform { get; } = new("byhand");

    public int Order => 1001;

    public string Title => "Handed in by a colleague";

    public PageCapabilities AtBest { get; } = new()
    {
        ReadBy = ReadBy.None,
        Edits = ChangesSeen.Never,
        Deletes = ChangesSeen.Never,
        Reply = ReplyMode.None,
    };

    public bool TakesAddresses => false;

    public FoundPage Page => new(Platform, new Uri("byhand:posts"), "By hand", AtBest);

    public ValueTask<FoundPage?> FindAsync(Uri address, Credentials credentials, CancellationToken cancellationToken) => ValueTask.FromResult<FoundPage?>(null);

    public PostSnapshot Read(Uri link, string text, string? author, DateTimeOffset now)
    {
        var clean = CleanText.Of(text, PostSnapshot.LongestText);
        return new PostSnapshot
        {
            NativeId = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{link.AbsoluteUri}\n{clean}")).AsSpan(0, 16)),
            Author = author is null ? Author.Nobody : new Author(null, author),
            Text = clean,
            // The colleague does not say when it was written: the clock begins when we could first know.
            PublishedAt = now,
            Link = link,
        };
    }
}
