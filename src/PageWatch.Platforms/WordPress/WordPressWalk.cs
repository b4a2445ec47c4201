using PageWatch.Domain.Sources;

namespace PageWatch.Platforms.WordPress;

/// <summary>What one poll has come across.</summary>
internal sealed class WordPressWalk
{
    /// <summary>Every comment that was read, worth telling or not.</summary>
    public Dictionary<long, CommentWire> Met { get; } = [];

    /// <summary>Those to tell of: public or held.</summary>
    public Dictionary<long, CommentWire> Seen { get; } = [];

    /// <summary>What is gone, deleted or unreadable.</summary>
    public List<SourceEvent> Others { get; } = [];

    /// <summary>Every comment from this id on should have been met; 0 when the whole list was read.</summary>
    public long CoversDownTo { get; set; } = long.MaxValue;

    /// <param name="high">Rows below the first comment up to this id were told of before: those that cannot be read are not parked again.</param>
    /// <param name="tell">False for an answer that is the same as last time.</param>
    public void Take(CommentPage page, long high, bool tell)
    {
        var isNew = true;
        foreach (var row in page.Rows)
        {
            if (row.Comment is not { } comment)
            {
                if (tell && isNew)
                    Others.Add(new SourceEvent.PostUnreadable(row.Raw, row.Problem));
                continue;
            }

            isNew &= comment.Id > high;
            if (tell)
                Take(comment);
            else
                Met[comment.Id] = comment;
        }
    }

    public void Take(CommentWire comment)
    {
        if (!Met.TryAdd(comment.Id, comment))
            return;
        if (comment.IsPublic || comment.IsHeld)
            Seen[comment.Id] = comment;
        else
            Others.Add(new SourceEvent.PostGone(CommentReading.NativeId(comment.Id)));
    }
}
