using System.Globalization;
using System.Text;

namespace PageWatch.Testing.Faults;

/// <summary>What came of a <see cref="FaultRun"/>: the sites' own count beside what the service believes.</summary>
public sealed record FaultCount(FaultPlan Plan)
{
    /// <summary>Comments of visitors, each of which is answered.</summary>
    public required int Written { get; init; }

    /// <summary>Rows of the ledger.</summary>
    public required int Approved { get; init; }

    /// <summary>Comments that never came to an approval, or whose approval was said to be done and is not in the ledger.</summary>
    public required int ApprovalsLost { get; init; }

    /// <summary>Hand-overs, by what they met.</summary>
    public required IReadOnlyList<(string Fault, int HandOvers)> Faults { get; init; }

    /// <summary>Looks under a comment that did not show a reply which the site had taken.</summary>
    public required int BlindLooks { get; init; }

    public required int FailedLooks { get; init; }

    public required int Kills { get; init; }

    /// <summary>Of the kills, those during the start.</summary>
    public required int KillsWhileStarting { get; init; }

    /// <summary>Replies that a kill found between "sending" and the answer.</summary>
    public required int CutOff { get; init; }

    public required int TakenOnce { get; init; }

    /// <summary>Of those taken once: the service knows it, with the right id.</summary>
    public required int KnownAsPublished { get; init; }

    /// <summary>Promise 4: none.</summary>
    public required int TakenTwice { get; init; }

    /// <summary>Taken, and not what was approved: none.</summary>
    public required int OtherWords { get; init; }

    /// <summary>Never taken, and a person is asked, by the reason on the card.</summary>
    public required IReadOnlyList<(string Why, int Replies)> GivenBack { get; init; }

    /// <summary>Never taken, and nobody is asked: none.</summary>
    public required int Lost { get; init; }

    /// <summary>Never taken, and believed published; or taken, and believed published under another id: none.</summary>
    public required int BelievedWrongly { get; init; }

    /// <summary>Taken, and the service cannot tell: a person is asked.</summary>
    public required int TakenAndAsked { get; init; }

    /// <summary>Taken, not known to be, and nobody is asked: none.</summary>
    public required int TakenAndForgotten { get; init; }

    public required TimeSpan Took { get; init; }

    /// <summary>A sentence for each promise that was broken.</summary>
    public IReadOnlyList<string> Broken =>
    [
        .. new (int Count, string What)[]
        {
            (TakenTwice, "replies were taken twice"),
            (OtherWords, "replies stand there in other words than were approved"),
            (Lost, "replies were never taken, and nobody is asked"),
            (BelievedWrongly, "replies are believed published, and are not"),
            (TakenAndForgotten, "replies were taken, which nobody knows or is asked about"),
            (ApprovalsLost, "approvals are not in the ledger"),
            (Math.Abs(Written - Approved), "replies too many or too few are in the ledger"),
        }.Where(each => each.Count > 0).Select(each => string.Create(CultureInfo.InvariantCulture, $"{each.Count} {each.What}")),
    ];

    /// <summary>The table that is printed.</summary>
    public string ToMarkdown()
    {
        var table = new StringBuilder("| fault run | |\n| --- | ---: |\n");
        Row("seed", Plan.Seed.ToString(CultureInfo.InvariantCulture));
        Row("settling time promised by the sites and set", string.Create(CultureInfo.InvariantCulture, $"{Plan.Settling.TotalSeconds:0.###} s"));
        Row("answer waited for (Fetch:TimeLimit)", string.Create(CultureInfo.InvariantCulture, $"{Plan.Patience.TotalSeconds:0.###} s"));
        Count("sites", Plan.Sites);
        Count("replies approved", Approved);
        Count("kill -9", Kills);
        Count("– of them while it started", KillsWhileStarting);
        Count("– replies that they found between “sending” and the answer", CutOff);
        Count("hand-overs", Faults.Sum(each => each.HandOvers));
        foreach (var (fault, handOvers) in Faults)
            Count($"– {fault}", handOvers);
        Count("looks that came too early to be shown a reply taken already", BlindLooks);
        Count("looks that failed", FailedLooks);
        Count("**taken once**", TakenOnce);
        Count("– known as published, under the site's own number", KnownAsPublished);
        Count("– the service cannot tell, and a person is asked", TakenAndAsked);
        Count("– forgotten (must be 0)", TakenAndForgotten);
        Count("**taken twice (must be 0)**", TakenTwice);
        Count("in other words than approved (must be 0)", OtherWords);
        Count("**never taken, given back to people**", GivenBack.Sum(each => each.Replies));
        foreach (var (why, replies) in GivenBack)
            Count($"– {why}", replies);
        Count("**never taken, nobody asked (must be 0)**", Lost);
        Count("**never taken, believed published (must be 0)**", BelievedWrongly);
        Count("approvals lost (must be 0)", ApprovalsLost);
        Row("time", string.Create(CultureInfo.InvariantCulture, $"{Took.TotalMinutes:0.0} min"));
        return table.ToString();

        void Row(string name, string value) => table.Append(CultureInfo.InvariantCulture, $"| {name} | {value} |\n");
        void Count(string name, int count) => Row(name, count.ToString("#,0", CultureInfo.InvariantCulture));
    }
}
