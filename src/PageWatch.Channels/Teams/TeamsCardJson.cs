using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using PageWatch.Domain.Channels;
using PageWatch.Domain.Nudges;

namespace PageWatch.Channels.Teams;

/// <summary>
/// Writes a card as an Adaptive Card 1.5. Every text is a TextRun, which knows no markup: nothing in it is bold, a link, a picture or a mention because somebody wrote it so.
/// Only "{{DATE(" and "{{TIME(" mean something in a TextRun, and a text that holds them is written as two runs.
/// </summary>
/// <remarks>https://adaptivecards.io/explorer/TextRun.html · https://learn.microsoft.com/adaptive-cards/authoring-cards/text-features</remarks>
internal static class TeamsCardJson
{
    /// <summary>What Teams takes as one message, measured as UTF-16. https://learn.microsoft.com/microsoftteams/limits-specifications-teams</summary>
    public const int LargestMessage = 100 * 1024;

    /// <summary>What a card should stay below: the limit of incoming webhooks, which other ways into Teams share. https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/connectors-using</summary>
    public const int SoftTarget = 28 * 1024;

    /// <summary>
    /// One row of buttons. Teams shows six (https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-actions); the renderer that other clients are
    /// built on takes five, and drops the rest (https://learn.microsoft.com/adaptive-cards/rendering-cards/host-config).
    /// </summary>
    public const int MostActions = 5;

    public const string ContentType = "application/vnd.microsoft.card.adaptive";

    /// <summary>The name of the box in what comes back.</summary>
    public const string InputId = "input";

    /// <summary>The id of the action that leads from an answer back to the card: a way of this chat, and no action of the card.</summary>
    public const string BackId = "back";

    /// <summary>The verb of a look at the card as it is.</summary>
    public const string ShowVerb = "show";

    /// <summary>The verb of a look at what stood here, where no nudge says what that is.</summary>
    public const string BackVerb = "back";

    /// <summary>Around the card there is an envelope, and the whole must fit.</summary>
    private const int Envelope = 2_048;

    public const int LongestLabel = 200;

    /// <summary>From what shows all that anybody reads to what fits always; quotes give way first.</summary>
    private static readonly TeamsLengths[] Steps =
    [
        new(Quote: 3_000, Reply: 12_000, Outside: 400, Words: 2_000), new(1_500, 12_000, 400, 2_000), new(700, 12_000, 400, 1_000), new(300, 4_000, 200, 500), new(200, 1_500, 100, 200), new(120, 400, 80, 100),
    ];

    private static readonly JsonWriterOptions Plainly = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = false };

    /// <param name="about">The nudge that the card is about; null where it is about none.</param>
    /// <param name="way">How the reader gets back to what stood here before; null where the card stands for itself.</param>
    public static byte[] Write(Card card, NudgeId? about, CardAction? way = null) => Write(card, new TeamsCardPlace(about ?? NudgeOf(card), way, null));

    /// <summary>As it stands in a window of its own: the window says the title.</summary>
    /// <param name="opener">The button that opened the window: when what is typed there is refused, the window comes again and the text is still in it.</param>
    public static byte[] WriteInWindow(Card card, NudgeId? about, Click opener) => Write(card, new TeamsCardPlace(about ?? NudgeOf(card), null, opener));

    private static NudgeId? NudgeOf(Card card) => card.Actions.FirstOrDefault(action => action.Nudge is not null)?.Nudge;

    private static byte[] Write(Card card, TeamsCardPlace place)
    {
        var written = Array.Empty<byte>();
        foreach (var lengths in Steps)
        {
            written = Write(card, place, lengths, card.Parts.Count);
            if (SizeOf(written) <= SoftTarget - Envelope)
                return written;
        }

        // Above the soft target it still fits. Above the hard one the last parts go, and "…" says so.
        for (var parts = card.Parts.Count; SizeOf(written) > LargestMessage - Envelope && parts > 0;)
        {
            parts -= Math.Max(1, parts / 8);
            written = Write(card, place, Steps[^1], parts);
        }

        return written;
    }

    /// <summary>In bytes of UTF-16, as Teams counts.</summary>
    public static int SizeOf(ReadOnlySpan<byte> json) => Encoding.UTF8.GetCharCount(json) * 2;

    private static byte[] Write(Card card, TeamsCardPlace place, TeamsLengths lengths, int parts)
    {
        var bytes = new ArrayBufferWriter<byte>(4_096);
        using (var json = new Utf8JsonWriter(bytes, Plainly))
            new TeamsCardParts(json, lengths, place).Draw(card, parts);
        return bytes.WrittenSpan.ToArray();
    }
}
