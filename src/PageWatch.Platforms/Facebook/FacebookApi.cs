using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Options;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Sources;
using PageWatch.Platforms.Fetching;

namespace PageWatch.Platforms.Facebook;

/// <summary>Opens the Graph API for a Page.</summary>
internal sealed class FacebookApi(PageHttp http, IOptions<FacebookOptions> options, TimeProvider time)
{
    public const string HowToGetOne =
        "A Page access token comes from GET /me/accounts with a long-lived user token of somebody who has the Page, with the permissions pages_show_list, pages_read_engagement, "
        + "pages_read_user_content and pages_manage_engagement. Give it as token, and the app's secret as password where the app asks for proof.";

    public GraphSession For(FacebookPage page) => new(http, options.Value, page, time);
}

/// <summary>What is asked of the Graph API for one Page in one go.</summary>
internal sealed class GraphSession(PageHttp http, FacebookOptions options, FacebookPage page, TimeProvider time)
{
    public FacebookPage Page => page;

    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>As the last answer said it.</summary>
    public Quota? Quota { get; private set; }

    /// <param name="path">Below the version: <c>123_456/comments</c>.</param>
    /// <param name="query">Without "?"; may be empty.</param>
    /// <exception cref="PlatformException">No answer at all, or no token to ask with. A refusal is an answer.</exception>
    public async Task<GraphAnswer> SendAsync(HttpMethod method, string path, string query, string doing, CancellationToken cancellationToken, byte[]? form = null)
    {
        if (page.Token is null)
            throw new PlatformException(PlatformFailure.Denied, $"Could not {doing}: Facebook shows Pages only to who has a token of theirs. {FacebookApi.HowToGetOne}");
        var proof = page.Proof is null ? "" : (query.Length > 0 ? "&" : "") + "appsecret_proof=" + page.Proof;
        var whole = query.Length + proof.Length > 0 ? "?" + query + proof : "";
        var request = new PageRequest(method, new Uri($"{options.BaseUrl.TrimEnd('/')}/{options.Version}/{path}{whole}"))
        {
            // In a header, where neither logs nor the addresses of paging show it.
            Headers = [("Accept", "application/json"), ("Authorization", "Bearer " + page.Token)],
            Body = form,
            ContentType = form is null ? null : "application/x-www-form-urlencoded",
        };
        var answer = await http.SendAsync(request, doing, cancellationToken);
        Quota = GraphUsage.Of(answer, page.Id)?.ToQuota(Now) ?? Quota;
        return new GraphAnswer(request, answer, answer.IsSuccess ? null : GraphError.In(answer));
    }

    public Task<GraphAnswer> GetAsync(string path, string query, string doing, CancellationToken cancellationToken) => SendAsync(HttpMethod.Get, path, query, doing, cancellationToken);

    /// <returns>Null when it is gone or not for us to see; Facebook tells no difference.</returns>
    public async Task<GraphPostWire?> FindAsync(string id, string fields, CancellationToken cancellationToken)
    {
        if (!FacebookId.IsGood(id))
            return null;
        var doing = $"look at {id} of Page {page.Id}";
        var answer = await GetAsync(id, "fields=" + fields, doing, cancellationToken);
        if (answer.IsGone)
            return null;
        var found = Read(Demand(answer, doing), FacebookJson.Default.GraphPostWire, doing);
        return found.Id == id ? found : throw PageAnswer.NotUnderstood(doing, "the answer is about something else");
    }

    /// <summary>A success, or the exception that says why not.</summary>
    public PageAnswer Demand(GraphAnswer answer, string doing) => answer.Answer.IsSuccess ? answer.Answer : throw GraphFailure.Of(answer, page.Id, doing, Now);

    /// <exception cref="PlatformException">The body is something else.</exception>
    public static T Read<T>(PageAnswer answer, JsonTypeInfo<T> type, string doing)
        where T : notnull => answer.Read(type, doing, _ => "the answer is not the JSON that the Graph API sends");

}

/// <param name="Error">Why not, in the API's own form; null for a success, and where somebody else refused.</param>
internal sealed record GraphAnswer(PageRequest Request, PageAnswer Answer, GraphError? Error)
{
    /// <summary>Only the API's own word counts: an error page of something in between says nothing about a post.</summary>
    public bool IsGone => Error is { Code: 100, Subcode: 33 };
}

/// <summary>A refusal of the Graph API. Its wording changes: only the codes are decided on.</summary>
/// <param name="Words">For people; one line, hostile.</param>
internal sealed record GraphError(int Code, int Subcode, bool IsTransient, string Words)
{
    private const int LongestWords = 300;

    public static GraphError? In(PageAnswer answer)
    {
        try
        {
            return JsonSerializer.Deserialize(answer.Body, FacebookJson.Default.GraphErrorHolderWire)?.Error is { Code: { } code } told
                ? new GraphError(code, told.ErrorSubcode ?? 0, told.IsTransient ?? false, CleanText.Line(told.ErrorUserMsg ?? told.Message, LongestWords).TrimEnd('.'))
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
