using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using PageWatch.Domain.Channels;
using PageWatch.Domain.Commands;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Cards;
using PageWatch.Pipeline.Commands;
using PageWatch.Pipeline.Ingest;
using PageWatch.Pipeline.Journey;
using PageWatch.Pipeline.Staff;
using PageWatch.Pipeline.Teams;

namespace PageWatch.Pipeline.Chats;

/// <summary>Finds out who of us speaks in a chat, and lets the desks of staff and commands answer.</summary>
public sealed partial class ChatDesk(
    IMembers members, ITeamRecords teams, INotes notes, IJourneyStore store, StaffDesk staff, CommandDesk commands, ChatCodes codes, INotices notices, IDoorbell doorbell, TimeProvider time, ILogger<ChatDesk> logger)
    : IChatDesk
{
    private const int MostAtHome = 20;

    public async ValueTask<ClickAnswer> PressAsync(ChatPerson by, ChatPlace place, Click click, CancellationToken cancellationToken)
    {
        if (await MemberAsync(by, cancellationToken) is not { } member)
            return new ClickAnswer.Refused(CommandWording.ChatUnknownPerson, null);
        if (click.Verb == ChatVerbs.Say)
            return new ClickAnswer.Private(await (await commands.RunAsync(click.Argument ?? "", member, cancellationToken)).LastAsync(time, cancellationToken));
        return await staff.ClickAsync(member, click, cancellationToken);
    }

    public async ValueTask<ChatAnswer> SayAsync(ChatPerson by, ChatPlace place, string line, IReadOnlyList<ChatPerson> mentioned, CancellationToken cancellationToken)
    {
        var said = line.Trim();
        if (said.Length <= 100 && WithCode().Match(said) is { Success: true } linking)
            return await LinkAsync(by, linking.Groups["code"].Value, cancellationToken);
        if (await MemberAsync(by, cancellationToken) is not { } member)
            return No(CommandWording.ChatUnknownPerson);
        if (said.Length == 0)
            said = "help";
        var answer = await commands.RunAsync(await WithNamesAsync(await WithPlaceAsync(said, place, member.Team, cancellationToken), mentioned, cancellationToken), member, cancellationToken);
        return new ChatAnswer(answer.Card, answer.Outcome != CommandOutcome.Done) { Further = answer.Further };
    }

    public async ValueTask<ChatAnswer?> NoteAsync(ChatPerson by, ChatPlace place, MessageRef card, string source, string text, CancellationToken cancellationToken)
    {
        if (await MemberAsync(by, cancellationToken) is not { } member)
            return await StandsThereAsync(place, card, cancellationToken) ? No(CommandWording.ChatUnknownPerson) : null;
        if (await notes.NudgeAtAsync(member.Team, place.Chat, place.Address, card, cancellationToken) is not { } nudge)
            return null;
        if (await store.OpenNudgeAsync(nudge, member.Team, cancellationToken) is not { } file || await members.RoleOnAsync(member.Id, file.Watch.Id, cancellationToken) is null)
            return No(Say.It(Wording.NoNudge, nudge));
        var now = time.GetUtcNow();
        await notes.KeepAsync(
            new NudgeNote(member.Team, nudge, member.Id, member.Name, text, now).WithPromises(file, $"{place.Chat} {source}"),
            $"{place.Chat} {source}",
            new AuditEntry(member.Team, now, member.Id, member.Name, "note", $"nudge {nudge}", null, text) { Nudge = nudge.Value },
            cancellationToken);
        doorbell.Ring(Door.Outbox);
        return null;
    }

    public async ValueTask<ChatAnswer?> LookAsync(ChatPerson by, ChatPlace place, MessageRef card, CancellationToken cancellationToken)
    {
        if (await MemberAsync(by, cancellationToken) is not { } member)
            return await StandsThereAsync(place, card, cancellationToken) ? No(CommandWording.ChatUnknownPerson) : null;
        if (await notes.NudgeAtAsync(member.Team, place.Chat, place.Address, card, cancellationToken) is not { } number
            || await store.OpenNudgeAsync(number, member.Team, cancellationToken) is not { Nudge: { } nudge })
            return null;
        // Already his: a second look asks for nothing.
        if (nudge.Owner == member.Id || nudge.IsAtEnd)
            return null;
        return await staff.ClickAsync(member, new Click(StaffVerbs.Claim, nudge.Id, nudge.Version, null, null), cancellationToken) is ClickAnswer.Refused refused ? No(refused.Why) : null;
    }

    public async ValueTask<Card> HomeAsync(ChatPerson by, CancellationToken cancellationToken)
    {
        if (await MemberAsync(by, cancellationToken) is not { } member)
            return No(CommandWording.ChatUnknownPerson).Card;
        var now = time.GetUtcNow();
        var mine = await store.ListNudgesAsync(member.Team, new NudgeFilter(member.Id, LiveOnly: true) { At = now }, MostAtHome, cancellationToken);
        var others = (await store.ListNudgesAsync(member.Team, new NudgeFilter(null, LiveOnly: true) { At = now }, MostAtHome, cancellationToken)).Where(row => mine.All(own => own.Id != row.Id)).ToList();
        var parts = new List<CardPart>();
        Add(CommandWording.ChatHomeMine, mine);
        Add(CommandWording.ChatHomeWaiting, others);
        if (parts.Count == 0)
            parts.Add(new CardPart.Line([new Span.Words(CommandWording.ChatHomeNothing)]));
        return new Card(CommandWording.ChatHomeTitle, Tone.Calm, parts, []) { Fallback = CommandWording.ChatHomeTitle };

        void Add(string title, IReadOnlyList<NudgeRow> rows)
        {
            if (rows.Count == 0)
                return;
            parts.Add(new CardPart.Line([new Span.Strong(title)]));
            parts.Add(NudgeList.Part(rows));
        }
    }

    public async ValueTask<ChatAnswer?> PlaceChangedAsync(ChatPlace place, PlaceChange change, ChatPerson? by, CancellationToken cancellationToken)
    {
        var channels = await teams.ChannelsAtAsync(place.Chat, place.Address, cancellationToken);
        switch (change)
        {
            case PlaceChange.Joined:
                return await JoinedAsync(place, channels, by, cancellationToken);
            case PlaceChange.Left:
                foreach (var channel in channels)
                {
                    Log.Left(logger, channel.Id.Value);
                    await notices.NotifyAsync(
                        new Notice(channel.Team, $"channel {channel.Id}", Say.It(CommandWording.ChatBotRemoved, channel.Name), Say.It(CommandWording.ChatBotRemovedText, channel.Name), Tone.Now, time.GetUtcNow()) { About = channel.Id },
                        cancellationToken);
                }

                return null;
            case PlaceChange.Renamed when place.Name.Length > 0:
                foreach (var channel in channels)
                {
                    var name = NameOf(place);
                    if (name != channel.Name)
                        await teams.RenameChannelAsync(channel, name, new AuditEntry(channel.Team, time.GetUtcNow(), null, "PageWatch", "channel rename", $"channel {name}", channel.Name, name), cancellationToken);
                }

                return null;
            default:
                return null;
        }
    }

    private async ValueTask<ChatAnswer?> JoinedAsync(ChatPlace place, IReadOnlyList<StaffChannel> channels, ChatPerson? by, CancellationToken cancellationToken)
    {
        if (channels.Count > 0)
        {
            // There again: what waited goes on at once, and its notice is closed by the first card that is shown.
            foreach (var channel in channels)
                await teams.AskChannelAgainAsync(channel.Id, cancellationToken);
            doorbell.Ring(Door.Outbox);
            return null;
        }

        var member = by is null ? null : await MemberAsync(by, cancellationToken);
        var parts = new List<CardPart> { Line(CommandWording.ChatHello) };
        if (member is null && by is { IsGuest: false } && !await members.IsKnownAsync(by.Chat, by.Tenant, cancellationToken))
        {
            member = await FirstOfChatAsync(by, cancellationToken);
            parts.Add(Line(Say.It(CommandWording.ChatHelloAdmin, member.Name)));
        }

        if (place.IsPrivate)
        {
            parts.Add(Line(CommandWording.ChatHelloPrivate));
        }
        else if (member is { Role: Role.Admin } && await AddChannelAsync(place, member, cancellationToken) is { } added)
        {
            parts.Add(Line(Say.It(CommandWording.ChatHelloPosts, added.Name)));
        }
        else
        {
            parts.Add(Line(CommandWording.ChatHelloAsk));
        }

        return new ChatAnswer(new Card("PageWatch", Tone.Calm, parts, []) { Fallback = CommandWording.ChatHello });
    }

    /// <summary>Whoever brought the bot into an organisation where nobody is known is its admin: somebody has to be the first.</summary>
    private async ValueTask<Member> FirstOfChatAsync(ChatPerson by, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var name = by.Name.Length == 0 ? by.User : by.Name;
        var free = await Names.OfMemberAsync(members, TeamId.Default, name, cancellationToken);
        var member = await members.AddAsync(TeamId.Default, free, Role.Admin, new AuditEntry(TeamId.Default, now, null, "PageWatch", "first member", $"member {free}", null, by.Chat.ToString()), cancellationToken);
        await members.LinkChatAsync(
            new ChatAccount(by.Chat, by.Tenant, by.User, name, member.Id), new AuditEntry(TeamId.Default, now, member.Id, member.Name, "link", $"member {member.Name}", null, by.Chat.ToString()), cancellationToken);
        return member;
    }

    private async ValueTask<StaffChannel?> AddChannelAsync(ChatPlace place, Member by, CancellationToken cancellationToken)
    {
        var name = await FreeNameAsync(by.Team, place, cancellationToken);
        return await teams.AddChannelAsync(
            new StaffChannel(default, by.Team, place.Chat, name, place.Address), null, new AuditEntry(by.Team, time.GetUtcNow(), by.Id, by.Name, "channel add", $"channel {name}", null, place.Chat.ToString()), cancellationToken);
    }

    private async ValueTask<string> FreeNameAsync(TeamId team, ChatPlace place, CancellationToken cancellationToken) =>
        Names.OfChannel(await teams.ChannelsAsync(team, cancellationToken), NameOf(place));

    private async ValueTask<ChatAnswer> LinkAsync(ChatPerson by, string code, CancellationToken cancellationToken)
    {
        // A code that was overheard must not let in somebody from outside.
        if (by.IsGuest)
            return No(CommandWording.ChatCodeGuest);
        if (await codes.RedeemAsync(code, cancellationToken) is not { } member)
            return No(CommandWording.ChatCodeWrong);
        var now = time.GetUtcNow();
        await members.LinkChatAsync(
            new ChatAccount(by.Chat, by.Tenant, by.User, by.Name.Length == 0 ? by.User : by.Name, member.Id), new AuditEntry(member.Team, now, member.Id, member.Name, "link", $"member {member.Name}", null, by.Chat.ToString()), cancellationToken);
        var title = Say.It(CommandWording.ChatLinked, member.Name, Say.Role(member.Role));
        return new ChatAnswer(new Card(title, Tone.Calm, [], []) { Fallback = title });
    }

    private async ValueTask<bool> StandsThereAsync(ChatPlace place, MessageRef card, CancellationToken cancellationToken)
    {
        foreach (var channel in await teams.ChannelsAtAsync(place.Chat, place.Address, cancellationToken))
        {
            if (await notes.NudgeAtAsync(channel.Team, place.Chat, place.Address, card, cancellationToken) is not null)
                return true;
        }

        return false;
    }

    private ValueTask<Member?> MemberAsync(ChatPerson by, CancellationToken cancellationToken) => members.FindByChatAsync(by.Chat, by.Tenant, by.User, cancellationToken);

    /// <summary>Colleagues by the names they have here; others as mentions, which the commands about members understand.</summary>
    private async ValueTask<string> WithNamesAsync(string line, IReadOnlyList<ChatPerson> mentioned, CancellationToken cancellationToken)
    {
        foreach (var person in mentioned.OrderByDescending(each => each.Mention.Length))
        {
            if (!line.Contains(person.Mention, StringComparison.Ordinal))
                continue;
            var known = await members.FindByChatAsync(person.Chat, person.Tenant, person.User, cancellationToken);
            // Who is to be linked must stay the person of the chat, known or not.
            var instead = known is null || line.StartsWith("team link", StringComparison.OrdinalIgnoreCase) ? ChatMention.Write(person)
                : known.Name.Any(char.IsWhiteSpace) ? $"\"{known.Name}\"" : known.Name;
            line = line.Replace(person.Mention, instead, StringComparison.Ordinal);
        }

        return line;
    }

    /// <summary>"here" is the place where it is said.</summary>
    private async ValueTask<string> WithPlaceAsync(string line, ChatPlace place, TeamId team, CancellationToken cancellationToken)
    {
        var address = $"{place.Chat.ToString().ToLowerInvariant()}:{place.Address}";
        if (AddHere().Match(line) is { Success: true } adding)
        {
            var named = line.Contains("--name", StringComparison.OrdinalIgnoreCase) || line.Contains("—name", StringComparison.OrdinalIgnoreCase) ? "" : $" --name {await FreeNameAsync(team, place, cancellationToken)}";
            return $"{adding.Groups["verb"].Value} {address}{named}{line[adding.Length..]}";
        }

        return NotifyHere().Replace(line, match => $"{match.Groups["before"].Value}{address}");
    }

    /// <summary>A name that commands take: "#Care-Team" for "#Care Team".</summary>
    private static string NameOf(ChatPlace place)
    {
        var name = new string([.. place.Name.Trim().TrimStart('#').Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' ? c : '-')]).Trim('-', '.');
        return name.Length is >= 2 and <= 40 ? "#" + name : $"#{place.Chat.ToString().ToLowerInvariant()}";
    }

    private static CardPart.Line Line(string text) => new([new Span.Words(text)]);

    private static ChatAnswer No(string why) => new(Answer.No(why).Card, IsRefused: true);

    [GeneratedRegex(@"^link\s+(?<code>[A-Za-z0-9]{4}[\s-]?[A-Za-z0-9]{4}[\s-]?[A-Za-z0-9]{4})$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex WithCode();

    [GeneratedRegex(@"^(?<verb>channel\s+add)\s+here(?=\s|$)", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex AddHere();

    [GeneratedRegex(@"(?<before>(--|—)notify[\s=]+)here(?=\s|$)", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NotifyHere();

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "PageWatch was removed from channel {Channel}.")]
        public static partial void Left(ILogger logger, long channel);
    }
}
