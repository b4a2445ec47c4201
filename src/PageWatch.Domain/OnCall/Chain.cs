namespace PageWatch.Domain.OnCall;

/// <summary>Who hears of something, step by step, until a named person accepts. Equal when it reads the same.</summary>
/// <param name="Steps">One at least, <see cref="MostSteps"/> at most.</param>
/// <param name="Repeats">How often the last step comes again, with its wait between; 1 to <see cref="MostRepeats"/>.</param>
public sealed record Chain(IReadOnlyList<ChainStep> Steps, int Repeats)
{
    public const int MostSteps = 10;

    public const int MostRepeats = 20;

    public const int UsualRepeats = 3;

    /// <summary>For whoever has set nothing: <c>channel 15m > on-call 15m > lead 30m > repeat 3</c>.</summary>
    public static Chain Default { get; } = new(
        [
            new ChainStep(new ChainTarget.Channel(null), TimeSpan.FromMinutes(15)),
            new ChainStep(new ChainTarget.OnCall(), TimeSpan.FromMinutes(15)),
            new ChainStep(new ChainTarget.Lead(), TimeSpan.FromMinutes(30)),
        ],
        UsualRepeats);

    public bool Equals(Chain? other) => other is not null && Repeats == other.Repeats && Steps.SequenceEqual(other.Steps);

    public override int GetHashCode() => Steps.Aggregate(Repeats, (hash, step) => HashCode.Combine(hash, step));

    /// <summary>As people type it; <see cref="ChainText.Parse"/> reads it back.</summary>
    public override string ToString() => ChainText.Write(this);
}

/// <param name="Wait">Of the team's business hours, before the next step; more than nothing, <see cref="ChainText.LongestWait"/> at most, whole minutes.</param>
public sealed record ChainStep(ChainTarget Target, TimeSpan Wait);

/// <summary>Whom a step calls.</summary>
public abstract record ChainTarget
{
    private ChainTarget()
    {
    }

    /// <summary>A word in a channel, to nobody in particular.</summary>
    /// <param name="Name">Without "#"; null for the team's own channels.</param>
    public sealed record Channel(string? Name) : ChainTarget;

    /// <summary>Whoever is first on the rota.</summary>
    public sealed record OnCall : ChainTarget;

    /// <summary>One after the other of those who are there.</summary>
    public sealed record Next : ChainTarget;

    /// <summary>All who may let a text out.</summary>
    public sealed record Approver : ChainTarget;

    /// <summary>The admins.</summary>
    public sealed record Lead : ChainTarget;

    /// <param name="Name">As typed, without "@"; whether there is such a member is asked apart.</param>
    public sealed record Person(string Name) : ChainTarget;

    public sealed record Everyone : ChainTarget;
}
