namespace PageWatch.Domain.Rules;

/// <summary>What a query can ask about besides words.</summary>
public enum QueryField
{
    Is,
    Sentiment,
    Urgency,
    Lang,
    Page,
    Platform,
    Author,
    New,
    Has,
    After,
    Before,
    Stars,
    Confidence,
    Followers,
}

/// <summary>How the value of a field is held against that of a post.</summary>
public enum QueryComparison
{
    /// <summary><c>lang:de</c>, <c>stars=1</c>.</summary>
    Equal,
    Less,
    LessOrEqual,
    More,
    MoreOrEqual,
}
