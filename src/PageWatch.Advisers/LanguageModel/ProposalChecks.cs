using System.Globalization;
using System.Text.RegularExpressions;
using PageWatch.Domain.Drafts;
using PageWatch.Domain.Publishing;
using PageWatch.Domain.Understanding;

namespace PageWatch.Advisers.LanguageModel;

/// <summary>What a proposal has to pass before a person sees it. It is as hostile as the post that it answers.</summary>
internal sealed partial class ProposalChecks
{
    /// <summary>So many words in a row are taken from somewhere, not thought of again.</summary>
    private const int Copied = 6;

    private const int CopiedOfPost = 5;

    /// <summary>From here on the reader's word on a language is against the model's.</summary>
    private const double Sure = 0.8;

    private readonly DraftAsk ask;
    private readonly string language;
    private readonly string model;
    private readonly PersonalSlots slots;
    private readonly IPostReader reader;
    private readonly FoldedWords rules;
    private readonly IReadOnlyList<FoldedWords> strangers;
    private readonly OwnContacts contacts;
    private readonly string playbook;

    public ProposalChecks(DraftAsk ask, string language, string model, ModelPrompt prompt, PersonalSlots slots, IPostReader reader)
    {
        (this.ask, this.language, this.model, this.slots, this.reader) = (ask, language, model, slots, reader);
        rules = FoldedWords.Of(prompt.Rules);
        var post = ask.Request.Post;
        strangers = [.. new[] { post.Text, post.Title, post.Under }.Concat(ask.Thread.Where(each => !each.IsOurs).Select(each => each.Text)).OfType<string>().Select(FoldedWords.Of)];
        playbook = string.Join('\n', ask.Request.Playbook.Clauses.SelectMany(clause => clause.Replies.Values).SelectMany(replies => replies).Append(ask.Request.Playbook.SignOff ?? ""));
        contacts = new OwnContacts(string.Join('\n', ask.Request.Past.Select(each => each.Reply).Prepend(playbook)));
    }

    /// <returns>The text to propose; or why it is dropped.</returns>
    public (string Text, string? Why) Passed(ModelProposal proposal)
    {
        if (proposal.Text.Length > ProposalCleaning.Longest)
            return ("", "is too long to be looked at");
        var open = ProposalCleaning.Clean(proposal.Text, SignOff());
        if (!open.Any(char.IsLetter))
            return ("", "is empty");
        if (WhyNotOpen(open, proposal) is { } why)
            return ("", why);
        var (filled, whyNot) = slots.Filled(open);
        if (whyNot is not null)
            return ("", whyNot);
        if (WhyNotFilled(filled) is { } because)
            return ("", because);
        return Signed(filled);
    }

    /// <summary>The same of a text that goes on: what is no good already will not be shown on its way either.</summary>
    /// <param name="begun">Whole words.</param>
    /// <returns>The text without a signature, its slots filled; null where something speaks against it.</returns>
    public string? PassedSoFar(string begun)
    {
        if (begun.Length > ProposalCleaning.Longest)
            return null;
        var open = ProposalCleaning.Clean(begun, signOff: null);
        // The model says its language behind the text: here it is held to what it was asked for.
        if (!open.Any(char.IsLetter) || WhyNotOpen(open, new ModelProposal(ProposalKind.Reply, open, language, 0)) is not null)
            return null;
        var (filled, whyNot) = slots.Filled(open);
        return whyNot is null && contacts.WhyNoAddress(filled) is null ? filled : null;
    }

    /// <summary>While slots are open, so that what stands for them is not judged.</summary>
    private string? WhyNotOpen(string open, ModelProposal proposal)
    {
        var bare = PersonalSlots.WithoutSlots(open);
        var words = FoldedWords.Of(bare);
        if (!Languages.AreSame(proposal.Language, language))
            return $"is in another language than '{language}'";
        if (Markup().IsMatch(open))
            return "holds markup";
        if (open.Contains('§', StringComparison.Ordinal) || words.Shares(rules, Copied))
            return "repeats what the model was told";
        if (SelfTalk.In(words, model) is { } said)
            return $"speaks of what wrote it ('{said}')";
        if (SelfTalk.MixesAlphabets(bare))
            return "mixes alphabets within a word";
        if (MoneyWords.In(bare, words, playbook) is { } money)
            return $"speaks of money or gifts ('{money}')";
        if (strangers.Any(stranger => words.Shares(stranger, CopiedOfPost)))
            return "repeats the post";
        return contacts.WhyNot(bare) ?? contacts.WhyNoCode(bare) ?? WhyNotReading(bare);
    }

    private string? WhyNotReading(string bare)
    {
        var reading = Read(bare);
        if (reading.Language != "und" && reading.LanguageConfidence >= Sure && !Languages.AreSame(reading.Language, language))
            return $"is in another language than '{language}'";
        return reading.Intent == Intent.Abuse || reading.Evidence.Any(evidence => evidence.For == "abuse") ? "sounds insulting" : null;
    }

    /// <summary>With the words back: a slot and what stands beside it may make an address together. Numbers in slots are the author's order or ours.</summary>
    private string? WhyNotFilled(string filled) =>
        contacts.WhyNoAddress(filled) ?? (ask.Embedded.Any(own => SameText.As(own.Text, filled)) ? "is what stands there already" : null);

    private (string Text, string? Why) Signed(string text)
    {
        var can = ask.Request.Can;
        var signed = SignOff() is { Length: > 0 } signOff ? $"{text}\n\n{signOff}" : text;
        if (Fits(signed))
            return (signed, null);
        // As the embedded drafter does: rather unsigned than not at all.
        if (Fits(text))
            return (text, null);
        var length = can.LongestReply > 0 ? ReplyLength.Of(text, can.LengthUnit) : text.Length;
        var most = can.LongestReply > 0 ? can.LongestReply : ModelAdviser.LongestWithoutLimit;
        return ("", string.Create(CultureInfo.InvariantCulture, $"is too long ({length} of {most})"));

        bool Fits(string whole) => can.LongestReply > 0 ? ReplyLength.Of(whole, can.LengthUnit) <= can.LongestReply : whole.Length <= ModelAdviser.LongestWithoutLimit;
    }

    /// <returns>Null for none, and for one with a slot that is not filled.</returns>
    private string? SignOff()
    {
        if (ask.Request.Playbook.SignOff is not { Length: > 0 } written)
            return null;
        var (text, why) = slots.Filled(written);
        return why is null ? text : null;
    }

    private Reading Read(string text) => reader.Read(ask.Request.Post with { Text = text, Title = null, Under = null, LanguageHint = null, Attachments = [], Stars = null });

    [GeneratedRegex(@"<\s*[a-z/!?]|&[a-z#][a-z\d]{1,10};|\]\s?\(|\|{2}|^\s*\|.*\|\s*$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.Multiline, 1000)]
    private static partial Regex Markup();
}
