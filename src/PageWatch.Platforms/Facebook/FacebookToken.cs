using PageWatch.Domain.Sources;
using PageWatch.Platforms.Fetching;

namespace PageWatch.Platforms.Facebook;

/// <summary>What Facebook says of a token.</summary>
/// <param name="Of">The id of the Page that it is for; null where it is not said.</param>
/// <param name="IsPages">Whether it is a Page's; null where it is not said.</param>
/// <param name="EndsAt">When it ends, or what others wrote is not shown any more, whatever is sooner; null for never.</param>
/// <param name="Scopes">Permissions by name; null where they are not said.</param>
internal sealed record FacebookToken(string? Of, bool? IsPages, DateTimeOffset? EndsAt, IReadOnlySet<string>? Scopes)
{
    /// <summary>What reading cannot do without.</summary>
    private static readonly string[] ToRead = ["pages_read_engagement", "pages_read_user_content"];

    private const string ToWrite = "pages_manage_engagement";

    public IReadOnlyList<string> MissingToRead => Scopes is null ? [] : [.. ToRead.Where(scope => !Scopes.Contains(scope))];

    public bool MayWrite => Scopes is null || Scopes.Contains(ToWrite);

    /// <summary>Asks with the token about itself: the one address that has to hold it.</summary>
    /// <returns>Null where Facebook does not say: some apps let only their own people ask.</returns>
    /// <exception cref="PlatformException">No answer, or one that asks to wait.</exception>
    public static async Task<FacebookToken?> LookAsync(GraphSession graph, CancellationToken cancellationToken)
    {
        const string Doing = "ask Facebook what the token may do";
        var answer = await graph.GetAsync("debug_token", "input_token=" + Uri.EscapeDataString(graph.Page.Token ?? ""), Doing, cancellationToken);
        if (answer.Error is { } error && (GraphFailure.IsPermission(error.Code) || error.Code == 100))
            return null;
        var told = GraphSession.Read(graph.Demand(answer, Doing), FacebookJson.Default.TokenHolderWire, Doing).Data;
        if (told is null)
            throw PageAnswer.NotUnderstood(Doing, "the answer is about no token");
        if (told.IsValid == false)
            throw new PlatformException(PlatformFailure.Denied, $"Could not {Doing}: it is not valid any more. Make a new one. {FacebookApi.HowToGetOne}");
        DateTimeOffset?[] ends = [Moment(told.ExpiresAt), Moment(told.DataAccessExpiresAt)];
        return new FacebookToken(
            FacebookId.IsPlain(told.ProfileId) ? told.ProfileId : null,
            told.Type is null ? null : told.Type == "PAGE",
            ends.Min(),
            told.Scopes?.OfType<string>().ToHashSet(StringComparer.Ordinal));
    }

    private static DateTimeOffset? Moment(long? seconds) =>
        seconds is > 0 and < 253_402_300_800 ? DateTimeOffset.FromUnixTimeSeconds(seconds.Value) : null;
}
