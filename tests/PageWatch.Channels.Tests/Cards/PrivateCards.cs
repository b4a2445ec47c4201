using Microsoft.Extensions.DependencyInjection;
using PageWatch.Domain.Channels;
using PageWatch.Domain.Drafts;
using PageWatch.Testing.Stages;

namespace PageWatch.Channels.Tests.Cards;

/// <summary>What one member alone gets to see after a press: something to look at, something to fill in, or why not.</summary>
internal static class PrivateCards
{
    public static IReadOnlyList<StaffCard> All { get; } =
    [
        Of("preview", async stage =>
        {
            await stage.ComplainAsync();
            return await stage.PressAsync(stage.Ana, "publish");
        }),
        Of("preview-of-several-lines", async stage =>
        {
            await stage.ComplainAsync();
            await stage.PressAsync(stage.Ana, "save", input: "Jana,\n\nwe are sorry: a new set is on its way.\n\nAna of Contoso");
            return await stage.PressAsync(stage.Ana, "publish");
        }),
        Of("edit-box", async stage =>
        {
            await stage.ComplainAsync();
            return await stage.PressAsync(stage.Ana, "edit");
        }),
        Of("edit-box-of-several-lines", async stage =>
        {
            await stage.ComplainAsync();
            await stage.PressAsync(stage.Ana, "save", input: "Jana,\n\nwe are sorry.");
            return await stage.PressAsync(stage.Ana, "edit");
        }),
        Of("preview-of-a-first-yes", async stage =>
        {
            await stage.SayAsync(stage.Ana, "rule add two-eyes is:complaint --approvals 2");
            await stage.ComplainAsync();
            return await stage.PressAsync(stage.Ana, "publish");
        }),
        Of("preview-that-asks", async stage =>
        {
            var dora = await stage.AddMemberAsync("Dora", Domain.Teams.Role.Responder);
            await stage.ComplainAsync();
            return await stage.PressAsync(dora, "publish");
        }),
        Of("preview-of-an-undo", async stage =>
        {
            await stage.ComplainAsync();
            await stage.PublishAsync(stage.Ana);
            await stage.DispatchAsync();
            return await stage.PressAsync(stage.Ana, "undo");
        }),
        Of("edit-box-beside", async stage =>
        {
            await stage.ComplainAsync();
            await stage.PressAsync(stage.Ana, "claim");
            return await stage.PressAsync(stage.Ben, "edit");
        }),
        Of("reject-box", async stage =>
        {
            await stage.SayAsync(stage.Ana, "rule add two-eyes is:complaint --approvals 2");
            await stage.ComplainAsync();
            await stage.PublishAsync(stage.Ana);
            return await stage.PressAsync(stage.Ben, "reject");
        }),
        Of("off-line-by-when", async stage =>
        {
            await stage.ComplainAsync();
            return await stage.PressAsync(stage.Ana, "offline", "message");
        }),
        Of("canned-replies", async stage =>
        {
            await CommandCards.CannedAsync(stage);
            await stage.SayAsync(stage.Ben, "canned add danke Danke, {name}, wir melden uns heute bei Ihnen. --language de");
            await stage.ComplainAsync();
            return await stage.PressAsync(stage.Ana, "canned");
        }),
        Of("translation", async _ =>
        {
            await using var stage = await Stage.OpenAsync(services => services.AddSingleton<ITranslator>(new Interpreter()));
            await stage.WriteAsync("c1", "Das dritte Paket in Folge, das kaputt ankommt. Ich will mein Geld zurück, heute noch!");
            return await stage.PressAsync(stage.Ana, "translate");
        }),
        Of("why", async stage =>
        {
            await stage.ComplainAsync();
            stage.Wait(3);
            await stage.PressAsync(stage.Ana, "claim");
            await stage.PressAsync(stage.Ana, "save", input: "Jana, we are sorry.");
            return await stage.PressAsync(stage.Ben, "why");
        }),
        Of("why-unclear", async stage =>
        {
            await stage.WriteAsync("c1", "Oh great, another broken cup. Thanks a lot!");
            return await stage.PressAsync(stage.Ben, "why");
        }),
        Of("why-verdict", async stage =>
        {
            await stage.WriteAsync("c1", "Oh great, another broken cup. Thanks a lot!");
            await stage.PressAsync(stage.Ana, "verdict", "sarcasm now");
            return await stage.PressAsync(stage.Ben, "why");
        }),
        Of("refused-somebody-was-faster", async stage =>
        {
            await stage.ComplainAsync();
            var before = (await stage.FileAsync()).Nudge!.Version;
            await stage.PressAsync(stage.Ben, "draft");
            return await stage.PressAsync(stage.Ana, "claim", version: before);
        }),
        Of("refused-somebody-has-it", async stage =>
        {
            await stage.ComplainAsync();
            await stage.PressAsync(stage.Ben, "claim");
            return await stage.PressAsync(stage.Ana, "publish");
        }),
        Of("refused-answered-already", async stage =>
        {
            await stage.ComplainAsync();
            stage.Wait(7);
            await stage.PressAsync(stage.Ben, "answered");
            return await stage.PressAsync(stage.Ana, "claim");
        }),
        Of("refused-dismissed-already", async stage =>
        {
            await stage.ComplainAsync();
            await stage.PressAsync(stage.Ben, "dismiss", "spam");
            return await stage.PressAsync(stage.Ana, "claim");
        }),
        Of("refused-on-its-way", async stage =>
        {
            await stage.ComplainAsync();
            await stage.PublishAsync(stage.Ben);
            return await stage.PressAsync(stage.Ana, "edit");
        }),
        Of("refused-stale-draft", async stage =>
        {
            await stage.ComplainAsync();
            await stage.PressAsync(stage.Ana, "save", input: "Jana, we are sorry.");
            await stage.WriteAsync("c1", "It was my own fault, but the lid is broken.");
            return await stage.PressAsync(stage.Ana, "publish");
        }),
        Of("refused-too-long", async stage =>
        {
            await stage.ComplainAsync();
            return await stage.PressAsync(stage.Ana, "save", input: new string('a', 1_234));
        }),
        Of("refused-empty", async stage =>
        {
            await stage.ComplainAsync();
            return await stage.PressAsync(stage.Ana, "save", input: "  ");
        }),
        Of("refused-paused", async stage =>
        {
            await stage.ComplainAsync();
            await stage.SayAsync(stage.Ben, "pause publishing");
            return await stage.PressAsync(stage.Ana, "publish");
        }),
        Of("refused-wrong-code", async stage =>
        {
            await stage.ComplainAsync();
            return await stage.PressAsync(stage.Ana, "confirm", "0000");
        }),
        Of("refused-role", async stage =>
        {
            await stage.ComplainAsync();
            var viewer = await stage.AddMemberAsync("Vera", Domain.Teams.Role.Viewer);
            return await stage.PressAsync(viewer, "claim");
        }),
        Of("refused-unknown-button", async stage =>
        {
            await stage.ComplainAsync();
            return await stage.PressAsync(stage.Ana, "launch");
        }),
    ];

    private static StaffCard Of(string name, Func<Stage, Task<ClickAnswer>> press) => new(name, "asked-card", async stage => await press(stage) switch
    {
        ClickAnswer.Private shown => shown.Card,
        // The words stand beside the card as it is now; the card has its own snapshots.
        ClickAnswer.Refused refused => new Card("(refused)", Tone.Soon, [new CardPart.Line([new Span.Words(refused.Why)])], []) { Fallback = refused.Why },
        var other => throw new InvalidOperationException($"{name} was answered by {other}."),
    });

    /// <summary>Knows one post, and fails at everything else.</summary>
    private sealed class Interpreter : ITranslator
    {
        public string Name => "language model contoso-reply-mini";

        public string ReadIn => "en";

        public Task<Translation> TranslateAsync(TranslationAsk ask, CancellationToken cancellationToken) => Task.FromResult<Translation>(ask.Text.StartsWith("Das dritte", StringComparison.Ordinal)
            ? new Translation.Given("The third parcel in a row that arrives broken. I want my money back, today!", Name)
            : new Translation.NotGiven("no answer in time"));
    }
}
