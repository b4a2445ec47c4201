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

    /// <summary>What may be sarcasm is given so much for its likelier reading.</summary>
    private const double Irony = 0.75;

    private const double SurelyBitter = 0.5;

    /// <summary>What may be sarcasm is given 0.55.</summary>
    private const double LeastOfUnclear = 0.56;

    /// <summary>Which reasons that the reader gives are harm, by the names of topics.</summary>
    private static readonly FrozenDictionary<string, string> Reasons = new Dictionary<string, string>
    {
        ["somebody may be hurt"] = PostTopics.Hurt,
        ["illness or allergy"] = PostTopics.Hurt,
        ["fire or danger"] = PostTopics.Hurt,
        ["money or identity at risk"] = PostTopics.Fraud,
        ["the writer may be in danger"] = PostTopics.Distress,
    }.ToFrozenDictionary();

    private readonly HashSet<string> _terms;
    private readonly PostWords _words;
    private readonly IReadOnlyDictionary<string, int> _topics;

    /// <summary>What is waited for comes in no parcel, so that no answer speaks of one.</summary>
    private bool _waitsForNoGoods;

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

    /// <summary>What is not clear leans one way enough to be answered: a complaint above all, which is answered by a question for the details in any case.</summary>
    public bool Leans { get; private init; }

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
        var families = PostFamilies.In(request.Post, reading);
        var topics = WithHarm(PostTopics.In(request.Post), families, reading);
        var leaning = AddByLeaning(terms, reading, isIdea: topics.ContainsKey(PostTopics.Suggestion));
        AddByTopics(terms, request.Post.Text, reading, topics);
        if (!reading.IsVerdict && reading.Intent == Intent.Question && families.MocksThePrice(topics.ContainsKey(PostTopics.Price)))
        {
            terms.Remove(ClauseTerms.Of(Intent.Question));
            terms.Add(ClauseTerms.Of(Intent.Complaint));
            topics = new Dictionary<string, int>(topics) { [PostTopics.Price] = topics.GetValueOrDefault(PostTopics.Price) + 1 };
        }

        return new Occasion(terms, PostWords.Of(request.Post), topics)
        {
            Leans = leaning,
            _waitsForNoGoods = families.WaitsForNoGoods,
            ShowsWhoItIs = reading.Personal.Any(datum => datum.Kind is PersonalKind.Email or PersonalKind.Phone or PersonalKind.Iban or PersonalKind.Card),
        };
    }

    /// <summary>What came of a talk off the page; what the post was about was said there.</summary>
    public static Occasion After(ContactOutcome outcome, DraftRequest request) => new(
        [outcome == ContactOutcome.Solved ? ClauseTerms.Solved : ClauseTerms.Reached], PostWords.Of(request.Post), FrozenDictionary<string, int>.Empty);

    /// <summary>Harm told by a story, or by the reader as why it cannot wait. Who is content tells of harm that is over, if of any.</summary>
    private static IReadOnlyDictionary<string, int> WithHarm(IReadOnlyDictionary<string, int> topics, PostFamilies families, Reading reading)
    {
        var isContent = reading.Unclear is null && (reading.Sentiment == Sentiment.Positive || reading.Intent is Intent.Praise or Intent.Thanks);
        if (isContent || reading.Intent == Intent.Spam || PostTopics.Harm.Any(topics.ContainsKey))
            return topics;
        var harm = families.Harm.Concat(reading.Urgency == Urgency.Now ? reading.UrgencyReasons.Select(reason => Reasons.GetValueOrDefault(reason)).OfType<string>() : []).ToList();
        if (harm.Count == 0)
            return topics;
        var more = new Dictionary<string, int>(topics);
        foreach (var topic in harm)
            more[topic] = 1;
        return more;
    }

    /// <summary>Where the reading is open, what is likelier decides: an answer to a complaint asks for the details, and is right for any complaint; "not sure what you mean" is right for none.</summary>
    /// <param name="isIdea">The post suggests something by a phrase for it.</param>
    /// <returns>Whether it leans.</returns>
    private static bool AddByLeaning(HashSet<string> terms, Reading reading, bool isIdea)
    {
        if (reading.IsVerdict || reading.Intent is Intent.Abuse or Intent.Spam)
            return false;
        // A question that is bitter complains: where it asks for something that a clause is for, that clause is the better fit all the same.
        if (reading is { Unclear: null, Intent: Intent.Question, Sentiment: Sentiment.Negative, SentimentConfidence: >= SurelyBitter })
            terms.Add(ClauseTerms.Of(Intent.Complaint));
        // Who wants something and is bitter wants it put right.
        if (reading is { Unclear: null, Intent: Intent.Request, Sentiment: Sentiment.Negative, SentimentConfidence: >= SurelyBitter } && !isIdea)
        {
            terms.Add(ClauseTerms.Of(Intent.Complaint));
            terms.Remove(ClauseTerms.Of(Intent.Request));
        }

        if (reading.Unclear is null && reading.Intent != Intent.Other)
            return false;
        var complaint = ClauseTerms.Of(Intent.Complaint);
        var praise = ClauseTerms.Of(Intent.Praise);
        // A mood that contradicts itself (irony) stays a question.
        var isBitter = reading.Sentiment == Sentiment.Negative && (reading.Unclear is null || reading.SentimentConfidence >= LeastOfUnclear);
        var isLikelier = reading is { Intent: Intent.Complaint, Sentiment: not Sentiment.Positive, Unclear: { FirstConfidence: < Irony, First: var first } } && first == complaint;
        if (isBitter || isLikelier)
        {
            terms.Add(complaint);
            terms.Remove(praise);
            terms.Remove(ClauseTerms.Of(Intent.Thanks));
            return reading.Unclear is not null;
        }

        // Who is thanked for a complaint feels mocked: where it is unclear, nobody is.
        if (reading is { Unclear: null, Sentiment: Sentiment.Positive, SentimentConfidence: >= LeastOfUnclear })
            terms.Add(praise);
        return false;
    }

    /// <summary>
    /// What a post is about tells what it is where a reading is a guess: "the wheel came off" complains in whatever tone. A person's verdict is no guess, and what somebody wants
    /// stays beside what it may be.
    /// </summary>
    private static void AddByTopics(HashSet<string> terms, string text, Reading reading, IReadOnlyDictionary<string, int> topics)
    {
        if (reading.IsVerdict || reading.Intent == Intent.Spam)
            return;
        // Who is hurt may swear, and what names its matter is more than an insult where that is a guess.
        if (reading.Intent == Intent.Abuse)
        {
            if (PostTopics.Harm.Any(topics.ContainsKey) || (reading.Unclear is not null && PostTopics.Trouble.Any(topics.ContainsKey)))
                terms.Add(ClauseTerms.Of(Intent.Complaint));
            return;
        }

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

        if (!isFor || (_waitsForNoGoods && clause.About.Contains(PostTopics.Late)))
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
