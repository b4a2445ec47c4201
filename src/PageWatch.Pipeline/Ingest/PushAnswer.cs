namespace PageWatch.Pipeline.Ingest;

/// <summary>What a platform is answered that called about a subscription.</summary>
/// <param name="IsTaken">False when nothing of the kind was asked for.</param>
/// <param name="Challenge">To be sent back as it is; empty when nothing was to be confirmed.</param>
public sealed record PushAnswer(bool IsTaken, string Challenge);
