using System.Globalization;
using PageWatch.Domain.Channels;
using PageWatch.Domain.Commands;
using PageWatch.Domain.Hours;
using PageWatch.Domain.Nudges;
using PageWatch.Domain.Sources;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Ingest;
using PageWatch.Pipeline.Journey;
using PageWatch.Pipeline.Publishing;
using PageWatch.Pipeline.Reports;
using PageWatch.Pipeline.Staff;
using PageWatch.Pipeline.Teams;
using PageWatch.Testing.Stages;

namespace PageWatch.Pipeline.Tests.Week;

/// <summary>
/// A week of a team of twelve, tick by tick, with everything real but the page, the chat and the clock: posts come, people claim, write, ask for a second yes, hand on, snooze, forget, sleep and fall ill.
/// What they do follows from a seed.
/// </summary>
internal sealed class SimulatedWeek(int seed, int posts) : IAsyncDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromMinutes(5);

    /// <summary>Midnight in Berlin; the week holds the last Sunday of March, which has 23 hours.</summary>
    private static readonly DateTimeOffset Monday = new(2026, 3, 22, 23, 0, 0, TimeSpan.Zero);

    private readonly Random random = new(seed);
    private readonly List<WeekPerson> people = [];
    private readonly Dictionary<long, int> warned = [];
    private readonly List<(NudgeId Nudge, MemberId To)> offers = [];
    private readonly Dictionary<long, string> natives = [];
    private Stage stage = null!;
    private BusinessHours hours = BusinessHours.Always;
    private int heard;

    /// <summary>What went against what is promised, in words; empty is what we want.</summary>
    public List<string> Wrong { get; } = [];

    public WeekTable Table { get; } = new();

    public Stage Stage => stage;

    public BusinessHours Hours => hours;

    public IReadOnlyList<WeekPerson> People => people;

    private static CancellationToken Now => CancellationToken.None;

    /// <summary>Lets the week pass.</summary>
    public async Task RunAsync()
    {
        await OpenAsync();
        var all = WeekPosts.Of(seed, posts, Monday, Tick);
        var next = 0;
        // The last Sunday ends an hour sooner than seven times 24 hours.
        var ticks = (int)(TimeSpan.FromHours((7 * 24) - 1) / Tick);
        for (var tick = 0; tick <= ticks; tick++)
        {
            stage.Time.SetUtcNow(Monday + (tick * Tick));
            var come = new List<SourceEvent>();
            while (next < all.Count && (all[next].At <= stage.Time.GetUtcNow() || tick == ticks))
                come.Add(stage.Post(all[next].NativeId, all[next].Text, all[next++].Author));
            await TickAsync(tick, come);
        }
    }

    /// <summary>Every nudge of the week as it ended.</summary>
    public async Task<IReadOnlyList<Nudge>> NudgesAsync()
    {
        var numbers = stage.Ask("SELECT id FROM nudges ORDER BY id", row => new NudgeId(row.GetInt64(0)));
        var nudges = new List<Nudge>(numbers.Count);
        foreach (var part in numbers.Chunk(200))
            nudges.AddRange((await stage.Get<IJourneyStore>().OpenNudgesAsync(part, null, Now)).Select(file => file.Nudge!));
        return nudges;
    }

    /// <summary>Holds the report against the nudges themselves: each that is late is in it, and what took its time is known.</summary>
    public async Task ReportMustExplainAsync(IReadOnlyList<Nudge> nudges, Action<string> tell)
    {
        var now = stage.Time.GetUtcNow();
        var owed = nudges.Where(nudge => EndOf(nudge, now) > nudge.DueAt && nudge.DueAt <= now).ToDictionary(nudge => nudge.Id);
        var late = await stage.Get<INudgeReports>().LateAsync(TeamId.Default, Monday - TimeSpan.FromDays(1), now, int.MaxValue, Now);
        late.Select(each => each.Nudge.Id.Value).Order().ShouldBe(owed.Keys.Select(id => id.Value).Order(), "what is late, and nothing else, is in the report");
        var breaches = late.Select(each => (each.Nudge, Breach: Breach.Of(each.Nudge, RecordedActs.Of(each.Record), hours, each.Until))).ToList();
        breaches.ShouldAllBe(each => each.Breach != null && (each.Breach.Took > TimeSpan.Zero || each.Breach.LateInHours == TimeSpan.Zero));
        foreach (var cause in breaches.GroupBy(each => each.Breach!.Cause).OrderByDescending(same => same.Count()))
            tell(string.Create(CultureInfo.InvariantCulture, $"figure: a week, late because {cause.Key,-15} {cause.Count(),4}"));
        var report = await stage.SayAsync(stage.Ana, "report week");
        report.Outcome.ShouldBe(CommandOutcome.Done);
    }

    private static DateTimeOffset EndOf(Nudge nudge, DateTimeOffset now) => nudge.Clock.AnsweredAt ?? nudge.Clock.EndedAt ?? (nudge.IsAtEnd ? nudge.Clock.NudgedAt : now);

    public async ValueTask DisposeAsync() => await stage.DisposeAsync();

    private async Task OpenAsync()
    {
        stage = await Stage.OpenAsync();
        stage.Time.SetUtcNow(Monday);
        await AddAsync(stage.Ana, 8, 16, 1, 2);
        await AddAsync(stage.Ben, 9, 18, 1, 5);
        await AddAsync(await stage.AddMemberAsync("Cleo", Role.Approver), 12, 20, 2, 5);
        await AddAsync(await stage.AddMemberAsync("Dana", Role.Approver), 8, 16, 1, 5, saturday: true);
        await AddAsync(await stage.AddMemberAsync("Emil", Role.Responder), 8, 16, 2, 15, ill: (34, 82), saysSo: true);
        await AddAsync(await stage.AddMemberAsync("Fay", Role.Approver), 8, 17, 1, 5);
        await AddAsync(await stage.AddMemberAsync("Gus", Role.Responder), 10, 18, 3, 20);
        await AddAsync(await stage.AddMemberAsync("Hana", Role.Approver), 12, 20, 1, 5, saturday: true);
        // Falls ill on Thursday, is on call that day, and tells nobody.
        await AddAsync(await stage.AddMemberAsync("Ivo", Role.Responder), 8, 20, 2, 10, ill: (72, 120));
        await AddAsync(await stage.AddMemberAsync("Jon", Role.Responder), 9, 17, 2, 10);
        await AddAsync(await stage.AddMemberAsync("Kim", Role.Responder), 12, 20, 2, 5, saturday: true);
        await AddAsync(await stage.AddMemberAsync("Lea", Role.Approver), 8, 16, 1, 5);
        await MustAsync("hours set \"mon-fri 8:00-20:00; sat 9:00-14:00\" --zone Europe/Berlin");
        await MustAsync("oncall set fay emil dana ivo hana kim lea --each 1d --from 2026-03-23 --zone Europe/Berlin");
        await MustAsync("rule add money refund --approvals 2");
        await MustAsync("rule add fire \"caught fire\" --target 15m --hours always");
        hours = (await stage.Get<ITeamHours>().OfAsync(TeamId.Default, Now)).Hours;
    }

    private Task AddAsync(Member member, int from, int to, int pace, int forgets, bool saturday = false, (int From, int Until)? ill = null, bool saysSo = false)
    {
        people.Add(new WeekPerson(member, from, to, pace, forgets) { OnSaturday = saturday, IllFrom = ill?.From, IllUntil = ill?.Until ?? 0, SaysSo = saysSo });
        return Task.CompletedTask;
    }

    private async Task TickAsync(int tick, List<SourceEvent> come)
    {
        var hour = LocalHour();
        Table.At((int)hour / 24);
        Table.Now.Posts += come.Count;
        if (come.Count > 0)
        {
            await stage.Get<IInbox>().AcceptPollAsync(new PollDelivery(stage.Blog.Id, "posts", come, null, stage.Time.GetUtcNow(), FirstLookDone: true), Now);
            await stage.Get<PostJourney>().RunAsync(Now);
        }

        // As often as in life within a tick: where two calls are due at once the second comes with the next sweep.
        await stage.SweepAsync();
        await stage.SweepAsync();
        await LookAsync();
        foreach (var person in people)
            await FallIllAsync(person, hour);
        await WorkAsync(tick, hour);
        while (await stage.Get<ReplyDispatch>().RunAsync(Now) > 0)
        {
        }

        await stage.ShowAsync();
        Hear();
        if (tick % 288 == 0)
        {
            foreach (var lost in await stage.Get<NudgeAuditor>().RunAsync(Now))
                Wrong.Add($"{Stamp()}: the auditor found nudge {lost} without a next step");
        }
    }

    /// <summary>What must hold after each sweep.</summary>
    private async Task LookAsync()
    {
        var now = stage.Time.GetUtcNow();
        foreach (var (lost, _) in await stage.Get<IJourneyStore>().WithoutNextStepAsync(now - Tick, new NudgeId(0), 10, Now))
            Wrong.Add($"{Stamp()}: nudge {lost} is open and has no next step");

        // What falls due up to the moment of closing is said then.
        var isOpen = hours.IsOpen(now) || hours.IsOpen(now - Tick);
        var live = stage.Ask(
            "SELECT id, json_extract(nudge, '$.warnedAtPercent'), json_extract(nudge, '$.deadline.ignoresHours') FROM nudges WHERE is_live = 1",
            row => (Id: row.GetInt64(0), Warned: row.IsDBNull(1) ? 0 : row.GetInt32(1), IsAlways: !row.IsDBNull(2) && row.GetBoolean(2)));
        Table.Now.MostOpen = Math.Max(Table.Now.MostOpen, live.Count);
        foreach (var (id, percent, isAlways) in live)
        {
            if (percent <= warned.GetValueOrDefault(id))
                continue;
            warned[id] = percent;
            Table.Now.Warnings++;
            if (!isOpen && !isAlways)
                Wrong.Add($"{Stamp()}: nudge {id} was warned of at {percent} % outside the team's hours");
        }
    }

    /// <summary>Listens to what rings: a message that calls somebody by name.</summary>
    private void Hear()
    {
        var said = stage.Channel.Deliveries;
        var isOpen = hours.IsOpen(stage.Time.GetUtcNow());
        for (; heard < said.Count; heard++)
        {
            if (said[heard] is not { Nudge: null } rings || !rings.Card.Parts.OfType<CardPart.Call>().Any())
                continue;
            Table.Now.Calls++;
            if (isOpen || IsOfAColleague(rings.Key))
                continue;
            var rule = stage.Ask(
                $"SELECT json_extract(nudge, '$.deadline.ignoresHours') FROM nudges WHERE id = {NumberIn(rings.Key).ToString(CultureInfo.InvariantCulture)}", row => !row.IsDBNull(0) && row.GetBoolean(0));
            if (rule is [true])
                Table.Now.NightCalls++;
            else
                Wrong.Add($"{Stamp()}: “{rings.Card.Title}” ({rings.Key}) rang outside the team's hours");
        }
    }

    private async Task FallIllAsync(WeekPerson person, double hour)
    {
        if (person is { SaysSo: true, IllFrom: { } from } && Math.Abs(hour - from) < 0.01)
            (await stage.SayAsync(person.Member, "oncall ill")).Outcome.ShouldBe(CommandOutcome.Done);
        if (person is { SaysSo: true, IllFrom: not null } && Math.Abs(hour - person.IllUntil) < 0.01)
            (await stage.SayAsync(person.Member, "oncall back")).Outcome.ShouldBe(CommandOutcome.Done);
    }

    private async Task WorkAsync(int tick, double hour)
    {
        var there = people.Where(person => person.Works(hour)).ToList();
        var isNight = there.Count == 0;
        // At night whoever is on call wakes up for what burns, and not always.
        if (isNight && random.Next(3) > 0 && (await stage.Get<IOnCall>().OfAsync(TeamId.Default, Now)).Rota?.WhoIsOn(stage.Time.GetUtcNow()) is [var on, ..])
            there.AddRange(people.Where(person => person.Member.Id == on.Id && !person.IsIll(hour)));
        if (there.Count == 0)
            return;
        var open = new Queue<NudgeRow>(await stage.Get<IJourneyStore>().ListNudgesAsync(TeamId.Default, new NudgeFilter(null, LiveOnly: true), 120, Now));
        foreach (var person in there.OrderBy(_ => random.Next()))
        {
            if (person.Doing is { } doing)
            {
                if (tick < doing.Until)
                    continue;
                person.Doing = null;
                await EndAsync(person, doing.Nudge);
            }

            if (!isNight && await HelpAsync(person))
                continue;
            await ClaimAsync(person, open, tick, isNight);
        }
    }

    /// <summary>Answers a colleague who hands something on, or who waits for a second yes.</summary>
    private async Task<bool> HelpAsync(WeekPerson person)
    {
        if (offers.FindIndex(offer => offer.To == person.Member.Id) is var at and >= 0)
        {
            var (nudge, _) = offers[at];
            offers.RemoveAt(at);
            if (await ClickAsync(person, nudge, random.Next(5) == 0 ? "decline" : "accept") && await OwnsAsync(person, nudge))
            {
                person.Doing = (nudge, 0);
                return true;
            }
        }

        if (person.Member.Role < Role.Approver || random.Next(2) == 0)
            return false;
        var waits = stage.Ask("SELECT id FROM nudges WHERE is_live = 1 AND state = 'AwaitingApproval' ORDER BY due_at LIMIT 1", row => new NudgeId(row.GetInt64(0)));
        if (waits is not [var asked])
            return false;
        if (random.Next(10) == 0)
            await ClickAsync(person, asked, "reject", input: "Please say when the money comes.");
        else if (await PublishAsync(person, asked))
            person.Approved++;
        return true;
    }

    private async Task ClaimAsync(WeekPerson person, Queue<NudgeRow> open, int tick, bool isNight)
    {
        while (open.TryDequeue(out var row))
        {
            if (row.OwnerName == person.Member.Name && row.State is NudgeState.Claimed or NudgeState.NeedsPerson)
            {
                person.Doing = (row.Id, tick + person.Pace);
                return;
            }

            if (row.State != NudgeState.Open || row.OwnerName is not null || (isNight && !row.Text.Contains("fire", StringComparison.Ordinal)))
                continue;
            if (!await ClickAsync(person, row.Id, "claim"))
                continue;
            if (random.Next(100) < person.Forgets)
                person.Forgot++;
            else
                person.Doing = (row.Id, tick + person.Pace);
            return;
        }
    }

    /// <summary>What comes of something that somebody had in hand.</summary>
    private async Task EndAsync(WeekPerson person, NudgeId nudge)
    {
        switch (random.Next(100))
        {
            case < 6:
                if (await ClickAsync(person, nudge, "dismiss", random.Next(3) switch { 0 => "not-for-us", 1 => "spam", _ => "no-answer-needed" }))
                    person.Dismissed++;
                break;
            case < 12:
                var to = people[random.Next(people.Count)];
                if (to != person && await ClickAsync(person, nudge, "hand", to.Member.Name, "Knows this better than I do."))
                {
                    person.Handed++;
                    offers.Add((nudge, to.Member.Id));
                }

                break;
            case < 15:
                await ClickAsync(person, nudge, "snooze", "1h");
                break;
            case < 18:
                await ClickAsync(person, nudge, "offline", "phone 2h " + person.Member.Name);
                break;
            case < 20 when natives.Remove(nudge.Value, out var native):
                // Somebody answers on the page itself.
                await stage.Get<IInbox>().AcceptPollAsync(
                    new PollDelivery(stage.Blog.Id, "posts", [stage.Own("own-" + native, "Hello, we have just written to you.", native)], null, stage.Time.GetUtcNow(), FirstLookDone: true), Now);
                await stage.Get<PostJourney>().RunAsync(Now);
                break;
            default:
                if (await AnswerAsync(person, nudge))
                    person.Answered++;
                break;
        }
    }

    private async Task<bool> AnswerAsync(WeekPerson person, NudgeId nudge)
    {
        if (await stage.Get<IJourneyStore>().OpenNudgeAsync(nudge, null, Now) is not { Nudge: { } now, Focus: { } focus })
            return false;
        natives[nudge.Value] = focus.NativeId;
        if (now is { State: NudgeState.Offline, Contact.Outcome: null })
            await ClickAsync(person, nudge, "outcome", random.Next(3) == 0 ? "not-reached" : "reached");
        var name = focus.Author.Name.Split(' ')[0];
        await ClickAsync(person, nudge, "save", input: $"{name}, thank you for writing to us. Please send us your order number in a private message, and we take it from there.");
        return await PublishAsync(person, nudge);
    }

    private async Task<bool> PublishAsync(WeekPerson person, NudgeId nudge) =>
        await DoAsync(person, nudge, "publish") is ClickAnswer.Private { Card.Actions: [{ Argument: { } code }, ..] } && await ClickAsync(person, nudge, "confirm", code);

    private async Task<bool> OwnsAsync(WeekPerson person, NudgeId nudge) => (await stage.Get<IJourneyStore>().OpenNudgeAsync(nudge, null, Now))?.Nudge?.Owner == person.Member.Id;

    private async Task<bool> ClickAsync(WeekPerson person, NudgeId nudge, string verb, string? argument = null, string? input = null) => await DoAsync(person, nudge, verb, argument, input) is ClickAnswer.Done;

    private async Task<ClickAnswer?> DoAsync(WeekPerson person, NudgeId nudge, string verb, string? argument = null, string? input = null) =>
        await stage.Get<IJourneyStore>().OpenNudgeAsync(nudge, null, Now) is { Nudge: { } now }
            ? await stage.Get<StaffDesk>().ClickAsync(person.Member, new Click(verb, nudge, now.Version, argument, input), Now)
            : null;

    private async Task MustAsync(string line)
    {
        var answer = await stage.SayAsync(stage.Ana, line);
        if (answer.Outcome != CommandOutcome.Done)
            throw new InvalidOperationException($"“{line}” was answered with “{answer.Card.Title}”.");
    }

    /// <summary>Hours of the week as the clock on the wall counts them.</summary>
    private double LocalHour() => (TimeZoneInfo.ConvertTime(stage.Time.GetUtcNow(), hours.Zone).DateTime - new DateTime(2026, 3, 23)).TotalHours;

    private string Stamp() => TimeZoneInfo.ConvertTime(stage.Time.GetUtcNow(), hours.Zone).ToString("ddd HH:mm", CultureInfo.InvariantCulture);

    /// <summary>A colleague who is at work asks another, and a talk rings when it was agreed on: neither is a warning.</summary>
    private static bool IsOfAColleague(string key) =>
        (key.StartsWith("notice-approval ", StringComparison.Ordinal) && key.EndsWith(" 0", StringComparison.Ordinal))
        || key.StartsWith("notice-hand ", StringComparison.Ordinal) || key.StartsWith("notice-handed on ", StringComparison.Ordinal) || key.StartsWith("notice-given back ", StringComparison.Ordinal)
        || (key.StartsWith("notice-contact ", StringComparison.Ordinal) && char.IsDigit(key[^1]) && key.Count(letter => letter == ' ') == 1);

    private static long NumberIn(string key) => key.Split(' ', '-', '/').Select(word => long.TryParse(word, CultureInfo.InvariantCulture, out var number) ? number : 0).FirstOrDefault(number => number > 0);
}
