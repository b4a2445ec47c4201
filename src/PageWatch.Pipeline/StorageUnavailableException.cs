namespace PageWatch.Pipeline;

/// <summary>The store cannot take anything now (a full disk, a lost file). Nothing was saved; what waits stays where it is. The message names the mend.</summary>
public sealed class StorageUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
