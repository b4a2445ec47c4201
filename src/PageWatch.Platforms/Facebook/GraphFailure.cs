using PageWatch.Domain.Sources;

namespace PageWatch.Platforms.Facebook;

/// <summary>What a refusal means; one table, by code. https://developers.facebook.com/docs/graph-api/guides/error-handling/</summary>
internal static class GraphFailure
{
    /// <summary>Too many calls: of the app, the user, the Page, a call in particular, and those that count by use case.</summary>
    public static bool IsThrottle(int code) => code is 4 or 17 or 32 or 341 or 613 or (>= 80_000 and <= 80_099);

    public static bool IsPermission(int code) => code is 3 or 10 or (>= 200 and <= 299);

    public static PlatformException Of(GraphAnswer answer, string page, string doing, DateTimeOffset now)
    {
        var acts = answer.Request.Acts;
        if (answer.Error is not { } error)
            return answer.Answer.Failure(answer.Request, doing, "Something between here and Facebook stands in the way, or the token is none. " + FacebookApi.HowToGetOne, now);
        var said = $"{error.Code}{(error.Subcode == 0 ? "" : "/" + error.Subcode)}{(error.Words.Length == 0 ? "" : ", \"" + error.Words + "\"")}";
        return error.Code switch
        {
            190 or 102 => new PlatformException(PlatformFailure.Denied, $"Could not {doing}: {EndOf(error.Subcode)} ({said}). Watch the Page again with a new token. {FacebookApi.HowToGetOne}"),
            var code when IsThrottle(code) => new PlatformException(PlatformFailure.RateLimited, $"Could not {doing}: asked to slow down ({said}).")
            {
                RetryAfter = answer.Answer.RetryAfter(now) ?? GraphUsage.Of(answer.Answer, page)?.RegainsIn,
            },
            var code when IsPermission(code) => new PlatformException(PlatformFailure.Denied, $"Could not {doing}: not allowed ({said}). {(acts ? WriteMend : ReadMend)}"),
            100 when error.Subcode == 33 => new PlatformException(PlatformFailure.Gone, $"Could not {doing}: not there any more, or not shown to the Page ({said})."),
            368 => new PlatformException(PlatformFailure.Denied, $"Could not {doing}: Facebook has blocked the Page from this for a while ({said}). Write nothing for some time, and look at the Page's support inbox."),
            12 => new PlatformException(PlatformFailure.NotUnderstood, $"Could not {doing}: this version of the API has it no more ({said}). Look at the setting Platforms:Facebook:Version."),
            // A write may have gone through all the same.
            1 or 2 => new PlatformException(PlatformFailure.Unreachable, $"Could not {doing}: Facebook failed ({said}).") { MayHaveActed = acts },
            _ when error.IsTransient || (int)answer.Answer.Status >= 500 => new PlatformException(PlatformFailure.Unreachable, $"Could not {doing}: Facebook failed ({said}).") { MayHaveActed = acts },
            _ when (int)answer.Answer.Status is 401 or 403 or 429 => answer.Answer.Failure(answer.Request, doing, error.Words, now),
            _ => new PlatformException(PlatformFailure.NotUnderstood, $"Could not {doing}: refused ({said})."),
        };
    }

    private const string ReadMend = "Reading needs the permissions pages_read_engagement and pages_read_user_content, and a role on the Page that is still there. Make a new token with them, and watch the Page again.";
    private const string WriteMend = "Replies need the permission pages_manage_engagement, and the tasks MODERATE and CREATE_CONTENT on the Page. Make a new token with them, and watch the Page again.";

    private static string EndOf(int subcode) => subcode switch
    {
        458 => "the app was removed by the person who gave the token",
        459 or 464 => "Facebook asks the person who gave the token to sign in and confirm something",
        460 => "the password of the person who gave the token was changed",
        463 => "the token has ended",
        467 => "the token is not valid any more",
        _ => "the token is refused",
    };
}
