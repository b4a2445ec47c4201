using PageWatch.Domain.Posts;
using PageWatch.Domain.Understanding;

namespace PageWatch.Domain.Rules;

/// <summary>What a query looks at: a post, what was understood of it, and the watch it came by.</summary>
public sealed class QuerySubject(Post post, Reading reading, string watchName, PlatformId platform)
{
    private IReadOnlyList<WordStream.Word>? words;

    public Post Post { get; } = post;

    public Reading Reading { get; } = reading;

    public string WatchName { get; } = watchName;

    public PlatformId Platform { get; } = platform;

    /// <summary>The words of title and text, cut once for all queries; places are in the text, and negative in the title.</summary>
    public IReadOnlyList<WordStream.Word> Words => words ??= CutWords();

    private List<WordStream.Word> CutWords()
    {
        var cut = new List<WordStream.Word>();
        if (Post.Title is { } title)
            cut.AddRange(WordStream.Of(title).Select(word => word with { Start = -1, Length = 0 }));
        cut.AddRange(WordStream.Of(Post.Text));
        return cut;
    }
}
