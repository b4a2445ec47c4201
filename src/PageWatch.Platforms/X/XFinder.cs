using System.Text.Json;
using Microsoft.Extensions.Options;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Sources;
using PageWatch.Platforms.Fetching;

namespace PageWatch.Platforms.X;

/// <summary>Recognises accounts on X, and finds out what the keys may do there.</summary>
internal sealed class XFinder(XApi api, IOptions<XOptions> options) : IPageFinder
{
    private const string UserFields = "user.fields=id,username,name,protected";

    public PlatformId Platform => XPage.Platform;

    // Its addresses are nobody else's: no other finder need be asked before.
    public int Order => 50;

    public string Title => "X";

    public PageCapabilities AtBest => XCapabilities.Of(writes: true, options.Value);

    public async ValueTask<FoundPage?> FindAsync(Uri address, Credentials credentials, CancellationToken cancellationToken)
    {
        if (XAddress.Read(address) is not { } typed)
            return null;
        var doing = $"watch {address.GetLeftPart(UriPartial.Path)}";
        if (typed.Problem is { } problem)
            throw new PlatformException(PlatformFailure.NotUnderstood, $"Could not {doing}: it is {problem}, and only accounts are watched. Give the account's address: https://x.com/name.");
        var keys = XKeys.In(credentials, doing);
        return keys.User is null ? await FindForReadersAsync(typed, keys, doing, cancellationToken) : await FindOwnAsync(typed, keys, doing, cancellationToken);
    }

    /// <summary>As the account itself: the keys say which it is.</summary>
    private async Task<FoundPage> FindOwnAsync(XAddress typed, XKeys keys, string doing, CancellationToken cancellationToken)
    {
        var answer = await api.DemandAsync(keys, $"users/me?{UserFields}", doing, cancellationToken);
        var me = UserIn(answer, doing);
        var author = typed.PostId is { } post ? await AuthorOfAsync(keys, post, doing, cancellationToken) : null;
        if ((typed.Name is { } name && !name.Equals(me.Username, StringComparison.OrdinalIgnoreCase)) || (typed.AccountId ?? author ?? me.Id) != me.Id)
        {
            throw new PlatformException(
                PlatformFailure.Denied,
                $"Could not {doing}: the keys are @{CleanText.Line(me.Username, 60)}'s, and the address is another account's. Make token and tokensecret signed in as the account that is to be watched; with a bearer any account can be read.");
        }

        // Not every answer says it; then the first reply shows.
        var writes = answer.Header("x-access-level") is not "read";
        List<string> notes = ["Mentions, replies, quotes that name the account, and its own posts are watched. Reading costs credits: see MostPostsADay.", CeilingNote()];
        notes.Add(writes
            ? "X lets an app answer only posts that mention the account or quote it. A reply with a link costs more than ten without."
            : $"The keys may only read: set the app's permissions to Read and Write, and make token and tokensecret again. {XKeys.HowToMakeThem}");
        if (me.Protected == true)
            notes.Add("The account is protected: only its followers see its replies.");
        return Found(me, writes, notes);
    }

    private async Task<FoundPage> FindForReadersAsync(XAddress typed, XKeys keys, string doing, CancellationToken cancellationToken)
    {
        if (typed.IsSite)
            throw new PlatformException(PlatformFailure.NotUnderstood, $"Could not {doing}: a bearer belongs to no account, so the address has to name one: https://x.com/name.");
        var id = typed.AccountId ?? (typed.PostId is { } post ? await AuthorOfAsync(keys, post, doing, cancellationToken) : null);
        var answer = await api.SendAsync(keys, HttpMethod.Get, id is null ? $"users/by/username/{typed.Name}?{UserFields}" : $"users/{id}?{UserFields}", null, doing, cancellationToken);
        var wire = answer.TryRead(XJson.Default.AnswerWire);
        if (XApi.ProblemOf(answer) is { IsGone: true } || (wire is { Data: null } && (wire.Errors ?? []).Any(each => each is { IsGone: true } or { IsHidden: true })))
            throw new PlatformException(PlatformFailure.Gone, $"Could not {doing}: there is no such account, or it is suspended. Look at how it is written.");
        if (!answer.IsSuccess)
            throw api.Failure(HttpMethod.Get, answer, doing);
        return Found(UserIn(answer, doing), writes: false, [$"A bearer only reads: replies need the account's four keys. {XKeys.HowToMakeThem}", CeilingNote()]);
    }

    private async Task<string> AuthorOfAsync(XKeys keys, string post, string doing, CancellationToken cancellationToken) =>
        await api.FindPostAsync(keys, post, cancellationToken) is var (found, _) ? found.AuthorId!
            : throw new PlatformException(PlatformFailure.Gone, $"Could not {doing}: the post is not there, so nobody can say whose it is. Give the account's address: https://x.com/name.");

    private FoundPage Found(UserWire user, bool writes, IReadOnlyList<string> notes) =>
        new(Platform, new Uri("https://x.com/" + Uri.EscapeDataString(user.Username!)), CleanText.Line(string.IsNullOrWhiteSpace(user.Name) ? "@" + user.Username : user.Name, Author.LongestName), XCapabilities.Of(writes, options.Value))
        {
            AccountId = user.Id,
            AccountName = "@" + CleanText.Line(user.Username, 60),
            Settings = new Dictionary<string, string>(StringComparer.Ordinal) { [XPage.AccountSetting] = user.Id! },
            Notes = notes,
        };

    private string CeilingNote() => string.Create(
        System.Globalization.CultureInfo.InvariantCulture, $"At most {options.Value.MostPostsADay:N0} mentions and as many own posts are read in a day (setting Platforms:X:MostPostsADay).");

    private static UserWire UserIn(PageAnswer answer, string doing)
    {
        try
        {
            return XApi.Read(answer, XJson.Default.AnswerWire, doing).Data is { ValueKind: JsonValueKind.Object } data
                && data.Deserialize(XJson.Default.UserWire) is { Username.Length: > 0 } user && XId.IsGood(user.Id) ? user : throw PageAnswer.NotUnderstood(doing, "the answer is no account");
        }
        catch (JsonException problem)
        {
            throw PageAnswer.NotUnderstood(doing, "the answer is no account", problem);
        }
    }
}
