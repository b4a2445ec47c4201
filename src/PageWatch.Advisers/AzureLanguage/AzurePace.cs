using Microsoft.Extensions.Options;

namespace PageWatch.Advisers.AzureLanguage;

/// <summary>Keeps each kind of analysis within the calls a minute that the resource's tier allows, so that its own refusals are the exception. A burst of ten seconds' worth passes.</summary>
internal sealed class AzurePace(IOptions<AzureLanguageOptions> options, TimeProvider time)
{
    private readonly double perSecond = options.Value.RequestsPerMinute / 60.0;
    private readonly double burst = Math.Max(1, options.Value.RequestsPerMinute / 6.0);
    private readonly Lock door = new();
    private readonly Dictionary<AzureKind, Pail> pails = [];

    /// <summary>Waits for a turn.</summary>
    /// <returns>False when time was up before.</returns>
    public async ValueTask<bool> WaitAsync(AzureKind kind, CancellationToken cancellationToken)
    {
        var wait = Take(kind);
        try
        {
            if (wait > TimeSpan.Zero)
                await Task.Delay(wait, time, cancellationToken);
            return !cancellationToken.IsCancellationRequested;
        }
        catch (OperationCanceledException)
        {
            GiveBack(kind);
            return false;
        }
    }

    private TimeSpan Take(AzureKind kind)
    {
        var now = time.GetUtcNow();
        lock (door)
        {
            if (!pails.TryGetValue(kind, out var pail))
                pails[kind] = pail = new Pail { Left = burst, At = now };
            pail.Left = Math.Min(burst, pail.Left + (Math.Max((now - pail.At).TotalSeconds, 0) * perSecond));
            pail.At = now;
            // Below nothing is a turn that somebody waits for.
            pail.Left -= 1;
            return pail.Left >= 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(-pail.Left / perSecond);
        }
    }

    private void GiveBack(AzureKind kind)
    {
        lock (door)
            pails[kind].Left += 1;
    }

    private sealed class Pail
    {
        public double Left { get; set; }

        public DateTimeOffset At { get; set; }
    }
}
