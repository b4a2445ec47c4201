using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using PageWatch.Domain.Drafts;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Teams;
using PageWatch.Domain.Understanding;

namespace PageWatch.Advisers.LanguageModel;

/// <summary>Asks a language model for a translation, and believes it no more than a draft.</summary>
internal sealed class ModelTranslator(IOptions<LanguageModelOptions> options, ModelTalk talk, ModelMeter meter, IPostReader reader) : ITranslator
{
    /// <summary>A post that says nothing: it carries a text to the reader.</summary>
    private static readonly Post Blank = new()
    {
        Id = new PostId(1),
        Team = TeamId.Default,
        Page = default,
        NativeId = "translation",
        Conversation = default,
        Author = Author.Nobody,
        Text = "",
        PublishedAt = DateTimeOffset.UnixEpoch,
        SeenAt = DateTimeOffset.UnixEpoch,
        Revision = 1,
        Standing = PostStanding.Public,
    };

    public string Name => $"language model {options.Value.Model}";

    public string ReadIn => LanguageTag.Read(options.Value.ReadIn) ?? "en";

    public async Task<Translation> TranslateAsync(TranslationAsk ask, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(ask);
        var slots = new PersonalSlots(reader);
        var covered = slots.OfShown(Blank, ask.Text, [.. ask.Personal, .. NamesIn(ask.Text, ask.Names)]);
        // Of the try that was answered.
        var prompt = TranslationPrompt.Of(ask, covered, shorter: false);
        var (answer, refusal) = await talk.AskAsync("translation", Body, TranslationAnswer.Read, soFar: null, cancellationToken);
        if (answer is null)
            return new Translation.NotGiven(refusal!.Why, refusal.Mend);
        var (text, why) = Passed(new TranslationChecks(new TranslationChecks.Subject(ask.Text, prompt.Text, ask.To, prompt.Rules, options.Value.Model!, Read), slots), answer);
        meter.Translated(passed: why is null);
        return why is null ? new Translation.Given(text, Name, prompt.IsCut) : new Translation.NotGiven($"what came {why}");

        BinaryData Body(bool shorter, string? without)
        {
            prompt = TranslationPrompt.Of(ask, covered, shorter);
            return ModelRequest.Body(options.Value, prompt.Rules, prompt.Data, AnswerShape.Translation, without);
        }
    }

    private static (string Text, string? Why) Passed(TranslationChecks checks, TranslationAnswer answer)
    {
        try
        {
            return checks.Passed(answer);
        }
        catch (RegexMatchTimeoutException)
        {
            // Made to be slow: what cannot be checked is not shown.
            return ("", "takes too long to be checked");
        }
    }

    private Reading Read(string text) => reader.Read(Blank with { Text = text });

    /// <summary>Whole words alone: who is called Ann is not in "planned".</summary>
    private static IEnumerable<PersonalDatum> NamesIn(string text, IReadOnlyList<string> names)
    {
        foreach (var name in names.Where(name => name.Length > 1))
        {
            for (var at = text.IndexOf(name, StringComparison.OrdinalIgnoreCase); at >= 0; at = text.IndexOf(name, at + name.Length, StringComparison.OrdinalIgnoreCase))
            {
                var end = at + name.Length;
                if ((at == 0 || !char.IsLetterOrDigit(text[at - 1])) && (end == text.Length || !char.IsLetterOrDigit(text[end])))
                    yield return new PersonalDatum(at, name.Length, PersonalKind.Person);
            }
        }
    }
}
