namespace PageWatch.Pipeline.Staff;

/// <summary>Lets time pass for all that is due, a batch at a time. Late or twice does no harm.</summary>
internal static class SweepRounds
{
    /// <param name="due">The next that are due, the longest first; at most <paramref name="batch"/>.</param>
    /// <param name="pass">Lets time pass for one of them; how much changed.</param>
    /// <param name="failed">Told of one that could not be opened: it must not hold up all that are due after it.</param>
    /// <param name="moved">Called after a batch in which something changed.</param>
    /// <returns>How much changed.</returns>
    public static async Task<int> RunAsync<T>(
        int batch, Func<ValueTask<IReadOnlyList<T>>> due, Func<T, ValueTask<int>> pass, Action<T, Exception> failed, Action moved)
    {
        var changed = 0;
        while (true)
        {
            var now = await due();
            var step = 0;
            foreach (var each in now)
            {
                try
                {
                    step += await pass(each);
                }
                catch (Exception problem) when (problem is not (OperationCanceledException or StorageUnavailableException))
                {
                    failed(each, problem);
                }
            }

            changed += step;
            if (step > 0)
                moved();
            // What did not move now (another hand was faster) is due again at the next sweep.
            if (now.Count < batch || step == 0)
                return changed;
        }
    }
}
