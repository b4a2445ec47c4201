using PageWatch.Domain.Sources;

namespace PageWatch.Platforms.Signatures;

/// <summary>One way in which senders prove that a call is theirs. Pure, over the raw bytes, before anything is parsed.</summary>
internal interface ISignatureStyle
{
    /// <param name="secrets">All that are valid now; one that the style cannot use opens nothing.</param>
    /// <param name="now">For the replay window of styles that sign a time, UTC.</param>
    /// <returns>Genuine with the sender's id where the style signs one, or forged.</returns>
    WebhookVerdict Verify(WebhookCall call, IReadOnlyList<Secret> secrets, DateTimeOffset now);
}
