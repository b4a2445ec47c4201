using System.Net;
using PageWatch.Domain.Sources;
using PageWatch.Platforms.Fetching;

namespace PageWatch.Platforms.Mastodon;

/// <summary>Looks again at known posts, some with each poll, and reads the threads of own posts that have more answers than they had.</summary>
internal sealed class ReadingAgain(MastodonApi api, MastodonPage page, Telling telling, MastodonCursor start)
{
    /// <summary>As many as the server reads at once: https://docs.joinmastodon.org/methods/statuses/#index (seen in statuses_controller.rb).</summary>
    private const int AtOnce = 20;

    /// <summary>Posts read one by one in one poll.</summary>
    private const int MostSingles = 10;

    /// <summary>Threads read in one poll.</summary>
    private const int MostThreads = 3;

    private const int MostRemembered = 500;

    private readonly Dictionary<string, long> answers = new(start.Answers, StringComparer.Ordinal);

    public MastodonCursor.Turn? Turn { get; private set; } = start.Again;

    public bool Singly { get; private set; } = start.Singly;

    public IReadOnlyDictionary<string, long> Answers => answers;

    public async Task RunAsync(IReadOnlyList<KnownPost> known, CancellationToken cancellationToken)
    {
        try
        {
            await ReadKnownAsync(known, cancellationToken);
            await ReadThreadsAsync(cancellationToken);
        }
        catch (PlatformException problem) when (problem.Failure == PlatformFailure.RateLimited || !telling.IsEmpty)
        {
            // What is new is in hand, and must not wait for the old: the same turn comes again with the next poll. What fails for good is told by the first poll
            // that has nothing better to tell.
        }

        foreach (var old in answers.Keys.OrderDescending(MastodonId.Order).Skip(MostRemembered).ToList())
            answers.Remove(old);
    }

    private async Task ReadKnownAsync(IReadOnlyList<KnownPost> known, CancellationToken cancellationToken)
    {
        var ordered = known.Where(post => MastodonId.IsGood(post.NativeId)).OrderByDescending(post => post.PublishedAt).ThenByDescending(post => post.NativeId, MastodonId.Order).ToList();
        var rest = Turn is { } last
            ? ordered.Where(post => post.PublishedAt < last.At || (post.PublishedAt == last.At && MastodonId.Order.Compare(post.NativeId, last.Id) < 0)).ToList()
            : ordered;
        var turn = (rest.Count == 0 ? ordered : rest).Take(Singly ? MostSingles : AtOnce).ToList();
        if (turn.Count == 0)
            return;
        var ids = turn.ConvertAll(post => post.NativeId);
        var missing = Singly ? ids : await ReadAtOnceAsync(ids, cancellationToken);
        foreach (var id in missing.Take(MostSingles))
            await ReadOneAsync(id, cancellationToken);
        // More are missing than one poll asks for: the same turn comes again, and those that are told by then are known no longer.
        if (missing.Count <= MostSingles)
            Turn = new MastodonCursor.Turn(turn[^1].PublishedAt, turn[^1].NativeId);
    }

    /// <returns>Those that the answer does not hold.</returns>
    private async Task<List<string>> ReadAtOnceAsync(List<string> ids, CancellationToken cancellationToken)
    {
        var doing = $"read known posts of {page.Host} again";
        var path = "api/v1/statuses?" + string.Join('&', ids.Select(id => "id[]=" + id));
        var answer = await api.GetAsync(page, path, doing, cancellationToken);
        telling.Quota = MastodonApi.QuotaOf(answer) ?? telling.Quota;
        if (answer.Status is HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed or HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity or HttpStatusCode.NotImplemented)
        {
            Singly = true;
            return ids;
        }

        if (!answer.IsSuccess)
            throw api.Failure(page, MastodonApi.Request(page, HttpMethod.Get, path), answer, doing);
        var met = new HashSet<string>(StringComparer.Ordinal);
        foreach (var row in StatusPage.Read(answer, ofNotifications: false, doing).Rows)
        {
            // One that is there and cannot be read now is neither gone nor deleted: what we know of it stands.
            if (row.Id is { } id && ids.Contains(id) && met.Add(id) && row.Status is { } status && status.Id == id)
                telling.Take(status, tell: true);
        }

        return [.. ids.Where(id => !met.Contains(id))];
    }

    private async Task ReadOneAsync(string id, CancellationToken cancellationToken)
    {
        // Deleted, made private, or blocked: the server tells no difference, and all three ask for the same. What its author does not show us any more is not kept.
        if (await api.FindStatusAsync(page, id, cancellationToken) is { } status)
            telling.Take(status, tell: true);
        else
            telling.Tell(new SourceEvent.PostDeleted(id));
    }

    private async Task ReadThreadsAsync(CancellationToken cancellationToken)
    {
        var due = telling.Own.Where(status => status.RepliesCount > 0 && answers.GetValueOrDefault(status.Id!) != status.RepliesCount)
            .OrderByDescending(status => status.Id!, MastodonId.Order).Take(MostThreads).ToList();
        foreach (var status in due)
        {
            await ReadThreadAsync(status, cancellationToken);
            answers[status.Id!] = status.RepliesCount;
        }
    }

    /// <summary>An answer that names nobody is told to nobody; it stands under our post all the same.</summary>
    private async Task ReadThreadAsync(StatusWire status, CancellationToken cancellationToken)
    {
        var doing = $"read the answers to post {status.Id} of {page.Host}";
        var path = $"api/v1/statuses/{status.Id}/context";
        PageAnswer answer;
        try
        {
            answer = await api.GetAsync(page, path, doing, cancellationToken);
        }
        catch (PlatformException problem) when (problem.Failure == PlatformFailure.NotUnderstood)
        {
            // Too long to be read: once told, and again when there are more answers.
            telling.Tell(new SourceEvent.PostUnreadable($"{page.Server}{path}", problem.Message));
            return;
        }

        if (MastodonApi.IsGone(answer))
            return;
        if (!answer.IsSuccess)
            throw api.Failure(page, MastodonApi.Request(page, HttpMethod.Get, path), answer, doing);
        var root = status.InReplyToId is null ? status.Id : null;
        foreach (var row in StatusPage.ReadBelow(answer, doing))
            telling.Take(row, tell: true, root);
    }
}
