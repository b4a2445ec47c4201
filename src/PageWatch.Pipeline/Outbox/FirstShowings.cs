using PageWatch.Domain.Nudges;

namespace PageWatch.Pipeline.Outbox;

/// <summary>
/// Nudges whose first showing is written down, or being written down, by this process. A nudge is shown in several channels within milliseconds, and
/// each would write the same moment: all but the first would find the conversation changed, open it again, and find nothing left to do.
/// </summary>
internal sealed class FirstShowings
{
    /// <summary>Channels of one nudge follow one another closely; what is forgotten costs a look, and no truth.</summary>
    private const int Most = 2048;

    private readonly Lock gate = new();
    private HashSet<NudgeId> latest = [];
    private HashSet<NudgeId> before = [];

    /// <returns>True for whoever is to write it down.</returns>
    public bool Take(NudgeId nudge)
    {
        lock (gate)
        {
            if (before.Contains(nudge) || !latest.Add(nudge))
                return false;
            if (latest.Count >= Most)
                (before, latest) = (latest, []);
            return true;
        }
    }

    /// <summary>It could not be written down: whoever shows the nudge next does.</summary>
    public void GiveBack(NudgeId nudge)
    {
        lock (gate)
        {
            latest.Remove(nudge);
            before.Remove(nudge);
        }
    }
}
