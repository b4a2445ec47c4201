using System.Text.RegularExpressions;
using PageWatch.Domain.Channels;
using PageWatch.Domain.Sources;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Ingest;
using PageWatch.Pipeline.Journey;
using PageWatch.Pipeline.Teams;
using PageWatch.Testing.Stages;

namespace PageWatch.Channels.Tests.Cards;

/// <summary>What every command answers.</summary>
internal static partial class CommandCards
{
    public static IReadOnlyList<StaffCard> All { get; } =
    [
        Say("help", "help"),
        Say("help-of-a-viewer", "help", by: async stage => await stage.AddMemberAsync("Vera", Role.Viewer)),
        Say("help-watch", "help watch"),
        Say("help-publish", "help publish"),
        Say("help-unknown", "help lunch"),
        Say("unknown-command", "wach https://example.com"),
        Say("half-a-command", "rule"),
        Say("nothing-said", ""),
        Say("word-missing", "why"),
        Say("option-unknown", "publish 1 --now"),
        Say("not-a-number", "why me"),
        Say("no-such-nudge", "why 99"),
        Say("role-needed", "watch https://fake.example/", by: async stage => await stage.AddMemberAsync("Vera", Role.Viewer)),
        Say("watch", "watch https://fake.example/"),
        Say("watch-with-backfill", "watch fake.example --name shop --backfill 3d --every 5m"),
        Say("watch-webhook", "watch webhook till --signature github --secret secret-of-the-till --map text=/data/body"),
        Say("watch-webhook-unsigned", "watch webhook till --signature none"),
        Say("watch-webhook-bad-map", "watch webhook till --signature github --map text=data"),
        Say("watch-test", "watch test till {\"id\":1,\"author\":\"Jana\",\"text\":\"Broken again.\"}", before: async stage => await stage.SayAsync(stage.Ana, "watch webhook till --signature github")),
        Say("watch-test-nothing-came", "watch test till", before: async stage => await stage.SayAsync(stage.Ana, "watch webhook till --signature github")),
        Say("watch-this", "watch this https://forum.example/t/7 \"The new kettle leaks, has anybody heard of them?\" --by \"Tom\""),
        Say("watch-nothing-there", "watch https://nobody.example/"),
        Say("watch-no-address", "watch us"),
        Say("watch-twice", "watch https://fake.example/ --name blog"),
        Say("watch-bad-interval", "watch https://fake.example/ --every never"),
        Say("watch-bad-backfill", "watch https://fake.example/ --backfill 10y"),
        Say("watch-bad-name", "watch https://fake.example/ --name \"our shop\""),
        Say("team", "team", CrewAsync),
        Say("team-add", "team add Vera viewer"),
        Say("team-add-on-a-page", "team add Vera approver --page blog"),
        Say("team-add-known", "team add Ben"),
        Say("team-add-bad-role", "team add Vera boss"),
        Say("team-add-bad-page", "team add Vera --page shop"),
        Say("team-role", "team role Ben admin"),
        Say("team-role-on-a-page", "team role Ben viewer --page blog"),
        Say("team-role-last-admin", "team role Ana viewer"),
        Say("team-role-unknown", "team role Vera viewer"),
        Say("team-remove", "team remove Ben"),
        Say("team-remove-oneself", "team remove Ana"),
        Say("team-link", "team link Ben \"@slack:T0STORE:U0BEN|Ben O.\""),
        Say("team-link-no-mention", "team link Ben Benny"),
        Say("link-with-a-code", "link ABCD-EFGH-JKLM"),
        Say("hand", "hand 1 Ben She wants a call after five.", stage => stage.ComplainAsync()),
        Say("hand-to-nobody", "hand 1 Nobody", stage => stage.ComplainAsync()),
        Say("accept", "accept 1", OfferedAsync, stage => Task.FromResult(stage.Ben)),
        Say("accept-all", "accept all", OfferedAsync, stage => Task.FromResult(stage.Ben)),
        Say("accept-nothing", "accept all"),
        Say("decline", "decline 1", OfferedAsync, stage => Task.FromResult(stage.Ben)),
        Say("handover", "handover Ben All quiet but the late parcels.", async stage =>
        {
            await stage.ComplainAsync();
            await stage.PressAsync(stage.Ana, "claim");
        }),
        Say("handover-nothing", "handover Ben"),
        Say("note", "note 1 She called yesterday, ask Ben.", stage => stage.ComplainAsync()),
        Say("note-that-promises", "note 1 I'll ask the warehouse tomorrow.", stage => stage.ComplainAsync()),
        Say("promise-add", "promise add 1 friday We send her a new kettle.", stage => stage.ComplainAsync()),
        Say("promise-add-no-time", "promise add 1 lunch We send her a new kettle.", stage => stage.ComplainAsync()),
        Say("promise-yes", "promise yes 1", ProposedAsync),
        Say("promise-no", "promise no 1", ProposedAsync),
        Say("promise-kept", "promise kept 1", ProposedAsync),
        Say("promise-move", "promise move 1 friday 10:00", ProposedAsync),
        Say("promise-unknown", "promise kept 9"),
        Say("promises", "promises", async stage =>
        {
            await ProposedAsync(stage);
            await stage.SayAsync(stage.Ana, "promise add 1 tomorrow We call her <b>before</b> ten.");
            await stage.SayAsync(stage.Ana, "promise kept 1");
        }),
        Say("promises-none", "promises --mine"),
        Say("open-first-page", "open", ManyAsync),
        Say("open-last-page", "open --page 3", ManyAsync),
        Say("open-no-such-page", "open --page 7", ManyAsync),
        Say("digest", "digest", ManyAsync),
        Say("digest-late", "digest", async stage =>
        {
            await stage.ComplainAsync();
            stage.Wait(600);
        }),
        Say("digest-quiet", "digest", QuietAsync),
        Say("open-quiet", "open", QuietAsync),
        Say("digest-nothing", "digest"),
        Say("overdue-list", "overdue", async stage =>
        {
            await stage.ComplainAsync();
            stage.Wait(90);
        }),
        Say("overdue-none", "overdue"),
        Say("report", "report", async stage =>
        {
            await stage.ComplainAsync();
            await stage.PressAsync(stage.Ana, "verdict", "request");
            await stage.WriteAsync("c2", "Oh great, another broken cup. Thanks a lot!", "Otto");
        }),
        Say("report-late", "report", LateAsync),
        Say("report-rule-not-worth-it", "report", async stage =>
        {
            for (var i = 0; i < 11; i++)
            {
                var isScam = i % 2 == 0;
                await stage.WriteAsync($"c{i}", isScam ? $"Broken cup? Follow me, giveaway {i}!" : $"My cup number {i} arrived broken.", $"V{i}");
                await stage.PressAsync(stage.Ana, isScam ? "dismiss" : "answered", isScam ? "not-for-us" : null);
            }
        }),
        Say("report-small-accounts-wait", "report week", async stage =>
        {
            for (var i = 0; i < 20; i++)
            {
                await stage.WriteAsync($"c{i}", $"My cup {i} arrived broken.", $"V{i}", post => post with { Author = post.Author with { Followers = i % 2 == 0 ? 12 : 9_000 } });
                stage.Wait(i % 2 == 0 ? 40 + i : 10);
                await stage.PressAsync(stage.Ana, "answered");
            }
        }),
        Say("report-changes", "report", stage => ChangedAsync(stage, 5)),
        Say("report-nothing", "report today"),
        Say("report-badly", "report decade"),
        Say("dismiss-alike", "dismiss 1 spam --alike", async stage =>
        {
            await stage.WriteAsync("c1", "Your shop is a scam, never buy these terrible broken cups here!", "A");
            await stage.WriteAsync("c2", "This shop is a scam, never buy these terrible broken cups here.", "B");
        }),
        Say("unwatch", "unwatch blog"),
        Say("unwatch-unknown", "unwatch shop"),
        Say("watches", "watches", BusyAsync),
        Say("watches-none", "watches", by: AloneAsync),
        Say("health", "health", BusyAsync),
        Say("health-bad", "health", async stage =>
        {
            await BusyAsync(stage);
            await stage.SayAsync(stage.Ben, "pause publishing");
            stage.Page.PollFailures.Enqueue(new PlatformException(PlatformFailure.Denied, "https://blog.example refused the password (401): make a new one."));
            await stage.Get<PollRun>().RunAsync(stage.Blog.Id, fromTheStart: false, CancellationToken.None);
            await ParkAsync(stage);
        }),
        Say("health-of-one", "health blog", BusyAsync),
        Say("health-of-nobody", "health shop"),
        Say("poll", "poll blog"),
        Say("poll-that-fails", "poll blog", stage =>
        {
            stage.Page.PollFailures.Enqueue(new PlatformException(PlatformFailure.Unreachable, "https://blog.example did not answer within 10 s."));
            return Task.CompletedTask;
        }),
        Say("open", "open", BusyAsync),
        Say("open-none", "open"),
        Say("mine", "mine", BusyAsync),
        Say("mine-none", "mine"),
        Say("find", "find broken", BusyAsync),
        Say("find-one", "find lid", BusyAsync),
        Say("find-none", "find teapot", BusyAsync),
        Say("find-wrong", "find (broken OR", BusyAsync),
        Say("test-complaint", "test \"My parcel arrived broken, I want my money back now!\""),
        Say("test-question", "test Do you deliver to Austria?"),
        Say("test-sarcasm", "test Oh great, another broken cup. Thanks a lot!"),
        Say("test-thanks", "test Thank you so much, all is well now."),
        Say("rule-list", "rule list"),
        Say("rule-add", "rule add broken-parcels broken is:complaint --target 30m"),
        Say("rule-add-without-target", "rule add lids lid OR cup"),
        Say("rule-add-wrong-query", "rule add lids (lid OR"),
        Say("rule-add-unknown-field", "rule add lids is:complain"),
        Say("rule-add-twice", "rule add complaints lid"),
        Say("rule-add-bad-target", "rule add lids lid --target soon"),
        Say("rule-add-with-channels", "rule add umbrellas umbrella --notify care --notify webhook:https://crm.example/hook", async stage => await stage.SayAsync(stage.Ana, "channel add mail:care@contoso.example --name care")),
        Say("rule-add-unknown-channel", "rule add umbrellas umbrella --notify nowhere"),
        Say("channels", "channels", BrokenChannelsAsync),
        Say("channel-add", "channel add webhook:https://crm.example/hook"),
        Say("channel-add-fallback", "channel add mail:night@contoso.example --name night --fallback"),
        Say("channel-add-twice", "channel add webhook:https://crm.example/hook --name other", async stage => await stage.SayAsync(stage.Ana, "channel add webhook:https://crm.example/hook")),
        Say("channel-add-unknown-kind", "channel add fax:0123"),
        Say("channel-add-bad-secret", "channel add webhook:https://crm.example/hook --secret hunter2"),
        Say("channel-test", "channel test crm", async stage => await stage.SayAsync(stage.Ana, "channel add webhook:https://crm.example/hook --name crm")),
        Say("channel-test-refused", "channel test crm", async stage =>
        {
            await stage.SayAsync(stage.Ana, "channel add webhook:https://crm.example/hook --name crm");
            stage.Webhook.Failures.Enqueue(new ChannelException(ChannelFailure.Refused, "crm refused the card (404: no such hook)."));
        }),
        Say("channel-budget", "channel budget care 40"),
        Say("channel-budget-none", "channel budget care none", async stage => await stage.SayAsync(stage.Ana, "channel budget care 40")),
        Say("channel-budget-wrong", "channel budget care lots"),
        Say("channel-remove", "channel remove crm", async stage => await stage.SayAsync(stage.Ana, "channel add webhook:https://crm.example/hook --name crm")),
        Say("channel-remove-console", "channel remove care"),
        Say("channel-remove-named-by-a-rule", "channel remove crm.example", async stage => await stage.SayAsync(stage.Ana, "rule add umbrellas umbrella --notify webhook:https://crm.example/hook")),
        Say("channel-dead", "channel dead", BrokenChannelsAsync),
        Say("channel-dead-none", "channel dead"),
        Say("channel-replay", "channel replay all", BrokenChannelsAsync),
        Say("channel-replay-none", "channel replay nowhere"),
        Say("rule-off", "rule off reviews"),
        Say("rule-off-twice", "rule off reviews", async stage => await stage.SayAsync(stage.Ana, "rule off reviews")),
        Say("rule-on", "rule on reviews", async stage => await stage.SayAsync(stage.Ana, "rule off reviews")),
        Say("rule-remove", "rule remove reviews"),
        Say("rule-unknown", "rule off lunch"),
        Say("rule-add-whole", "rule add storms (outage OR \"nothing works\" OR down*) NEAR/6 (shop OR app) -author:@staff --target 15m --hours always --chain \"on-call 5m > lead 10m\""),
        Say("rule-add-wrong-chain", "rule add storms outage --chain \"@Bne 5m\""),
        Say("rule-show", "rule show complaints"),
        Say("rule-edit", "rule edit complaints is:complaint -\"black friday\" --target 30m"),
        Say("rule-edit-attention", "rule edit questions --priority high --budget 20"),
        Say("rule-edit-wrong-priority", "rule edit questions --priority urgent"),
        Say("rule-edit-nothing", "rule edit complaints"),
        Say("rule-edit-other-version", "rule edit complaints --version 7 --target 30m"),
        Say("rule-edit-wrong", "rule edit complaints stars<=9"),
        Say("rule-history", "rule history complaints", async stage =>
        {
            await stage.SayAsync(stage.Ana, "rule edit complaints --target 30m");
            await stage.SayAsync(stage.Ben, "rule list");
            await stage.SayAsync(stage.Ana, "rule edit complaints is:complaint OR stars<=2");
        }),
        Say("rule-undo", "rule undo complaints", async stage => await stage.SayAsync(stage.Ana, "rule edit complaints --target 30m")),
        Say("rule-undo-nothing", "rule undo complaints"),
        Say("rule-undo-removed", "rule undo complaints", async stage => await stage.SayAsync(stage.Ana, "rule remove complaints")),
        Say("rule-try", "rule try broken is:complaint --last 30d", BusyAsync),
        Say("rule-try-a-rule", "rule try complaints", BusyAsync),
        Say("rule-try-nothing", "rule try teapot NEAR/3 lid", BusyAsync),
        Say("rule-stop-nothing", "rule stop"),
        Say("rule-try-wrong", "rule try (broken NEAR/x lid)"),
        Say("mute", "mute \"black friday\" -is:complaint --for 3d"),
        Say("mute-for-ever", "mute friday --for 900d"),
        Say("mutes", "mutes", async stage => await stage.SayAsync(stage.Ana, "mute \"black friday\" -is:complaint --for 3d")),
        Say("mutes-none", "mutes"),
        Say("unmute", "unmute 1", async stage => await stage.SayAsync(stage.Ana, "mute \"black friday\"")),
        Say("unmute-unknown", "unmute 9"),
        Say("test-muted", "test The black friday parcel is broken!", async stage => await stage.SayAsync(stage.Ana, "mute \"black friday\"")),
        Say("oncall-chain", "oncall chain"),
        Say("oncall-chain-set", "oncall chain channel 10m > next 10m > lead 20m > repeat 5"),
        Say("oncall-chain-wrong", "oncall chain channel 10m > boss 5m"),
        Say("oncall-none", "oncall"),
        Say("oncall", "oncall", RotaAsync),
        Say("oncall-hole", "oncall", async stage =>
        {
            await RotaAsync(stage);
            await stage.SayAsync(stage.Ana, "oncall ill Ben");
            await stage.SayAsync(stage.Ana, "oncall ill Cleo");
            await stage.SayAsync(stage.Ana, "oncall away 2026-03-20..2026-03-22");
        }),
        Say("oncall-set", "oncall set ana ben --each 7d --from \"mon 09:00\" --zone Europe/Berlin"),
        Say("oncall-set-twice", "oncall set ana ana"),
        Say("oncall-set-unknown", "oncall set ana bem"),
        Say("oncall-set-bad-zone", "oncall set ana --zone berlin"),
        Say("oncall-swap", "oncall swap ana ben --on 2026-03-12", RotaAsync),
        Say("oncall-swap-not-theirs", "oncall swap ben cleo --on 2026-03-12", RotaAsync),
        Say("oncall-cover", "oncall cover cleo ana 2026-03-12..2026-03-13", RotaAsync),
        Say("oncall-away", "oncall away 2026-03-20..2026-03-22", RotaAsync),
        Say("oncall-away-hole", "oncall away 2026-03-20..2026-03-22", async stage => await stage.SayAsync(stage.Ana, "oncall set ana")),
        Say("oncall-ill", "oncall ill", RotaAsync, stage => Task.FromResult(stage.Ben)),
        Say("oncall-ill-somebody-else", "oncall ill Ana", RotaAsync, stage => Task.FromResult(stage.Ben)),
        Say("oncall-back", "oncall back", async stage =>
        {
            await RotaAsync(stage);
            await stage.SayAsync(stage.Ana, "oncall ill");
        }),
        Say("oncall-history", "oncall history", async stage =>
        {
            await RotaAsync(stage);
            await stage.SayAsync(stage.Ben, "oncall away 2026-03-20..2026-03-22");
        }),
        Say("oncall-undo", "oncall undo", RotaAsync),
        Say("pause-publishing", "pause publishing"),
        Say("pause-publishing-twice", "pause publishing", async stage => await stage.SayAsync(stage.Ben, "pause publishing")),
        Say("resume", "resume", async stage => await stage.SayAsync(stage.Ben, "pause publishing")),
        Say("resume-for-nothing", "resume"),
        Say("forget", "forget Jana K.", BusyAsync),
        Say("forget-nobody", "forget Nobody", BusyAsync),
        Say("forget-which", "forget Jana K.", async stage =>
        {
            await stage.ComplainAsync();
            await stage.WriteAsync("c2", "Mine is fine.", with: post => post with { Author = new Domain.Posts.Author("id-2", "Jana K.") });
        }),
        Say("forget-wrong-code", "forget Jana K. --confirm 00000000", BusyAsync),
        new("forget-done", "said-card", async stage =>
        {
            await BusyAsync(stage);
            var asked = await stage.SayAsync(stage.Ana, "forget Jana K.");
            return (await stage.SayAsync(stage.Ana, ConfirmedIn(asked.Card))).Card;
        }),
        Say("parked", "parked", ParkAsync),
        Say("parked-none", "parked"),
        Say("replay", "replay", ParkAsync),
        Say("replay-nothing", "replay"),
        Say("record", "record", BusyAsync),
        Say("console", "console"),
        Say("console-as-somebody-else", "console as Ben"),
        Say("demo-reset-without-demo", "demo reset"),
        Say("claim", "claim 1", stage => stage.ComplainAsync()),
        Say("claim-what-somebody-has", "claim 1", async stage =>
        {
            await stage.ComplainAsync();
            await stage.PressAsync(stage.Ben, "claim");
        }),
        Say("release", "release 1", async stage =>
        {
            await stage.ComplainAsync();
            await stage.PressAsync(stage.Ana, "claim");
        }),
        Say("edit", "edit 1 Jana, a new one is on its way.", stage => stage.ComplainAsync()),
        Say("draft", "draft 1", stage => stage.ComplainAsync()),
        Say("mend", "mend 1", async stage =>
        {
            await stage.ComplainAsync();
            await stage.SayAsync(stage.Ana, "edit 1 Hi Ben, write to ben@mail.example and we see.");
        }),
        Say("mend-nothing", "mend 1", stage => stage.ComplainAsync()),
        Say("use", "use 1 Ben", async stage =>
        {
            await stage.ComplainAsync();
            await stage.PressAsync(stage.Ana, "claim");
            await stage.PressAsync(stage.Ben, "save", input: "Jana, may I call you?");
        }),
        Say("use-nothing", "use 1 <Ben>", stage => stage.ComplainAsync()),
        Say("reject", "reject 1 Too long.", async stage =>
        {
            await stage.SayAsync(stage.Ana, "rule add two-eyes is:complaint --approvals 2");
            await stage.ComplainAsync();
            await stage.PublishAsync(stage.Ben);
        }),
        Say("reject-nothing", "reject 1", stage => stage.ComplainAsync()),
        Say("offline", "offline 1 phone 2h Ben She prefers mornings.", stage => stage.ComplainAsync()),
        Say("offline-by-when", "offline 1 visit", stage => stage.ComplainAsync()),
        Say("offline-no-way", "offline 1 pigeon 2h", stage => stage.ComplainAsync()),
        Say("outcome", "outcome 1 solved", async stage =>
        {
            await stage.ComplainAsync();
            await stage.PressAsync(stage.Ana, "offline", "phone 2h");
        }),
        Say("outcome-of-nothing", "outcome 1 solved", stage => stage.ComplainAsync()),
        Say("call-list", "call list", async stage =>
        {
            await stage.ComplainAsync();
            await stage.WriteAsync("c2", "The charger caught fire & my son is <hurt>. Call me!", "Mia");
            await stage.PressAsync(stage.Ben, "offline", "phone 2h", nudge: 1);
        }),
        Say("call-list-empty", "call list"),
        Say("undo-nothing", "undo 1", stage => stage.ComplainAsync()),
        Say("rule-add-for-two", "rule add two-eyes is:complaint --approvals 2 --approver admin"),
        Say("rule-add-for-three", "rule add three-eyes is:complaint --approvals 3"),
        Say("playbook", "playbook"),
        Say("playbook-show", "playbook show 6"),
        Say("playbook-edit", "playbook edit settings"),
        Say("playbook-edit-broken", "playbook edit §1 ## Ours"),
        Say("playbook-history", "playbook history"),
        Say("playbook-undo", "playbook undo"),
        Say("playbook-lint", "playbook lint"),
        Say("playbook-lint-learned", "playbook lint", stage => ChangedAsync(stage, 10)),
        Say("hours", "hours", HoursAsync),
        Say("hours-none", "hours"),
        Say("hours-unreadable", "hours", async stage => await stage.Get<ITeamHours>().ChangeAsync(
            TeamId.Default, 0, new HoursTexts("by <appointment>", "Europe/Berlin", ""), new AuditEntry(TeamId.Default, stage.Time.GetUtcNow(), null, "test", "hours set", "hours"), CancellationToken.None)),
        Say("hours-set", "hours set mon-fri 9-12:30 13:30-18; sat 22-2 --zone Europe/Berlin"),
        Say("hours-set-without-zone", "hours set daily 9am-5pm"),
        Say("hours-set-wrong", "hours set mon-fri 9:00-25:00"),
        Say("hours-set-wrong-zone", "hours set --zone Europe/Belrin"),
        Say("hours-holidays", "hours holidays 12-25 Christmas; 2027-12-24 9:00-12:00 <Eve>", HoursAsync),
        Say("hours-holidays-of-a-calendar", "hours holidays BEGIN:VEVENT\nDTSTART;VALUE=DATE:20271225\nRRULE:FREQ=MONTHLY\nSUMMARY:<Christmas>\nEND:VEVENT\nBEGIN:VEVENT\nDTSTART:20271201T090000Z\nEND:VEVENT", HoursAsync),
        Say("hours-holidays-wrong", "hours holidays Christmas", HoursAsync),
        Say("hours-holidays-shown", "hours holidays", HoursAsync),
        Say("hours-history", "hours history", HoursAsync),
        Say("hours-undo", "hours undo", HoursAsync),
        Say("hours-undo-nothing", "hours undo"),
        Say("canned", "canned", CannedAsync),
        Say("canned-none", "canned"),
        Say("canned-add", "canned add danke Danke, {name}, wir melden uns heute. --language de --expires 90d --owner Ben"),
        Say("canned-add-warned", "canned add odd Thank you, <b>{name}</b>. <!channel> @everyone"),
        Say("canned-add-blocked", "canned add money {name}, we refund you $500 today."),
        Say("canned-add-twice", "canned add photo Thank you, {name}.", CannedAsync),
        Say("canned-add-unknown-slot", "canned add late Thank you, {nme}."),
        Say("canned-show", "canned show photo", CannedAsync),
        Say("canned-show-unknown", "canned show lunch"),
        Say("canned-renew", "canned renew gone 30d", CannedAsync),
        Say("canned-renew-badly", "canned renew gone for-ever", CannedAsync),
        Say("canned-remove", "canned remove photo", CannedAsync),
        Say("canned-use", "canned use 1 photo", async stage =>
        {
            await CannedAsync(stage);
            await stage.ComplainAsync();
        }),
        Say("canned-use-expired", "canned use 1 gone", async stage =>
        {
            await CannedAsync(stage);
            await stage.ComplainAsync();
        }),
        Say("translate-without-a-model", "translate 1", stage => stage.ComplainAsync()),
        Say("snooze", "snooze 1 2h", stage => stage.ComplainAsync()),
        Say("snooze-until-tomorrow", "snooze 1 tomorrow", async stage =>
        {
            await HoursAsync(stage);
            await stage.ComplainAsync();
        }),
        Say("snooze-badly", "snooze 1 never", stage => stage.ComplainAsync()),
        Say("dismiss", "dismiss 1 not-for-us", stage => stage.ComplainAsync()),
        Say("dismiss-badly", "dismiss 1 boring", stage => stage.ComplainAsync()),
        Say("verdict", "verdict 1 question now", stage => stage.ComplainAsync()),
        Say("verdict-badly", "verdict 1 rude", stage => stage.ComplainAsync()),
        Say("verdict-both", "verdict 1 praise and complaint", stage => stage.ComplainAsync()),
        Say("answered-command", "answered 1", stage => stage.ComplainAsync()),
        Say("show-command", "show 1", stage => stage.ComplainAsync()),
        Say("why-command", "why 1", stage => stage.ComplainAsync()),
        Say("publish", "publish 1", stage => stage.ComplainAsync()),
        new("publish-confirmed", "said-card", async stage =>
        {
            await stage.ComplainAsync();
            var preview = await stage.SayAsync(stage.Ana, "publish 1");
            return (await stage.SayAsync(stage.Ana, ConfirmedIn(preview.Card))).Card;
        }),
    ];

