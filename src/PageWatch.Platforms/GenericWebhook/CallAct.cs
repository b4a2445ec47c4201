using System.Buffers;

namespace PageWatch.Platforms.GenericWebhook;

/// <summary>What a call says happened to a post.</summary>
internal enum CallAct
{
    /// <summary>The post as it stands; whether it is new is found by comparing, as with every platform.</summary>
    Add,
    Edit,
    Delete,

    /// <summary>Taken off the page by somebody else than its author.</summary>
    Hide,
    Ignore,
}

/// <summary>The words by which senders and users name what happened.</summary>
internal static class CallActs
{
    private static readonly SearchValues<char> Between = SearchValues.Create("._-:/ ");

    public static IReadOnlyDictionary<string, CallAct> Typed { get; } = new Dictionary<string, CallAct>(StringComparer.OrdinalIgnoreCase)
    {
        ["add"] = CallAct.Add,
        ["edit"] = CallAct.Edit,
        ["delete"] = CallAct.Delete,
        ["hide"] = CallAct.Hide,
        ["ignore"] = CallAct.Ignore,
    };

    private static readonly Dictionary<string, CallAct> Usual = new(Typed, StringComparer.OrdinalIgnoreCase)
    {
        ["added"] = CallAct.Add,
        ["create"] = CallAct.Add,
        ["created"] = CallAct.Add,
        ["new"] = CallAct.Add,
        ["post"] = CallAct.Add,
        ["posted"] = CallAct.Add,
        ["published"] = CallAct.Add,
        ["received"] = CallAct.Add,
        ["restored"] = CallAct.Add,
        ["submitted"] = CallAct.Add,
        ["changed"] = CallAct.Edit,
        ["edited"] = CallAct.Edit,
        ["modified"] = CallAct.Edit,
        ["update"] = CallAct.Edit,
        ["updated"] = CallAct.Edit,
        ["deleted"] = CallAct.Delete,
        ["destroyed"] = CallAct.Delete,
        ["remove"] = CallAct.Delete,
        ["removed"] = CallAct.Delete,
        ["hidden"] = CallAct.Hide,
        ["trashed"] = CallAct.Hide,
        ["unpublished"] = CallAct.Hide,
    };

    /// <summary>Goes by the last word: <c>comment.created</c>, <c>review_updated</c>.</summary>
    /// <returns>Null when that word says nothing to us.</returns>
    public static CallAct? Guess(string value) => Usual.TryGetValue(value[(value.AsSpan().LastIndexOfAny(Between) + 1)..], out var act) ? act : null;
}
