using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using PageWatch.Domain.Channels;
using PageWatch.Pipeline.Chats;
using PageWatch.Pipeline.Commands;
using PageWatch.Pipeline.Drafts;
using PageWatch.Pipeline.Health;
using PageWatch.Pipeline.Ingest;
using PageWatch.Pipeline.Journey;
using PageWatch.Pipeline.Outbox;
using PageWatch.Pipeline.Publishing;
using PageWatch.Pipeline.Staff;
using PageWatch.Pipeline.Teams;
using PageWatch.Pipeline.Understanding;

namespace PageWatch.Pipeline;

/// <summary>Wires the stages; the ports they call come from elsewhere.</summary>
public static class PipelineServices
{
    public static IServiceCollection AddPipeline(this IServiceCollection services)
    {
        services.TryAddSingleton<IDoorbell, Doorbell>();
        services.AddSingleton<ServiceAddress>();
        services.AddSingleton<ConfirmKey>();
        services.AddSingleton<HookDirectory>();
        services.AddSingleton<PollRun>();
        services.AddSingleton<SubscriptionRun>();
        services.AddSingleton<PollTurns>();
        services.AddSingleton<PastHours>();
        services.AddSingleton<HealthRound>();
        services.AddSingleton<PlaybookShelf>();
        services.AddSingleton<PastShelf>();
        services.AddSingleton<ChangesShelf>();
        services.AddSingleton<PlaybookFileIntake>();
        services.AddSingleton<AdviceDesk>();
        services.AddSingleton<PostJourney>();
        services.AddSingleton<Forgetting>();
        services.AddSingleton<StaffDesk>();
        services.AddSingleton<DueSweep>();
        services.AddSingleton<ReplyDispatch>();
        services.AddSingleton<CardRelay>();
        services.AddSingleton<SignIn>();
        services.AddSingleton<ChatCodes>();
        services.AddSingleton<CommandDesk>();
        services.AddSingleton<IChatDesk, ChatDesk>();
        services.AddSingleton<ChatRun>();
        services.TryAddSingleton(PlaybookFile.None);
        services.TryAddSingleton(new RetentionPlan());
        services.TryAddSingleton(new RelayPlan());

        // In the order of help.
        services.AddSingleton<ICommand, OpenCommand>();
        services.AddSingleton<ICommand, MineCommand>();
        services.AddSingleton<ICommand, DigestCommand>();
        services.AddSingleton<ICommand, OverdueCommand>();
        services.AddSingleton<ICommand, ClaimCommand>();
        services.AddSingleton<ICommand, ReleaseCommand>();
        services.AddSingleton<ICommand, HandCommand>();
        services.AddSingleton<ICommand, AcceptCommand>();
        services.AddSingleton<ICommand, DeclineCommand>();
        services.AddSingleton<ICommand, HandoverCommand>();
        services.AddSingleton<ICommand, NoteCommand>();
        services.AddSingleton<ICommand, EditCommand>();
        services.AddSingleton<ICommand, DraftCommand>();
        services.AddSingleton<ICommand, MendCommand>();
        services.AddSingleton<ICommand, PublishCommand>();
        services.AddSingleton<ICommand, SnoozeCommand>();
        services.AddSingleton<ICommand, DismissCommand>();
        services.AddSingleton<ICommand, AnsweredCommand>();
        services.AddSingleton<ICommand, VerdictCommand>();
        services.AddSingleton<ICommand, WhyCommand>();
        services.AddSingleton<ICommand, FindCommand>();
        services.AddSingleton<ICommand, TestCommand>();
        services.AddSingleton<ICommand, WatchCommand>();
        services.AddSingleton<ICommand, WatchWebhookCommand>();
        services.AddSingleton<ICommand, WatchTestCommand>();
        services.AddSingleton<ICommand, WatchThisCommand>();
        services.AddSingleton<ICommand, WatchesCommand>();
        services.AddSingleton<ICommand, UnwatchCommand>();
        services.AddSingleton<ICommand, RuleListCommand>();
        services.AddSingleton<ICommand, RuleAddCommand>();
        services.AddSingleton<ICommand, RuleOnCommand>();
        services.AddSingleton<ICommand, RuleOffCommand>();
        services.AddSingleton<ICommand, RuleRemoveCommand>();
        services.AddSingleton<ICommand, PlaybookCommand>();
        services.AddSingleton<ICommand, PlaybookShowCommand>();
        services.AddSingleton<ICommand, PlaybookEditCommand>();
        services.AddSingleton<ICommand, PlaybookHistoryCommand>();
        services.AddSingleton<ICommand, PlaybookUndoCommand>();
        services.AddSingleton<ICommand, PlaybookLintCommand>();
        services.AddSingleton<ICommand, ChannelsCommand>();
        services.AddSingleton<ICommand, ChannelAddCommand>();
        services.AddSingleton<ICommand, ChannelTestCommand>();
        services.AddSingleton<ICommand, ChannelRemoveCommand>();
        services.AddSingleton<ICommand, ChannelDeadCommand>();
        services.AddSingleton<ICommand, ChannelReplayCommand>();
        services.AddSingleton<ICommand, TeamCommand>();
        services.AddSingleton<ICommand, TeamAddCommand>();
        services.AddSingleton<ICommand, TeamRoleCommand>();
        services.AddSingleton<ICommand, TeamRemoveCommand>();
        services.AddSingleton<ICommand, TeamLinkCommand>();
        services.AddSingleton<ICommand, LinkCommand>();
        services.AddSingleton<ICommand, PauseCommand>();
        services.AddSingleton<ICommand, ResumeCommand>();
        services.AddSingleton<ICommand, ForgetCommand>();
        services.AddSingleton<ICommand, ReportCommand>();
        services.AddSingleton<ICommand, HealthCommand>();
        services.AddSingleton<ICommand, PollCommand>();
        services.AddSingleton<ICommand, ParkedCommand>();
        services.AddSingleton<ICommand, ReplayCommand>();
        services.AddSingleton<ICommand, RecordCommand>();
        services.AddSingleton<ICommand, ConsoleCommand>();
        services.AddSingleton<ICommand, DemoResetCommand>();
        services.AddSingleton<ICommand, HelpCommand>();
        return services;
    }
}
