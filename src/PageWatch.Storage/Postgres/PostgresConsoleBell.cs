using PageWatch.Domain.Channels;

namespace PageWatch.Storage.Postgres;

/// <summary>Tells the consoles that are open at this process, and those at the other replicas.</summary>
internal sealed class PostgresConsoleBell : IConsoleBell
{
    private const string Word = "console";

    private readonly IConsoleBell here;
    private readonly PostgresRings rings;

    public PostgresConsoleBell(IConsoleBell here, PostgresReplica replica, PostgresRings rings)
    {
        this.here = here;
        this.rings = rings;
        replica.OnRing(what =>
        {
            if (what == Word)
                here.Ring();
        });
    }

    public void Ring()
    {
        here.Ring();
        rings.Send(Word);
    }

    public Task WaitAsync(TimeSpan longest, CancellationToken cancellationToken) => here.WaitAsync(longest, cancellationToken);
}
