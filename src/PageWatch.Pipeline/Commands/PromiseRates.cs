using PageWatch.Domain.Promises;
using PageWatch.Pipeline.Cards;

namespace PageWatch.Pipeline.Commands;

/// <summary>How well promises were kept, in words.</summary>
internal static class PromiseRates
{
    public static string InWords(KeptRate rate)
    {
        if (rate.Share is not { } share)
            return CommandWording.PromiseRateNone;
        // Not one of a thousand is rounded away: a hundred means all.
        var percent = Say.Number((long)Math.Floor(share * 100));
        return rate.Late == 0
            ? Say.It(CommandWording.PromiseRate, percent, Say.Number(rate.Kept), Say.Number(rate.All))
            : Say.It(CommandWording.PromiseRateLate, percent, Say.Number(rate.Kept), Say.Number(rate.All), Say.Number(rate.Late));
    }
}