    /// <summary>The line with a code that a card tells people to type.</summary>
    public static string ConfirmedIn(Card card)
    {
        var words = string.Join('\n', card.Parts.OfType<CardPart.Line>().SelectMany(line => line.Spans).OfType<Span.Words>().Select(span => span.Text));
        return ConfirmLine().Match(words) is { Success: true } found ? found.Value : throw new InvalidOperationException($"No code in: {words}");
    }

    /// <summary>Late answers, each for another reason.</summary>
    private static async Task LateAsync(Stage stage)
    {
        await stage.ComplainAsync();
        await stage.WriteAsync("c2", "The lid of mine was broken, too. Who do I call?", "Mia <b>M.</b> @channel");
        await stage.WriteAsync("c3", "My cup arrived broken as well!", "Otto");
        await stage.WriteAsync("c4", "Broken cup, broken lid, no answer.", "Kim");
        await stage.PressAsync(stage.Ben, "claim", nudge: 2);
        await stage.PressAsync(stage.Ben, "hand", "Ana", "Please.", nudge: 3);
        await stage.PressAsync(stage.Ben, "offline", "phone 30m", nudge: 4);
        foreach (var minutes in (int[])[20, 20, 200])
        {
            stage.Wait(minutes);
            await stage.SweepAsync();
        }
    }

