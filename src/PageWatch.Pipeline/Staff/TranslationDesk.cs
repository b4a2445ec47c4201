using PageWatch.Domain.Channels;
using PageWatch.Domain.Drafts;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Understanding;
using PageWatch.Pipeline.Cards;
using PageWatch.Pipeline.Journey;
using PageWatch.Pipeline.Playbooks;
using PageWatch.Pipeline.Understanding.Languages;

namespace PageWatch.Pipeline.Staff;

/// <summary>Shows a post and its draft in the language that staff read, beside the words themselves. Nothing of it is kept.</summary>
internal sealed class TranslationDesk(IEnumerable<ITranslator> translators)
{
    private readonly ITranslator? translator = translators.LastOrDefault();

    /// <summary>The language that staff read; null where nobody translates.</summary>
    public string? ReadIn => translator?.ReadIn;

    public async ValueTask<StaffOutcome> TranslateAsync(ConversationFile file, CancellationToken cancellationToken)
    {
        if (translator is null)
            return StaffOutcome.No(Wording.RefusedNoTranslator);
        if (file.Focus is not { IsPublic: true } focus || string.IsNullOrWhiteSpace(TextOf(focus)))
            return StaffOutcome.No(Wording.RefusedNothingToTranslate);
        var reading = file.Readings.GetValueOrDefault(focus.Id);
        var language = reading?.Language ?? LanguageTag.Unknown;
        var draft = file.Draft is { Text.Length: > 0 } own && LanguageOf(own) is { } tag && tag != LanguageTag.Unknown && !LanguageTag.AreAlike(tag, translator.ReadIn) ? (own.Text, Language: tag) : default;
        if (LanguageTag.AreAlike(language, translator.ReadIn) && draft.Text is null)
            return StaffOutcome.No(Say.It(Wording.RefusedNoNeedToTranslate, translator.ReadIn));

        // Both at once: who waits has a window open.
        var names = NamesOf(focus.Author);
        var ofPost = LanguageTag.AreAlike(language, translator.ReadIn)
            ? null
            : translator.TranslateAsync(new TranslationAsk(TextOf(focus), language, translator.ReadIn) { Personal = PersonalIn(focus, reading), Names = names }, cancellationToken);
        var ofDraft = draft.Text is null ? null : translator.TranslateAsync(new TranslationAsk(draft.Text, draft.Language, translator.ReadIn) { Names = names }, cancellationToken);
        List<CardPart> parts = [new CardPart.Quote(focus.Author, TextOf(focus), focus.Link, [])];
        if (ofPost is not null)
            parts.AddRange(Parts(await ofPost, text => new CardPart.Quote(focus.Author, text, null, [], Say.It(Wording.TranslationOfPost, translator.ReadIn))));
        if (ofDraft is not null)
        {
            parts.Add(new CardPart.Reply(draft.Text!, "", Wording.ReplyLabel));
            parts.AddRange(Parts(await ofDraft, text => new CardPart.Reply(text, "", Say.It(Wording.TranslationOfDraft, translator.ReadIn))));
        }

        return StaffOutcome.Show(new Card(Wording.TranslationTitle, Tone.Calm, parts, []) { Fallback = Say.It(Wording.TranslationFallback, translator.ReadIn) });
    }

    private IEnumerable<CardPart> Parts(Translation translation, Func<string, CardPart> shown)
    {
        if (translation is not Translation.Given given)
        {
            var no = (Translation.NotGiven)translation;
            yield return new CardPart.Banner(Say.It(Wording.TranslationFailed, translator!.Name, no.Why, no.Mend.Length == 0 ? Wording.TranslationAgain : no.Mend), Tone.Soon);
            yield break;
        }

        yield return shown(given.Text);
        yield return new CardPart.Line([new Span.Words(Say.It(Wording.TranslationMark, given.By))]) { Soft = true };
        if (given.IsCut)
            yield return new CardPart.Line([new Span.Words(Wording.TranslationCut)]) { Soft = true };
    }

    private static string TextOf(Post post) => string.IsNullOrEmpty(post.Title) ? post.Text : $"{post.Title}\n{post.Text}";

    /// <summary>What a person wrote is found out; a proposal says it.</summary>
    private static string LanguageOf(Draft draft) =>
        draft is { EditedBy: null, Proposal: { } proposal } ? proposal.Language : LanguageFinder.Embedded.Find(draft.Text, null).Language;

    private static IReadOnlyList<PersonalDatum> PersonalIn(Post post, Reading? reading)
    {
        // A reading of another version has its places elsewhere, and the title stands before the text here.
        var before = TextOf(post).Length - post.Text.Length;
        return reading?.Revision == post.Revision ? [.. reading.Personal.Select(datum => datum with { Start = datum.Start + before })] : [];
    }

    private static IReadOnlyList<string> NamesOf(Author author) => author == Author.Nobody ? [] : FirstName.Of(author) is { } first ? [author.Name, first] : [author.Name];
}
