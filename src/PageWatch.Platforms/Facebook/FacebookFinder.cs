using System.Globalization;
using Microsoft.Extensions.Options;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Sources;
using PageWatch.Platforms.Fetching;

namespace PageWatch.Platforms.Facebook;

/// <summary>Recognises Facebook's addresses, and finds out whose the token is and what it may do.</summary>
internal sealed class FacebookFinder(FacebookApi api, IOptions<FacebookOptions> options) : IPageFinder
{
    public PlatformId Platform => FacebookPage.Platform;

    // Told by its host alone: nobody else need look at it.
    public int Order => 60;

    public string Title => "Facebook Page";

    public PageCapabilities AtBest => FacebookCapabilities.Of(mayWrite: true, options.Value);

    public async ValueTask<FoundPage?> FindAsync(Uri address, Credentials credentials, CancellationToken cancellationToken)
    {
        if (FacebookAddress.Read(address) is not { } typed)
            return null;
        var doing = $"watch {CleanText.Line(address.GetLeftPart(UriPartial.Query), 300)}";
        if (typed.WhyNot is { } why)
            throw new PlatformException(PlatformFailure.Denied, $"Could not {doing}: {char.ToLowerInvariant(why[0])}{why[1..]}");
        var graph = api.For(FacebookPage.Of("me", credentials));
        var answer = await graph.GetAsync("me", "fields=id,name,username,link", doing, cancellationToken);
        // What is asked for has every Page, and a person not: then the token says of itself what it is.
        var me = answer.Error is { Code: 100 } ? null : GraphSession.Read(graph.Demand(answer, doing), FacebookJson.Default.MeWire, doing);
        var token = await FacebookToken.LookAsync(graph, cancellationToken);
        if (token?.IsPages == false)
            throw new PlatformException(PlatformFailure.Denied, $"Could not {doing}: the token is a person's or an app's, and replies go out as the Page. {FacebookApi.HowToGetOne}");
        if (me is null)
            _ = graph.Demand(answer, doing);
        if (!FacebookId.IsPlain(me!.Id) || (token?.Of is { } of && of != me.Id))
            throw PageAnswer.NotUnderstood(doing, "the answer is no Page");
        var name = CleanText.Line(me.Name, Author.LongestName) is { Length: > 0 } told ? told : $"Page {me.Id}";
        graph = api.For(FacebookPage.Of(me.Id!, credentials));
        if (!typed.IsFacebookItself && !Fits(typed, me) && !await LeadsToAsync(graph, typed, me.Id!, cancellationToken))
        {
            throw new PlatformException(
                PlatformFailure.Denied,
                $"Could not {doing}: the token is that of the Page \"{name}\" ({me.Id}), and the address is not. Give that Page's address, or a token of the Page that is meant. Personal profiles cannot be watched: Facebook shows apps Pages alone.");
        }

        if (token?.MissingToRead is { Count: > 0 } missing)
            throw new PlatformException(PlatformFailure.Denied, $"Could not {doing}: the token lacks {string.Join(" and ", missing)}. {FacebookApi.HowToGetOne}");
        // A token may be let in and yet be shown nothing: better said now than by a page that stays silent.
        _ = GraphList.Read(graph.Demand(await graph.GetAsync(me.Id + "/feed", "fields=id,updated_time&limit=1", doing, cancellationToken), doing), doing);
        var mayWrite = token?.MayWrite ?? true;
        return new FoundPage(Platform, new Uri("https://www.facebook.com/" + me.Id), name, FacebookCapabilities.Of(mayWrite, options.Value))
        {
            AccountId = me.Id,
            AccountName = name,
            Notes = [.. NotesOn(token, mayWrite, graph)],
        };
    }

    private static IEnumerable<string> NotesOn(FacebookToken? token, bool mayWrite, GraphSession graph)
    {
        yield return "Visitors' posts and comments under what the Page's list of posts shows are watched. Messages, recommendations and comments under ads that are no post of the Page are not.";
        if (!mayWrite)
            yield return "The token may only read: replies need pages_manage_engagement. " + FacebookApi.HowToGetOne;
        if (token is null)
            yield return "Facebook does not say what the token may do, nor when it ends: the first reply shows whether it may write.";
        if (token?.EndsAt is { } end)
            yield return string.Create(CultureInfo.InvariantCulture, $"What opens the Page ends on {end.UtcDateTime:yyyy-MM-dd}: sign in again before, and watch the Page with a new token.");
        if (graph.Page.Proof is null)
            yield return "The calls go out without appsecret_proof: give the app's secret as password where the app asks for it.";
    }

    /// <summary>By number, by name, or by the address that the Page gives itself: the number that people see may be that of the Page's profile.</summary>
    private static bool Fits(FacebookAddress typed, MeWire me)
    {
        if (typed.Id == me.Id || SameName(typed.Name, me.Username))
            return true;
        return Uri.TryCreate(me.Link, UriKind.Absolute, out var link) && FacebookAddress.Read(link) is { IsFacebookItself: false, WhyNot: null } own
            && ((typed.Id is not null && typed.Id == own.Id) || SameName(typed.Name, own.Name));
    }

    /// <summary>A name that is the Page's too, or was before it took another.</summary>
    private static async Task<bool> LeadsToAsync(GraphSession graph, FacebookAddress typed, string id, CancellationToken cancellationToken)
    {
        var named = typed.Id ?? Uri.EscapeDataString(typed.Name!);
        const string Doing = "look which Page the address names";
        var answer = await graph.GetAsync(named, "fields=id", Doing, cancellationToken);
        if (answer.Error is { Code: 100 or 803 or 21 } || (answer.Error is { } error && GraphFailure.IsPermission(error.Code)))
            return false;
        return GraphSession.Read(graph.Demand(answer, Doing), FacebookJson.Default.MeWire, Doing).Id == id;
    }

    /// <summary>Dots and the case do not count.</summary>
    private static bool SameName(string? one, string? other) =>
        one is { Length: > 0 } && other is { Length: > 0 } && string.Equals(one.Replace(".", "", StringComparison.Ordinal), other.Replace(".", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase);
}
