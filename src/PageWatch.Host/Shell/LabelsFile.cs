using PageWatch.Domain.Commands;
using PageWatch.Host.Settings;

namespace PageWatch.Host.Shell;

/// <summary><c>pagewatch labels export</c>: asks the running service for what people said of posts, and writes it as a file for the trainer.</summary>
internal static class LabelsFile
{
    private const string Usage = "pagewatch labels export [--out FILE]";

    /// <summary>Where a file could be named: standard output.</summary>
    private const string Output = "-";

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    /// <param name="output">Gets the lines, or the word of where they lie.</param>
    /// <exception cref="SettingException">A word is wrong, or the file cannot be written; the message says the mend.</exception>
    public static async Task<int> RunAsync(Startup startup, Stream output, TextWriter errors, CancellationToken cancellationToken)
    {
        var file = startup.Words.Skip(1).ToList() switch
        {
            ["export"] => Output,
            ["export", "--out", var name] when name.Length > 0 && !name.StartsWith("--", StringComparison.Ordinal) => name,
            ["export", var option] when option.StartsWith("--out=", StringComparison.Ordinal) && option.Length > "--out=".Length => option["--out=".Length..],
            _ => throw new SettingException($"Write {Usage}"),
        };
        var call = new ShellCall(startup, Longest, NobodyAsync, errors);
        return await call.RunAsync(
            (client, address) => client.GetAsync(new Uri(address, "shell/labels"), HttpCompletionOption.ResponseHeadersRead, cancellationToken),
            async response =>
            {
                await using var lines = await response.Content.ReadAsStreamAsync(cancellationToken);
                if (file == Output)
                    await lines.CopyToAsync(output, cancellationToken);
                else
                    await SaveAsync(lines, file, output, cancellationToken);
                return (int)CommandOutcome.Done;
            },
            cancellationToken);

        async Task<int> NobodyAsync(string why)
        {
            await errors.WriteLineAsync($"{why} Start it (without words), or name its folder with --data DIR.");
            return (int)CommandOutcome.Refused;
        }
    }

    /// <summary>Under another name until it is whole, so that nobody teaches with half of it.</summary>
    private static async Task SaveAsync(Stream lines, string file, Stream output, CancellationToken cancellationToken)
    {
        var fresh = file + ".new";
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
            // Posts of people: theirs who runs the service, and nobody else's.
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            await using (var stream = new FileStream(fresh, options))
                await lines.CopyToAsync(stream, cancellationToken);
            File.Move(fresh, file, overwrite: true);
        }
        catch (Exception problem) when (problem is (IOException and not HttpIOException) or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new SettingException($"{file} cannot be written: {problem.Message} Name another file with --out.");
        }

        var count = File.ReadLines(file).LongCount();
        await output.WriteAsync(System.Text.Encoding.UTF8.GetBytes($"{file} is written: {count:N0} posts. Name it as a source in a manifest of the trainer.{Environment.NewLine}"), cancellationToken);
    }
}
