namespace PageWatch.Storage.Postgres;

/// <summary>A delivery as it stands in the inbox.</summary>
internal sealed record AcceptedRow(long Page, string Key, string Call, byte[] Body, long ReceivedAt);
