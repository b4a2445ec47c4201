using System.Runtime.InteropServices;
using System.Security.Cryptography;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Understanding;
using PageWatch.Pipeline.Understanding.Personal;

namespace PageWatch.Pipeline.Understanding;

/// <summary>
/// Asks the adviser of the installation, where one was chosen, before posts are read. Where none was, it costs nothing. Never call it inside a transaction: it waits for
/// somebody outside.
/// </summary>
public sealed class AdviceDesk(IPostReader embedded, IEnumerable<IReadingAdviser> advisers, TimeProvider time)
{
    /// <summary>A batch that was overtaken is decided anew, and a held comment is read again when it appears: neither is paid for twice.</summary>
    private static readonly TimeSpan Keeps = TimeSpan.FromMinutes(10);

    /// <summary>What was not given may be given soon.</summary>
    private static readonly TimeSpan KeepsFailure = TimeSpan.FromSeconds(30);

    private const int MostKept = 2_000;

    private readonly IReadingAdviser? adviser = advisers.LastOrDefault();
    private readonly Lock door = new();
    private readonly Dictionary<string, (Advice Advice, DateTimeOffset Until)> kept = [];

    /// <summary>Whether anybody is asked at all.</summary>
    public bool HasAdviser => adviser is not null;

    /// <summary>Reads without advice.</summary>
    public IPostReader Embedded => embedded;

    /// <summary>Asks about all the posts at once, for as long as the adviser's terms allow.</summary>
    /// <returns>Reads these posts with the advice that came in time; any other post as <see cref="Embedded"/> does.</returns>
    public async ValueTask<IPostReader> ReaderForAsync(IEnumerable<Post> posts, CancellationToken cancellationToken)
    {
        if (adviser is null)
            return embedded;
        var wanted = posts.Where(post => IsAskedAbout(post, adviser.Terms)).Select(post => AdviceText.Of(post).Text).ToHashSet();
        if (wanted.Count == 0)
            return embedded;
        var told = Remembered(wanted);
        List<string> open = [.. wanted.Where(text => !told.ContainsKey(text))];
        if (open.Count > 0)
        {
            using var limit = new CancellationTokenSource(adviser.Terms.Deadline, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
            var answers = await adviser.AdviseAsync([.. open.Select(text => new AdviceRequest(Masked(text, adviser.Terms)))], either.Token);
            // An adviser answers what it has when time is up; a service that stops is another matter.
            cancellationToken.ThrowIfCancellationRequested();
            for (var i = 0; i < open.Count; i++)
                told[open[i]] = answers[i];
            Remember(open.Zip(answers));
        }

        return new AdvisedReader(embedded, adviser.Name, told);
    }

    private static bool IsAskedAbout(Post post, AdviceTerms terms) =>
        !string.IsNullOrWhiteSpace(post.Text) && (!post.IsOurs || terms.ReadsOwn) && (!post.IsBaseline || terms.ReadsBaseline);

    private static string Masked(string text, AdviceTerms terms) =>
        terms.MasksPersonal ? PersonalMask.Apply(text, PersonalFinder.In(text)) : text;

    private Dictionary<string, Advice> Remembered(IEnumerable<string> texts)
    {
        var now = time.GetUtcNow();
        lock (door)
        {
            var found = new Dictionary<string, Advice>();
            foreach (var text in texts)
            {
                if (kept.TryGetValue(KeyOf(text), out var known) && known.Until > now)
                    found[text] = known.Advice;
            }

            return found;
        }
    }

    private void Remember(IEnumerable<(string Text, Advice Advice)> told)
    {
        var now = time.GetUtcNow();
        lock (door)
        {
            foreach (var (text, advice) in told)
                kept[KeyOf(text)] = (advice, now + (advice is Advice.Given ? Keeps : KeepsFailure));
            if (kept.Count <= MostKept)
                return;
            foreach (var key in kept.OrderBy(each => each.Value.Until).Take(kept.Count - (MostKept / 2)).Select(each => each.Key).ToList())
                kept.Remove(key);
        }
    }

    /// <summary>Not the text itself: it may be erased meanwhile.</summary>
    private static string KeyOf(string text) => Convert.ToHexString(SHA256.HashData(MemoryMarshal.AsBytes(text.AsSpan())));
}
