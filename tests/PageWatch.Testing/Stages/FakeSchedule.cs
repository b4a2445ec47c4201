using PageWatch.Domain.Posts;
using PageWatch.Pipeline.Ingest;

namespace PageWatch.Testing.Stages;

/// <summary>Notes which pages are to be looked at again.</summary>
public sealed class FakeSchedule : IPollSchedule
{
    public List<PageId> Wished { get; } = [];

    public ValueTask LookAgainAsync(PageId page, CancellationToken cancellationToken)
    {
        Wished.Add(page);
        return ValueTask.CompletedTask;
    }
}
