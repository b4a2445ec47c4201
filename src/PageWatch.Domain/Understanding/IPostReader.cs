using PageWatch.Domain.Posts;

namespace PageWatch.Domain.Understanding;

/// <summary>Reads a post: what it says, how it feels, what it wants. Pure, in process, and never throws for any text.</summary>
public interface IPostReader
{
    Reading Read(Post post);
}