    private static async Task HoursAsync(Stage stage)
    {
        await stage.SayAsync(stage.Ana, "hours set mon-fri 9:00-12:30 13:30-18:00; sat 22:00-02:00 --zone Europe/Berlin");
        await stage.SayAsync(stage.Ana, "hours holidays 12-25..12-26 <Christmas> & @everyone\n2027-12-24 9:00-12:00 Eve");
    }

    private static async Task ProposedAsync(Stage stage)
    {
        await stage.ComplainAsync();
        await stage.SayAsync(stage.Ben, "note 1 I'll ask the warehouse tomorrow.");
    }

    private static async Task BusyAsync(Stage stage)
    {
        await stage.ComplainAsync();
        stage.Wait(3);
        await stage.WriteAsync("c2", "Do you deliver to Austria on Saturdays, too?", "Otto");
        await stage.WriteAsync("c3", "The lid of mine was broken, too. Who do I call?", "Mia <mia@example.org>");
        await stage.WriteAsync("c4", "Lovely cups!", "Kim");
        await stage.PressAsync(stage.Ana, "claim", nudge: 1);
        stage.Page.Polls.Enqueue(new PollResult([], null, false));
        await stage.Get<PollRun>().RunAsync(stage.Blog.Id, fromTheStart: false, CancellationToken.None);
        stage.Wait(2);
    }

