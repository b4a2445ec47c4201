using PageWatch.Domain.Posts;
using PageWatch.Domain.Publishing;
using PageWatch.Domain.Sources;
using PageWatch.Testing.Builders;
using PageWatch.Testing.Stages;

namespace PageWatch.Channels.Tests.Cards;

/// <summary>A nudge's card in every state that a day can bring.</summary>
internal static class NudgeCards
{
    private const string Sorry = "Jana, that must not happen three times. A new set is on its way, and your money is on its way back.";

    public static IReadOnlyList<StaffCard> All { get; } =
    [
        Of("fresh-complaint", stage => stage.ComplainAsync()),
        Of("fresh-question", stage => stage.WriteAsync("c1", "Do you deliver to Austria on Saturdays, too?", "Otto")),
        Of("fresh-request", stage => stage.WriteAsync("c1", "Please send me the invoice for order 4711-0815, my mail is otto@example.org", "Otto")),
        Of("fresh-review-of-two-stars", stage => stage.WriteAsync("c1", "The cup is nice, the lid is not.", with: post => post with { Stars = 2, Title = "Lid leaks" })),
        Of("unclear-sarcasm", stage => stage.WriteAsync("c1", "Oh great, another broken cup. Thanks a lot!")),
        Of("unclear-settled", async stage =>
        {
            await stage.WriteAsync("c1", "Oh great, another broken cup. Thanks a lot!");
            await stage.PressAsync(stage.Ana, "verdict", "sarcasm");
        }),
        Of("unclear-only-a-picture", stage => stage.WriteAsync("c1", "", with: post => post with { Attachments = [new Attachment(AttachmentKind.Picture, new Uri("https://blog.example/cup.jpg"), "a cup in pieces")] })),
        Of("german-complaint", stage => stage.WriteAsync("c1", "Schon wieder ein kaputtes Paket! Ich warte seit drei Wochen auf mein Geld.", "Jürgen")),
        Of("right-to-left-author", stage => stage.WriteAsync("c1", "The lid is broken (again).", "יעל כהן")),
        Of("hostile-post", stage => stage.WriteAsync(
            "c1",
            "Broken <script>alert(1)</script> {0} <!channel> </at> @everyone \u202Egnp.exe\u202C &amp; \u001b[2J [x](javascript:alert(1))",
            "<b>\"Eve\"</b> \u202Eeve",
            post => post with
            {
                Title = "</h3><iframe>", Under = "</bdi><style>*{display:none}</style>",
                Attachments = [new Attachment(AttachmentKind.Picture, new Uri("https://blog.example/\"onmouseover=\"x"), "\u202E\u001b[31m<img src=x onerror=alert(1)>"), new Attachment(AttachmentKind.Other, new Uri("javascript:alert(1)"))],
            })),
        Of("long-post", stage => stage.WriteAsync("c1", string.Concat(Enumerable.Range(1, 3_000).Select(n => $"It is broken, {n} times. ")))),
        Of("answers-somebody-with-pictures", async stage =>
        {
            await stage.WriteAsync("c1", "Mine is fine.", "Otto");
            await stage.WriteAsync("c2", Visitors.Broken, with: post => post with
            {
                ParentNativeId = "c1",
                Attachments = [new Attachment(AttachmentKind.Picture, new Uri("https://blog.example/1.jpg"), "a cup in pieces"), new Attachment(AttachmentKind.Video, new Uri("https://video.example/2"))],
            });
        }),
        Of("third-contact-since-january", async stage =>
        {
            await stage.WriteAsync("c0", "I like your cups.", with: post => post with { PublishedAt = A.Morning.AddDays(-60) });
            await stage.WriteAsync("c1", "Do you have it in blue?", with: post => post with { PublishedAt = A.Morning.AddDays(-3) });
            await stage.WriteAsync("c2", Visitors.Broken);
        }),
        Of("author-wrote-again", async stage =>
        {
            await stage.ComplainAsync();
            stage.Wait(2);
            await stage.WriteAsync("c2", "And nobody answers the phone. This is ridiculous.", with: post => post with { ParentNativeId = "c1" });
        }),
        Of("author-edited-unclaimed", async stage =>
        {
            await stage.ComplainAsync();
            stage.Wait(2);
            await stage.WriteAsync("c1", Visitors.Broken + " My lawyer will be in touch.");
        }),
        Of("half-the-time-is-gone", async stage =>
        {
            await stage.ComplainAsync();
            stage.Wait(31);
            await stage.SweepAsync();
        }),
        Of("overdue", async stage =>
        {
            await stage.ComplainAsync();
            stage.Wait(75);
            await stage.SweepAsync();
        }),
        Of("claimed-and-editing", async stage =>
        {
            await stage.ComplainAsync();
            stage.Wait(3);
            await stage.PressAsync(stage.Ana, "claim");
            await stage.PressAsync(stage.Ana, "edit");
        }),
        Of("another-draft", async stage =>
        {
            await stage.ComplainAsync();
            await stage.PressAsync(stage.Ana, "draft");
        }),
        Of("draft-edited", async stage =>
        {
            await stage.ComplainAsync();
            stage.Wait(3);
            await stage.PressAsync(stage.Ana, "save", input: Sorry);
        }),
        Of("draft-edited-then-post-edited", async stage =>
        {
            await stage.ComplainAsync();
            await stage.PressAsync(stage.Ana, "save", input: Sorry);
            stage.Wait(2);
            await stage.WriteAsync("c1", "Second parcel in a row that arrives broken. I want my money back.");
        }),
        Of("draft-edited-then-author-wrote-again", async stage =>
        {
            await stage.ComplainAsync();
            await stage.PressAsync(stage.Ana, "save", input: Sorry);
            stage.Wait(2);
            await stage.WriteAsync("c2", "And the phone is dead, too.", with: post => post with { ParentNativeId = "c1" });
        }),
        Of("stale-draft-kept", async stage =>
        {
            await stage.ComplainAsync();
            await stage.PressAsync(stage.Ana, "save", input: Sorry);
            stage.Wait(2);
            await stage.WriteAsync("c1", "Second parcel in a row that arrives broken. I want my money back.");
            await stage.PressAsync(stage.Ana, "keep");
        }),
        Of("snoozed", async stage =>
        {
            await stage.ComplainAsync();
            await stage.PressAsync(stage.Ana, "snooze", "1h");
        }),
        Of("awaits-a-second-yes", stage => WaitingAsync(stage)),
        Of("awaits-a-yes-after-a-change", async stage =>
        {
            await WaitingAsync(stage);
            await stage.PressAsync(stage.Ben, "save", input: "Jana, that must not happen twice. A new set is on its way.");
        }),
        Of("words-given-back", async stage =>
        {
            await WaitingAsync(stage);
            await stage.PressAsync(stage.Ben, "reject", input: "Too long, and <she> asked for a date, @channel.");
        }),
        Of("words-beside", async stage =>
        {
            await stage.ComplainAsync();
            await stage.PressAsync(stage.Ana, "save", input: Sorry);
            await stage.PressAsync(stage.Ben, "save", input: "Jana, *may* I call you?");
        }),
        Of("off-line", async stage =>
        {
            await stage.ComplainAsync();
            await stage.PressAsync(stage.Ben, "offline", "phone 2h", "She prefers <mornings>.");
        }),
        Of("off-line-in-private-messages", async stage =>
        {
            await stage.ComplainAsync();
            await stage.PressAsync(stage.Ben, "offline", "message 2h");
        }),
        Of("closing-line-owed", async stage =>
        {
            await stage.ComplainAsync();
            await stage.PressAsync(stage.Ben, "offline", "phone 2h");
            stage.Wait(40);
            await stage.PressAsync(stage.Ben, "outcome", "solved");
        }),
        Of("not-reached", async stage =>
        {
            await stage.ComplainAsync();
            await stage.PressAsync(stage.Ben, "offline", "phone 2h");
            stage.Wait(40);
            await stage.PressAsync(stage.Ben, "outcome", "not-reached");
        }),
        Of("being-taken-back", async stage =>
        {
            await UndoAsync(stage);
        }),
        Of("taken-back", async stage =>
        {
            await UndoAsync(stage);
            await stage.DispatchAsync();
        }),
        Of("publishing", async stage =>
        {
            await stage.ComplainAsync();
            await stage.PublishAsync(stage.Ana);
        }),
        Of("publishing-delayed", async stage =>
        {
            await stage.ComplainAsync();
            await stage.PublishAsync(stage.Ana);
            stage.Page.LookFailures.Enqueue(new PlatformException(PlatformFailure.RateLimited, "blog.example asks us to wait (429).") { RetryAfter = TimeSpan.FromMinutes(5) });
            await stage.DispatchAsync(TimeSpan.FromMinutes(1));
        }),
        Of("publishing-nobody-answered", async stage =>
        {
            await stage.ComplainAsync();
            await stage.PublishAsync(stage.Ana);
            stage.Page.PublishFaults.Enqueue(FakePage.Fault.Lost);
            await stage.DispatchAsync(TimeSpan.FromSeconds(5));
        }),
        Of("needs-person-refused", async stage =>
        {
            await stage.ComplainAsync();
            stage.Page.PublishFaults.Enqueue(new FakePage.Fault(true, null, new PublishOutcome.Refused("Comments are closed.")));
            await stage.PublishAsync(stage.Ana);
            await stage.DispatchAsync();
        }),
        Of("needs-person-post-changed", async stage =>
        {
            await stage.ComplainAsync();
            await stage.PublishAsync(stage.Ana);
            stage.Page.Shows["c1"] = stage.Page.Shows["c1"] with { Text = "It was my own fault, sorry." };
            await stage.DispatchAsync();
        }),
        Of("needs-person-post-gone", async stage =>
        {
            await stage.ComplainAsync();
            await stage.PublishAsync(stage.Ana);
            stage.Page.Shows.Remove("c1");
            await stage.DispatchAsync();
        }),
        Of("needs-person-answered-meanwhile", async stage =>
        {
            await stage.ComplainAsync();
            await stage.PublishAsync(stage.Ana);
            stage.Page.AnswerNatively("c1", "Hello Jana, please call us.");
            await stage.DispatchAsync();
        }),
        Of("needs-person-held", async stage =>
        {
            await stage.ComplainAsync();
            stage.Page.PublishFaults.Enqueue(new FakePage.Fault(true, null, new PublishOutcome.Held("r1", null)));
            await stage.PublishAsync(stage.Ana);
            await stage.DispatchAsync();
        }),
        Of("needs-person-nobody-can-tell", async stage =>
        {
            var watch = await stage.AddWatchAsync(stage.Ana, "wall", can: A.Capabilities(readBack: false));
            await stage.WriteAsync("w1", Visitors.Broken, on: watch);
            stage.Page.PublishFaults.Enqueue(FakePage.Fault.Lost);
            await stage.PublishAsync(stage.Ana);
            await stage.DispatchAsync();
        }),
        Of("needs-person-never-arrived", async stage =>
        {
            await stage.ComplainAsync();
            for (var i = 0; i < 20; i++)
                stage.Page.PublishFaults.Enqueue(FakePage.Fault.LostAndNotTaken);
            await stage.PublishAsync(stage.Ana);
            await stage.DispatchAsync(TimeSpan.FromHours(12));
        }),
        Of("needs-person-forbidden", async stage =>
        {
            await stage.ComplainAsync();
            stage.Page.PublishFaults.Enqueue(new FakePage.Fault(false, new PlatformException(PlatformFailure.Denied, "blog.example refused the password of \"contoso\" (401): make a new application password.")));
            await stage.PublishAsync(stage.Ana);
            await stage.DispatchAsync();
        }),
        Of("answered", async stage =>
        {
            await stage.ComplainAsync();
            stage.Wait(3);
            await stage.PressAsync(stage.Ana, "claim");
            stage.Wait(31);
            await stage.PressAsync(stage.Ana, "save", input: Sorry);
            stage.Wait(4);
            await stage.PublishAsync(stage.Ana);
            await stage.DispatchAsync();
        }),
        Of("answered-too-late", async stage =>
        {
            await stage.ComplainAsync();
            stage.Wait(200);
            await stage.PublishAsync(stage.Ben);
            await stage.DispatchAsync();
        }),
        Of("answered-with-a-promise", async stage =>
        {
            await stage.ComplainAsync();
            await stage.PressAsync(stage.Ben, "save", input: "We call you tomorrow, Jana. I'll ask the <warehouse> on Friday.");
            await stage.PublishAsync(stage.Ben);
            await stage.DispatchAsync();
            await stage.PressAsync(stage.Ben, "promise-yes", "1");
        }),
        Of("answered-on-the-page-itself", async stage =>
        {
            await stage.ComplainAsync();
            stage.Wait(6);
            await stage.TellAsync(stage.Own("o1", "Hello Jana, please call us: 0800 123.", "c1"));
        }),
        Of("answered-by-hand", async stage =>
        {
            await stage.ComplainAsync();
            stage.Wait(12);
            await stage.PressAsync(stage.Ben, "answered");
        }),
        Of("dismissed", async stage =>
        {
            await stage.ComplainAsync();
            await stage.PressAsync(stage.Ben, "dismiss", "not-for-us");
        }),
        Of("dismissed-as-spam", async stage =>
        {
            await stage.ComplainAsync();
            await stage.PressAsync(stage.Ben, "dismiss", "spam");
        }),
        Of("not-a-complaint", async stage =>
        {
            await stage.ComplainAsync();
            await stage.PressAsync(stage.Ben, "not-a-complaint");
        }),
        Of("withdrawn-author-deleted", async stage =>
        {
            await stage.ComplainAsync();
            await stage.TellAsync(new SourceEvent.PostDeleted("c1"));
        }),
        Of("withdrawn-taken-off", async stage =>
        {
            await stage.ComplainAsync();
            await stage.TellAsync(new SourceEvent.PostGone("c1"));
        }),
        Of("withdrawn-person-forgotten", async stage =>
        {
            await stage.ComplainAsync();
            var asked = await stage.SayAsync(stage.Ana, "forget Jana K.");
            await stage.SayAsync(stage.Ana, CommandCards.ConfirmedIn(asked.Card));
        }),
        Of("second-of-two-posts-deleted", async stage =>
        {
            await stage.ComplainAsync();
            await stage.WriteAsync("c2", "And nobody answers the phone. This is ridiculous.", with: post => post with { ParentNativeId = "c1" });
            await stage.TellAsync(new SourceEvent.PostDeleted("c2"));
        }),
        Of("page-that-is-only-read", async stage =>
        {
            var watch = await stage.AddWatchAsync(stage.Ana, "news", can: A.Capabilities(reply: ReplyMode.None));
            await stage.WriteAsync("n1", Visitors.Broken, on: watch);
        }),
        Of("publishing-paused", async stage =>
        {
            await stage.ComplainAsync();
            await stage.SayAsync(stage.Ben, "pause publishing");
        }),
    ];

    private static async Task WaitingAsync(Stage stage)
    {
        await stage.SayAsync(stage.Ana, "rule add two-eyes is:complaint --approvals 2");
        await stage.ComplainAsync();
        await stage.PressAsync(stage.Ana, "save", input: Sorry);
        await stage.PublishAsync(stage.Ana);
    }

    private static async Task UndoAsync(Stage stage)
    {
        await stage.ComplainAsync();
        await stage.PublishAsync(stage.Ana);
        await stage.DispatchAsync();
        var preview = (Domain.Channels.ClickAnswer.Private)await stage.PressAsync(stage.Ben, "undo");
        await stage.PressAsync(stage.Ben, "undo-confirm", preview.Card.Actions[0].Argument);
    }

    private static StaffCard Of(string name, Func<Stage, Task> happens) => new(name, "nudge-1", async stage =>
    {
        await happens(stage);
        return await stage.SeenAsync();
    });
}
