using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace PageWatch.Benchmarks.Load;

/// <summary>
/// The least that a durable webhook can be: the signature checked, the JSON parsed, one row inserted, answered after a commit that all who wait share. No stage, no card.
/// What it takes in says how fast this machine is today; the service's own figures are read beside it.
/// </summary>
internal static class BareSkeleton
{
    private const int MostTogether = 256;

    public static async Task RunAsync(int port, string file, string secret)
    {
        var key = Convert.FromBase64String(secret["whsec_".Length..]);
        using var queue = new BlockingCollection<(byte[] Body, TaskCompletionSource Kept)>();
        var writer = new Thread(() => WriteForever(file, queue)) { IsBackground = true };
        writer.Start();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port.ToString(CultureInfo.InvariantCulture)}");
        await using var app = builder.Build();
        app.MapPost("/hooks/bare", async (HttpContext http) =>
        {
            using var body = new MemoryStream();
            await http.Request.Body.CopyToAsync(body, http.RequestAborted);
            var bytes = body.ToArray();
            var signed = Encoding.UTF8.GetBytes($"{http.Request.Headers["webhook-id"]}.{http.Request.Headers["webhook-timestamp"]}.{Encoding.UTF8.GetString(bytes)}");
            if (http.Request.Headers["webhook-signature"] != "v1," + Convert.ToBase64String(HMACSHA256.HashData(key, signed)))
                return Results.Unauthorized();
            using (var post = JsonDocument.Parse(bytes))
                _ = post.RootElement.GetProperty("id").GetString();
            var kept = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            queue.Add((bytes, kept));
            await kept.Task;
            return Results.StatusCode(StatusCodes.Status202Accepted);
        });
        await app.RunAsync();
    }

    private static void WriteForever(string file, BlockingCollection<(byte[] Body, TaskCompletionSource Kept)> queue)
    {
        using var connection = new SqliteConnection($"Data Source={file}");
        connection.Open();
        using (var set = connection.CreateCommand())
        {
            set.CommandText = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE IF NOT EXISTS kept (id INTEGER PRIMARY KEY, body BLOB NOT NULL)";
            set.ExecuteNonQuery();
        }

        using var insert = connection.CreateCommand();
        insert.CommandText = "INSERT INTO kept (body) VALUES (@body)";
        var body = insert.Parameters.Add("@body", SqliteType.Blob);
        foreach (var first in queue.GetConsumingEnumerable())
        {
            var round = new List<(byte[] Body, TaskCompletionSource Kept)> { first };
            while (round.Count < MostTogether && queue.TryTake(out var next))
                round.Add(next);
            using (var transaction = connection.BeginTransaction())
            {
                insert.Transaction = transaction;
                foreach (var each in round)
                {
                    body.Value = each.Body;
                    insert.ExecuteNonQuery();
                }

                transaction.Commit();
            }

            round.ForEach(each => each.Kept.SetResult());
        }
    }
}
