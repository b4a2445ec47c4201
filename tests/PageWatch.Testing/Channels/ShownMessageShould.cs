using Shouldly;

namespace PageWatch.Testing.Channels;

/// <summary>What is asked of a message again and again.</summary>
public static class ShownMessageShould
{
    /// <summary>A chat may cut what is longer than this.</summary>
    private const int AlwaysWhole = 60;

    /// <summary>A text as long as this may be spread over several blocks in the middle of a word.</summary>
    private const int MayBeSpread = 1_000;

    /// <summary>The words can be read, all of them; or the beginning, with a "…" where the rest was cut away.</summary>
    public static void ShouldSay(this ShownMessage shown, string written, string because = "") => Say(shown.Text, written, because);

    public static void Say(string text, string written, string because = "")
    {
        var wanted = HostileText.Seen(written);
        var read = HostileText.Seen(text);
        if (read.Contains(wanted, StringComparison.Ordinal))
            return;
        if (wanted.Length >= MayBeSpread)
        {
            wanted = wanted.Replace(" ", "", StringComparison.Ordinal);
            read = read.Replace(" ", "", StringComparison.Ordinal);
            if (read.Contains(wanted, StringComparison.Ordinal))
                return;
        }

        if (wanted.Length > AlwaysWhole && Cut(read, wanted))
            return;
        throw new ShouldAssertException($"The message does not say {Short(wanted)} {because}. It says: {Short(read)}");
    }

    /// <summary>Holds nothing that a card must never hold, and is not too large.</summary>
    public static void ShouldBeGood(this ShownMessage shown, ChatAtHand chat, string because = "")
    {
        shown.Strange.ShouldBeEmpty(because);
        shown.Size.ShouldBeGreaterThan(0, because);
        shown.Size.ShouldBeLessThanOrEqualTo(chat.LargestMessage, because);
        HostileText.TurnsWhatFollows(shown.Text).ShouldBeFalse("a text turns the direction of what follows it " + because);
    }

    public static ShownButton Button(this ShownMessage shown, string label) =>
        shown.Buttons.SingleOrDefault(button => button.Label == label)
        ?? throw new ShouldAssertException($"There is no button \"{label}\"; there is {string.Join(", ", shown.Buttons.Select(button => button.Label))}.");

    private static bool Cut(string read, string wanted)
    {
        for (var at = read.IndexOf(wanted[..AlwaysWhole], StringComparison.Ordinal); at >= 0; at = read.IndexOf(wanted[..AlwaysWhole], at + 1, StringComparison.Ordinal))
        {
            var same = read.AsSpan(at).CommonPrefixLength(wanted);
            if (read.AsSpan(at + same).TrimStart().StartsWith("…"))
                return true;
        }

        return false;
    }

    private static string Short(string text) => text.Length <= 600 ? $"\"{text}\"" : $"\"{text[..600]}\" and {text.Length - 600} characters more";
}
