using System.Collections.Frozen;
using PageWatch.Domain.Drafts;
using PageWatch.Domain.Nudges;
using PageWatch.Domain.Understanding;
using PageWatch.Pipeline.Playbooks;

namespace PageWatch.Pipeline.Drafts;

/// <summary>What a post is, in the terms of a playbook, and how well a clause fits it.</summary>
internal sealed class Occasion
{
    private const int MostWordsCounted = 5;

    /// <summary>More than anything else a clause may have: whoever is hurt is not answered about the delivery.</summary>
    private const int HarmFirst = 200;

    private readonly HashSet<string> _terms;
    private readonly PostWords _words;
    private readonly IReadOnlyDictionary<string, int> _topics;

    private Occasion(HashSet<string> terms, PostWords words, IReadOnlyDictionary<string, int> topics)
    {
        _terms = terms;
        _words = words;
        _topics = topics;
    }

    /// <summary>The post says plainly what it is about, however it is meant.</summary>
    public bool NamesItsMatter => PostTopics.Trouble.Any(_topics.ContainsKey);

    /// <summary>Somebody may come to harm.</summary>
    public bool IsHarm => PostTopics.Harm.Any(_topics.ContainsKey);

    /// <summary>A telephone number, a mail address, a bank account: more than the number of an order.</summary>
    public bool ShowsWhoItIs { get; private init; }

    public static Occasion Of(DraftRequest request)
    {
        var reading = request.Reading;
        var terms = new HashSet<string> { ClauseTerms.Of(reading.Intent), ClauseTerms.Any };
        if (reading.Unclear is not null)
            terms.Add(ClauseTerms.Unclear);
        if (reading.Urgency != Urgency.Whenever)
            terms.Add(ClauseTerms.Today);
        if (reading.Urgency == Urgency.Now)
            terms.Add(ClauseTerms.Now);
        if (reading.Evidence.Any(evidence => evidence.For == ClauseTerms.Of(Intent.Abuse)))
            terms.Add(ClauseTerms.Rude);
        if (reading.Personal.Count > 0)
            terms.Add(ClauseTerms.Personal);
        if (reading.Urgency == Urgency.Whenever)
            terms.Add(ClauseTerms.Whenever);
        var topics = PostTopics.In(request.Post);
        AddByTopics(terms, request.Post.Text, reading, topics);
        return new Occasion(terms, PostWords.Of(request.Post), topics)
        {
            ShowsWhoItIs = reading.Personal.Any(datum => datum.Kind is PersonalKind.Email or PersonalKind.Phone or PersonalKind.Iban or PersonalKind.Card),
        };
    }

    /// <summary>What came of a talk off the page; what the post was about was said there.</summary>
    public static Occasion After(ContactOutcome outcome, DraftRequest request) => new(
        [outcome == ContactOutcome.Solved ? ClauseTerms.Solved : ClauseTerms.Reached], PostWords.Of(request.Post), FrozenDictionary<string, int>.Empty);

    /// <summary>
    /// What a post is about tells what it is where a reading is a guess: "the wheel came off" complains in whatever tone. A person's verdict is no guess, and what somebody wants
    /// stays beside what it may be.
    /// </summary>
    private static void AddByTopics(HashSet<string> terms, string text, Reading reading, IReadOnlyDictionary<string, int> topics)
    {
        if (reading.IsVerdict || reading.Intent is Intent.Abuse or Intent.Spam)
            return;
        // What cannot wait is neither a wish nor a chat.
        if (reading.Urgency == Urgency.Now && reading.Intent is Intent.Request or Intent.Other)
            terms.Add(ClauseTerms.Of(Intent.Complaint));
        var praises = topics.ContainsKey(PostTopics.Praise);
        if (PostTopics.Trouble.Any(topics.ContainsKey) && !(reading.Intent is Intent.Praise or Intent.Thanks && praises))
        {
            terms.Add(ClauseTerms.Of(Intent.Complaint));
            if (reading.Intent is Intent.Praise or Intent.Thanks)
                terms.Remove(ClauseTerms.Of(reading.Intent));
        }
        else if (PostTopics.Wanted.Any(topics.ContainsKey) && (reading.Intent == Intent.Other || (reading.Intent == Intent.Request && Asks(text))))
        {
            terms.Add(ClauseTerms.Of(Intent.Question));
        }
        else if (topics.ContainsKey(PostTopics.Suggestion) && reading.Intent is Intent.Other or Intent.Question or Intent.Thanks)
        {
            terms.Add(ClauseTerms.Of(Intent.Request));
        }
        else if (praises && reading.Intent == Intent.Other)
        {
            terms.Add(ClauseTerms.Of(Intent.Praise));
        }
        else if (topics.ContainsKey(PostTopics.Advert) && reading.Intent is Intent.Other or Intent.Question or Intent.Request)
        {
            terms.Add(ClauseTerms.Of(Intent.Spam));
        }
    }

    private static bool Asks(string text) => text.AsSpan().IndexOfAny('?', '\u061F', '\uFF1F') >= 0;

    /// <returns>The higher the better; null when the clause is for something else.</returns>
    public int? Fit(PlaybookClause clause)
    {
        var isFor = false;
        var fit = 0;
        foreach (var term in clause.When)
        {
            var holds = _terms.Contains(term);
            if (ClauseTerms.Posts.Contains(term))
            {
                isFor |= holds;
                continue;
            }

            if (!holds)
                return null;
            fit += term == ClauseTerms.Now ? 100 : 6;
        }

        if (!isFor)
            return null;
        if (!clause.When.Contains(ClauseTerms.Any))
            fit += 2;
        if (clause.Words.Count == 0 && clause.About.Count == 0)
            return fit;

        // What a post names decides more than what it is: broken goods are answered as such, in whatever tone they come.
        // What words and topics both find counts once.
        var hits = Math.Max(clause.Words.Count(_words.Contains), clause.About.Sum(topic => _topics.GetValueOrDefault(topic)));
        var isHarm = clause.About.Any(topic => _topics.ContainsKey(topic) && PostTopics.Harm.Contains(topic));
        return hits == 0 ? null : fit + 10 + (4 * Math.Min(hits, MostWordsCounted)) + (isHarm ? HarmFirst : 0);
    }
}
