using System.Text.Json;
using PageWatch.Domain.Channels;
using PageWatch.Domain.Posts;

namespace PageWatch.Channels.Slack;

/// <summary>Who is who, asked of Slack and remembered for an hour. A person is team and user; names change and are not unique.</summary>
internal sealed class SlackPeople(SlackApi api, TimeProvider time) : IDisposable
{
    private const int MostPeople = 20_000;
    private const int MostPlaces = 5_000;
    private const int LongestName = 80;

    private static readonly TimeSpan Keep = TimeSpan.FromHours(1);

    private readonly SlackRecent<string, ChatPerson> people = new(MostPeople, Keep, time);
    private readonly SlackRecent<string, string> places = new(MostPlaces, Keep, time);
    private readonly SemaphoreSlim asking = new(1);
    private SlackSelf? self;

    /// <summary>https://docs.slack.dev/reference/methods/auth.test</summary>
    /// <exception cref="ChannelException">Slack did not say.</exception>
    public async ValueTask<SlackSelf> SelfAsync(CancellationToken cancellationToken)
    {
        if (self is { } known)
            return known;
        await asking.WaitAsync(cancellationToken);
        try
        {
            if (self is { } meanwhile)
                return meanwhile;
            var answer = await api.CallAsync("auth.test", [], cancellationToken);
            if (!answer.IsOk)
                throw SlackFailure.Of(answer, "Slack");
            return self = answer.Body.Text("team_id") is { Length: > 0 } team && answer.Body.Text("user_id") is { Length: > 0 } user
                ? new SlackSelf(team, user, answer.Body.Text("bot_id"))
                : throw new ChannelException(ChannelFailure.Unreachable, "Slack did not say who the bot is.");
        }
        finally
        {
            asking.Release();
        }
    }

    /// <summary>https://docs.slack.dev/reference/methods/users.info</summary>
    /// <exception cref="ChannelException">Slack did not say.</exception>
    public async ValueTask<ChatPerson> PersonAsync(string user, CancellationToken cancellationToken)
    {
        if (people.TryGet(user, out var known))
            return known;
        var me = await SelfAsync(cancellationToken);
        var answer = await api.CallAsync("users.info", [("user", user)], cancellationToken);
        ChatPerson person;
        if (answer.IsOk && answer.Body.Member("user") is { } said)
            person = Read(said, user, me.Team);
        // Somebody whom the workspace does not show to us is a stranger: he may do nothing.
        else if (answer.Error is "user_not_found" or "user_not_visible" or "users_not_found")
            person = new ChatPerson(ChannelKind.Slack, me.Team, user, "") { IsGuest = true };
        else
            throw SlackFailure.Of(answer, "Slack");
        people.Set(user, person);
        return person;
    }

    /// <summary>"#reviews"; empty when Slack does not say. https://docs.slack.dev/reference/methods/conversations.info</summary>
    public async ValueTask<string> PlaceNameAsync(string channel, CancellationToken cancellationToken)
    {
        if (places.TryGet(channel, out var known))
            return known;
        var answer = await api.CallAsync("conversations.info", [("channel", channel)], cancellationToken);
        var name = answer.IsOk ? NameOf(answer.Body.Text("channel", "name")) : "";
        if (answer.IsOk)
            places.Set(channel, name);
        return name;
    }

    /// <summary>Told by an event: the channel has another name now.</summary>
    public void Renamed(string channel, string name) => places.Set(channel, NameOf(name));

    public void Dispose() => asking.Dispose();

    private static string NameOf(string? name) => CleanText.Line(name, LongestName) is { Length: > 0 } clean ? "#" + clean : "";

    private static ChatPerson Read(JsonElement said, string user, string team)
    {
        var home = said.Text("team_id") is { Length: > 0 } own ? own : team;
        string?[] names = [said.Text("profile", "display_name"), said.Text("real_name"), said.Text("profile", "real_name"), said.Text("name")];
        return new ChatPerson(ChannelKind.Slack, home, user, names.Select(name => CleanText.Line(name, LongestName)).FirstOrDefault(name => name.Length > 0) ?? "")
        {
            // Of shared channels too: a person of another workspace reads along, and may press.
            IsGuest = said.Flag("is_restricted") || said.Flag("is_ultra_restricted") || said.Flag("is_stranger") || said.Flag("deleted") || said.Flag("is_bot") || home != team,
        };
    }
}

/// <summary>Who the bot is.</summary>
internal sealed record SlackSelf(string Team, string User, string? Bot);
