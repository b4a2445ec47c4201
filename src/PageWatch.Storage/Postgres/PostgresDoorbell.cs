using PageWatch.Pipeline;

namespace PageWatch.Storage.Postgres;

/// <summary>The doorbell of this process, heard in the other replicas too.</summary>
internal sealed class PostgresDoorbell : IDoorbell
{
    private readonly Doorbell here;
    private readonly PostgresRings rings;

    public PostgresDoorbell(TimeProvider time, PostgresReplica replica, PostgresRings rings)
    {
        here = new Doorbell(time);
        this.rings = rings;
        replica.OnRing(what =>
        {
            if (Enum.TryParse<Door>(what, out var door) && Enum.IsDefined(door))
                here.Ring(door);
        });
    }

    public void Ring(Door door)
    {
        here.Ring(door);
        rings.Send(door.ToString());
    }

    public ValueTask WaitAsync(Door door, TimeSpan longest, CancellationToken cancellationToken) => here.WaitAsync(door, longest, cancellationToken);
}
