using PageWatch.Pipeline;
using PageWatch.Pipeline.Journey;
using PageWatch.Pipeline.Outbox;
using PageWatch.Pipeline.Publishing;

namespace PageWatch.Host.Workers;

/// <summary>Inbox to outbox.</summary>
internal sealed class InboxWorker(PostJourney journey, IDoorbell doorbell, TimeProvider time, ILogger<InboxWorker> logger) : DoorWorker(Door.Inbox, doorbell, time, logger)
{
    protected override Task<int> WorkAsync(CancellationToken cancellationToken) => journey.RunAsync(cancellationToken);
}

/// <summary>Outbox to channels.</summary>
internal sealed class OutboxWorker(CardRelay relay, IDoorbell doorbell, TimeProvider time, ILogger<OutboxWorker> logger) : DoorWorker(Door.Outbox, doorbell, time, logger)
{
    protected override Task<int> WorkAsync(CancellationToken cancellationToken) => relay.RunAsync(cancellationToken);
}

/// <summary>Ledger to pages.</summary>
internal sealed class LedgerWorker(ReplyDispatch dispatch, IDoorbell doorbell, TimeProvider time, ILogger<LedgerWorker> logger) : DoorWorker(Door.Ledger, doorbell, time, logger)
{
    protected override Task<int> WorkAsync(CancellationToken cancellationToken) => dispatch.RunAsync(cancellationToken);
}
