using PageWatch.Pipeline.Journey;
using PageWatch.Pipeline.Promises;

namespace PageWatch.Pipeline.Staff;

/// <summary>What a note promises is its writer's promise to whoever wrote the post.</summary>
internal static class NotePromises
{
    /// <param name="source">As the note is kept with.</param>
    public static NudgeNote WithPromises(this NudgeNote note, ConversationFile file, string? source) =>
        note with { Promises = PromiseProposals.Of(note.Text, note.Team, note.Nudge, note.By, note.ByName, file.Focus?.Author, source is null ? null : $"note {source}", note.At) };
}
