namespace PageWatch.Testing.Faults;

/// <summary>What a site does with a reply that is handed to it.</summary>
internal enum FaultKind
{
    /// <summary>Takes it and says so.</summary>
    None,

    /// <summary>Never answers, and never takes it.</summary>
    TimesOutBefore,

    /// <summary>Never answers; takes it after the caller has given up.</summary>
    TimesOutDuring,

    /// <summary>Takes it, and never answers.</summary>
    TimesOutAfter,

    /// <summary>Answers 500, and does not take it.</summary>
    FailsOnly,

    /// <summary>Answers 500, and takes it afterwards.</summary>
    FailsThenTakes,

    /// <summary>Answers 503 with a time to come back, as a cache does that lost patience with the site behind it, which takes the reply afterwards.</summary>
    UnavailableThenTakes,

    /// <summary>Asks to wait, in one of the three ways in which sites do.</summary>
    RateLimits,

    /// <summary>The line breaks before it is taken.</summary>
    DiesBefore,

    /// <summary>Takes it; the line breaks in the middle of the answer.</summary>
    DiesAfter,

    /// <summary>Takes it, and answers 201 with a page that is no JSON.</summary>
    AnswersNonsense,

    /// <summary>Takes it, breaks the line, and from then on will not show what stands under that comment.</summary>
    HidesForGood,

    /// <summary>Says no, for good.</summary>
    Refuses,
}