    /// <summary>One channel that took nothing for more than a day, and a fallback that stands in for it.</summary>
    private static async Task BrokenChannelsAsync(Stage stage)
    {
        await stage.SayAsync(stage.Ana, "channel add webhook:https://crm.example/hook --name crm");
        await stage.SayAsync(stage.Ana, "channel add mail:night@contoso.example --name night --fallback");
        stage.Wait(1);
        for (var i = 0; i < 100; i++)
            stage.Webhook.Failures.Enqueue(new ChannelException(ChannelFailure.Unreachable, "crm is in trouble (503: back soon)."));
        await stage.ComplainAsync();
        for (var hour = 0; hour < 27; hour++)
        {
            stage.Wait(60);
            await stage.ShowAsync();
        }

        await stage.WriteAsync("c2", "The lid of mine was broken, too.", "Mia");
    }

    /// <summary>Somebody whose team has nothing yet.</summary>
    private static async Task<Member> AloneAsync(Stage stage)
    {
        var team = await stage.Get<PageWatch.Pipeline.Teams.IMembers>().AddTeamAsync("night", stage.Audit(), CancellationToken.None);
        return await stage.AddMemberAsync("Nora", Role.Admin, team.Id);
    }

    private static async Task ParkAsync(Stage stage)
    {
        var inbox = stage.Get<IInbox>();
        await inbox.AcceptPollAsync(new PollDelivery(stage.Blog.Id, "posts", [new SourceEvent.PostUnreadable("{\"id\": 17", "Comment 17 has no text.")], null, stage.Time.GetUtcNow(), FirstLookDone: true), CancellationToken.None);
        await stage.Get<PostJourney>().RunAsync(CancellationToken.None);
    }

