using PageWatch.Domain.Drafts;

namespace PageWatch.Pipeline.Drafts;

/// <summary>Since when the replies of each clause read as they do: what people changed in others says nothing of these.</summary>
public static class ClauseAges
{
    /// <param name="versions">Newest first, each with when it was made; a playbook that cannot be read is null.</param>
    /// <returns>For each title and language of the newest.</returns>
    public static IReadOnlyDictionary<(string Title, string Language), DateTimeOffset> Of(IReadOnlyList<(DateTimeOffset At, Playbook? Playbook)> versions)
    {
        var ages = new Dictionary<(string Title, string Language), DateTimeOffset>();
        if (versions is not [{ Playbook: { } newest }, ..])
            return ages;
        var open = new Dictionary<(string Title, string Language), IReadOnlyList<string>>();
        foreach (var clause in newest.Clauses)
        {
            foreach (var (language, replies) in clause.Replies)
                open[(clause.Title, language)] = replies;
        }

        foreach (var (at, playbook) in versions)
        {
            foreach (var (key, replies) in open.ToList())
            {
                var same = playbook?.Clauses.Any(clause => clause.Title == key.Title && clause.Replies.TryGetValue(key.Language, out var then) && then.SequenceEqual(replies)) == true;
                if (same)
                    ages[key] = at;
                else
                    open.Remove(key);
            }
        }

        return ages;
    }
}
