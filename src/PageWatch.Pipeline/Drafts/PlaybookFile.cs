using System.Text;
using PageWatch.Domain.Teams;

namespace PageWatch.Pipeline.Drafts;

/// <summary>The file that the first team's playbook is kept in, where there is one. Then the file leads, and chats only show.</summary>
/// <param name="path">In full; null where the playbook is edited in chat.</param>
public sealed class PlaybookFile(string? path)
{
    // More bytes than the longest playbook has, whatever its alphabet.
    private const int MostBytes = PlaybookText.LongestText * 4;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private volatile IReadOnlyList<PlaybookProblem> problems = [];

    public static PlaybookFile None { get; } = new(null);

    public string? Path { get; } = path;

    /// <summary>Without its folder; empty where there is no file.</summary>
    public string Name => System.IO.Path.GetFileName(Path) ?? "";

    /// <summary>How many bytes of the file are worth reading: with one more it is too long.</summary>
    public static int Longest => MostBytes + 1;

    /// <summary>Why what stands in the file is not in use; empty when it is.</summary>
    public IReadOnlyList<PlaybookProblem> Problems
    {
        get => problems;
        internal set => problems = value;
    }

    /// <summary>Whether a team's playbook is changed by the file alone.</summary>
    public bool Leads(TeamId team) => Path is not null && team == TeamId.Default;

    /// <summary>What follows from the file as it is. Pure.</summary>
    /// <param name="bytes">At most <see cref="Longest"/>; null where there is no such file.</param>
    /// <param name="latest">The text that is in use.</param>
    public static PlaybookFileDecision Decide(byte[]? bytes, string latest)
    {
        if (bytes is null)
            return new PlaybookFileDecision.Refused([new(1, "There is no such file.", "Put the playbook there; what was in use before stays in use.")]);
        if (bytes.Length > MostBytes)
            return new PlaybookFileDecision.Refused(PlaybookText.Parse(new string(' ', PlaybookText.LongestText + 1)).Problems);
        string text;
        try
        {
            text = Strict.GetString(bytes);
        }
        catch (DecoderFallbackException wrong)
        {
            // Else the public would read question marks for letters.
            return new PlaybookFileDecision.Refused([new(1 + bytes.Take(Math.Max(0, wrong.Index)).Count(each => each == '\n'), "The file is no UTF-8 here.", "Save it as UTF-8.")]);
        }

        var kept = PlaybookText.Kept(text);
        var found = PlaybookText.Parse(kept).Problems;
        return found.Count > 0 ? new PlaybookFileDecision.Refused(found)
            : kept == PlaybookText.Kept(latest) ? new PlaybookFileDecision.Same()
            : new PlaybookFileDecision.New(kept);
    }
}

/// <summary>What follows from a playbook's file.</summary>
public abstract record PlaybookFileDecision
{
    private PlaybookFileDecision()
    {
    }

    /// <summary>It says what is in use.</summary>
    public sealed record Same : PlaybookFileDecision;

    /// <summary>It says something new.</summary>
    /// <param name="Text">As it is to be kept.</param>
    public sealed record New(string Text) : PlaybookFileDecision;

    /// <summary>It cannot be used, and what is in use stays.</summary>
    public sealed record Refused(IReadOnlyList<PlaybookProblem> Problems) : PlaybookFileDecision;
}