    private static StaffCard Say(string name, string line, Func<Stage, Task>? before = null, Func<Stage, Task<Member>>? by = null) => new(name, "said-card", async stage =>
    {
        if (before is not null)
            await before(stage);
        return (await stage.SayAsync(by is null ? stage.Ana : await by(stage), line)).Card;
    })
    { Line = line };

    [GeneratedRegex(@"(publish|forget) [^\n]+ --confirm \S+", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex ConfirmLine();

    /// <summary>A team with a role on a page, and one who is in a chat too.</summary>
    private static async Task CrewAsync(Stage stage)
    {
        await stage.SayAsync(stage.Ana, "team add Vera viewer");
        await stage.SayAsync(stage.Ana, "team role Vera approver --page blog");
        await stage.SayAsync(stage.Ana, "team link Ben \"@slack:T0STORE:U0BEN|Ben O.\"");
    }

    /// <summary>One that holds, and one that has expired.</summary>
    internal static async Task CannedAsync(Stage stage)
    {
        await stage.SayAsync(stage.Ben, "canned add gone Thank you, {name}. We are closed this week. --expires 1d");
        stage.Wait(24 * 60);
        await stage.SayAsync(stage.Ana, "canned add photo Thank you, {name}. Could you send us a photo in a private message? --language en");
    }

    private static async Task QuietAsync(Stage stage)
    {
        await stage.SayAsync(stage.Ana, "rule edit questions --budget 1");
        for (var i = 1; i <= 3; i++)
            await stage.WriteAsync($"q{i}", "Do you ship to Portugal?", $"Visitor {i}");
    }

    private static async Task ManyAsync(Stage stage)
    {
        for (var i = 1; i <= 23; i++)
            await stage.WriteAsync($"c{i}", i % 3 == 0 ? $"Do you ship cup number {i} to Portugal?" : $"Parcel {i} arrived broken. I want my money back!", $"Visitor {i}");
    }

    /// <summary>Complaints whose drafts staff changed alike.</summary>
    private static async Task ChangedAsync(Stage stage, int many)
    {
        for (var i = 1; i <= many; i++)
        {
            await stage.WriteAsync($"c{i}", "Third parcel in a row that arrives broken.", $"Visitor {i}");
            // What was answered before takes turns with the playbook.
            while ((await stage.FileAsync()).Draft!.Proposal!.Clause is null)
                await stage.PressAsync(stage.Ana, "draft");
            await stage.PressAsync(stage.Ana, "save", input: (await stage.FileAsync()).Draft!.Text + " We look into it straight away.");
            await stage.PublishAsync(stage.Ana);
            await stage.DispatchAsync();
        }
    }

    /// <summary>Three who take turns of a week each, with something ahead.</summary>
    private static async Task RotaAsync(Stage stage)
    {
        await stage.AddMemberAsync("Cleo", Role.Responder);
        await stage.SayAsync(stage.Ana, "oncall set ana ben cleo --each 7d --from \"mon 09:00\" --zone Europe/Berlin");
        await stage.SayAsync(stage.Ana, "oncall away Cleo 2026-03-27..2026-03-30");
        await stage.SayAsync(stage.Ana, "oncall cover ben cleo 2026-03-24");
    }

    private static async Task OfferedAsync(Stage stage)
    {
        await stage.ComplainAsync();
        await stage.SayAsync(stage.Ana, "hand 1 Ben She wants a call after five.");
    }
}
