using PageWatch.Domain.Publishing;
using PageWatch.Domain.Sources;

namespace PageWatch.Pipeline.Checks;

/// <summary>Longer than the page takes, in its own unit.</summary>
internal static class LengthCheck
{
    public static IEnumerable<ReplyFinding> In(CheckedText text, ReplyOccasion occasion)
    {
        var can = occasion.Can;
        if (text.IsCut)
            yield return Over(CheckSay.It(CheckWording.TooLongForAny, CheckSay.Number(ReplyText.Longest)), 0, 0);
        else if (ReplyLength.Over(text.Text, can) is var over and > 0)
        {
            var fits = Fitting(text.Text, can.LongestReply, can.LengthUnit);
            yield return Over(CheckSay.It(CheckWording.TooLong, CheckSay.Number(can.LongestReply + over), CheckSay.Number(can.LongestReply), Unit(can.LengthUnit), CheckSay.Number(over)),
                fits, text.Text.Length - fits);
        }
        else if (can.MostReplyBytes > 0 && ReplyLength.Of(text.Text, LengthUnit.Utf8Bytes) is var bytes && bytes > can.MostReplyBytes)
        {
            var fits = Fitting(text.Text, can.MostReplyBytes, LengthUnit.Utf8Bytes);
            yield return Over(CheckSay.It(CheckWording.TooLong, CheckSay.Number(bytes), CheckSay.Number(can.MostReplyBytes), Unit(LengthUnit.Utf8Bytes), CheckSay.Number(bytes - can.MostReplyBytes)),
                fits, text.Text.Length - fits);
        }
    }

    private static ReplyFinding Over(string reason, int start, int length) => new(FindingKind.TooLong, FindingLevel.Blocker, reason, start, length, null);

    private static string Unit(LengthUnit unit) => unit switch
    {
        LengthUnit.Utf8Bytes => CheckWording.UnitBytes,
        LengthUnit.Weighted => CheckWording.UnitWeighted,
        LengthUnit.CharactersEmojiBytes => CheckWording.UnitEmojiBytes,
        LengthUnit.GraphemesShortLinks => CheckWording.UnitShortLinks,
        _ => CheckWording.UnitCharacters,
    };

    /// <returns>How much of the beginning fits, in UTF-16 units; found by halving, for each count goes through the text.</returns>
    private static int Fitting(string text, int longest, LengthUnit unit)
    {
        var (fits, tooLong) = (0, text.Length);
        while (tooLong - fits > 1)
        {
            var middle = (fits + tooLong) / 2;
            if (ReplyLength.Of(text[..middle], unit) <= longest)
                fits = middle;
            else
                tooLong = middle;
        }

        return fits > 0 && fits < text.Length && char.IsSurrogatePair(text[fits - 1], text[fits]) ? fits - 1 : fits;
    }
}
