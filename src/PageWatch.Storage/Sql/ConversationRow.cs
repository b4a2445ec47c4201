namespace PageWatch.Storage.Sql;

/// <summary>A conversation as its row.</summary>
internal sealed record ConversationRow
{
    public const string Select = "SELECT id, team_id AS TeamId, page_id AS PageId, root_native_id AS RootNativeId, fence FROM conversations";

    public long Id { get; init; }

    public int TeamId { get; init; }

    public long PageId { get; init; }

    public string RootNativeId { get; init; } = "";

    public long Fence { get; init; }
}
