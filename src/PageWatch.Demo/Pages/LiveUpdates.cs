using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using PageWatch.Demo.Wall;

namespace PageWatch.Demo.Pages;

/// <summary>Tells open pages that something changed, as server-sent events. The id of an event is the newest change.</summary>
/// <remarks>
/// The first event comes at once and tells where the page stands, so that whoever comes back after a break (or a restart of ours) knows what it missed,
/// with its Last-Event-ID or without. Changes that come fast are told as one.
/// </remarks>
internal sealed class LiveUpdates(DemoWall wall, ChangeBell bell, TimeProvider time, IHostApplicationLifetime host)
{
    /// <summary>Proxies and phones drop what is silent for longer.</summary>
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    public async Task StreamAsync(HttpContext context)
    {
        // A stream never ends by itself: without this a host would wait for it when it stops.
        using var either = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, host.ApplicationStopping);
        var stop = either.Token;
        context.Response.ContentType = "text/event-stream; charset=utf-8";
        context.Response.Headers["X-Accel-Buffering"] = "no";

        var known = long.TryParse(context.Request.Headers["Last-Event-ID"].ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var seen) ? seen : -1;
        try
        {
            // A lost page asks again every three seconds: soon enough for people, and quiet in the console of a browser.
            await context.Response.WriteAsync("retry: 3000\n\n", stop);
            for (var first = true; ; first = false)
            {
                var rung = bell.Next;
                var change = await wall.LastChangeAsync(stop);
                if (first || change != known)
                {
                    var what = first && change == known ? "same" : "change";
                    await context.Response.WriteAsync(string.Create(CultureInfo.InvariantCulture, $"id: {change}\nevent: {what}\ndata: {change}\n\n"), stop);
                    known = change;
                }

                await context.Response.Body.FlushAsync(stop);
                while (!await RangAsync(rung, stop))
                {
                    await context.Response.WriteAsync(": still here\n\n", stop);
                    await context.Response.Body.FlushAsync(stop);
                }
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The visitor left, or we stop: that is how a stream ends.
        }
    }

    private async Task<bool> RangAsync(Task rung, CancellationToken stop)
    {
        try
        {
            await rung.WaitAsync(Heartbeat, time, stop);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}
