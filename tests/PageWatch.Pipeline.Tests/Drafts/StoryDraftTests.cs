using PageWatch.Domain.Drafts;
using PageWatch.Pipeline.Drafts;
using PageWatch.Pipeline.Tests.Understanding;
using PageWatch.Pipeline.Understanding;
using PageWatch.Pipeline.Understanding.Model;

namespace PageWatch.Pipeline.Tests.Drafts;

/// <summary>Posts that say by a story what happened, and posts with the same words that say something else.</summary>
public sealed class StoryDraftTests
{
    private static readonly TrainedReader Reader = new(ShippedModels.Open, new ReaderOptions());

    [Theory]
    [InlineData("The handle snapped while I was pouring and the boiling water went all over my arm.", "Somebody may be hurt")]
    [InlineData("My toddler got her finger trapped in the pushchair hinge and it needed four stitches.", "Somebody may be hurt")]
    [InlineData("Your hair dye left my scalp raw and weeping, the doctor has put me on steroids.", "Somebody may be hurt")]
    [InlineData("Der Griff ist abgegangen und das heiße Öl lief mir über den Fuß.", "Somebody may be hurt")]
    [InlineData("Meiner Tochter ist beim Spielen ein Teil der Figur im Hals stecken geblieben.", "Somebody may be hurt")]
    [InlineData("Mon fils a avalé une pile tombée du jouet, nous sommes aux urgences.", "Somebody may be hurt")]
    [InlineData("Toda la familia con dolor de barriga y fiebre desde la cena de ayer.", "Somebody may be hurt")]
    [InlineData("A minha filha engoliu uma peça do brinquedo, estamos no hospital.", "Somebody may be hurt")]
    [InlineData("I honestly can't see a reason to wake up tomorrow and nobody there even picks up.", "Somebody in distress")]
    [InlineData("Ya no tengo ganas de vivir, nadie me contesta.", "Somebody in distress")]
    [InlineData("There are three orders on my profile that I never placed, to an address in another country.", "Account or money at risk")]
    [InlineData("Er is geld van mijn rekening af en dat was ik niet.", "Account or money at risk")]
    [InlineData("Four pounds twenty for a flat white, is the cup made of gold?", "Price found too high")]
    [InlineData("7 Euro für ein kleines Wasser, habt ihr das selbst gesegnet?", "Price found too high")]
    [InlineData("I expected more from a place with that reputation.", "Any other complaint")]
    [InlineData("We drove forty miles for this and left hungry.", "Any other complaint")]
    [InlineData("Nach zwei Wochen löst sich die Sohle.", "Any other complaint")]
    public void Story_is_answered_as_what_it_tells(string text, string clause) => ClauseOf(text).ShouldBe(clause);

    [Theory]
    [InlineData("The arm of the chair broke after a week.")]
    [InlineData("My kids got burnt pizza and cold chips.")]
    [InlineData("No hot water in the room and my baby could not be bathed.")]
    [InlineData("My son broke the toy on day one, the glue is rubbish.")]
    [InlineData("I am sick of your hold music.")]
    [InlineData("I never ordered the blue one, you sent the wrong colour.")]
    [InlineData("I have had enough of waiting for my refund.")]
    [InlineData("Is the pizza baked on a stone?")]
    [InlineData("Die Armlehne am Stuhl ist gebrochen.")]
    [InlineData("Auf der Karte fehlt das vegane Gericht.")]
    [InlineData("Zufrieden war ich mit der Bestellung nicht.")]
    [InlineData("Le bras du fauteuil s'est cassé.")]
    [InlineData("El brazo de la silla está roto.")]
    [InlineData("Harto de esperar el autobús toda la vida.")]
    public void Same_words_about_something_else_are_no_harm(string text)
    {
        string[] harm = ["Somebody may be hurt", "Somebody in distress", "Account or money at risk"];
        harm.ShouldNotContain(ClauseOf(text));
    }

    [Theory]
    [InlineData("Your engineer was booked for between 8 and 12. It is now 5 and I took a day off for this.")]
    [InlineData("The train is late again, thirty minutes and still waiting.")]
    [InlineData("Der Techniker hat schon wieder Verspätung, wo bleibt er denn?")]
    public void Who_waits_for_what_comes_in_no_parcel_is_not_asked_for_its_number(string text) => ClauseOf(text).ShouldNotBe("Late or missing parcel");

    [Fact]
    public void Late_parcel_stays_one_though_it_comes_by_train() => ClauseOf("My parcel is late again, does the courier come by train?").ShouldBe("Late or missing parcel");

    private static string ClauseOf(string text)
    {
        var post = Written.Post(text, 1);
        return Drafting.Drafter.Propose(new DraftRequest(post, Reader.Read(post), Drafting.Page, Drafting.Threaded, DefaultPlaybook.Playbook))[0].Clause!.Title;
    }
}
