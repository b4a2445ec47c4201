using System.Globalization;
using PageWatch.Domain.Channels;
using PageWatch.Domain.Commands;
using PageWatch.Domain.Nudges;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Promises;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Cards;
using PageWatch.Pipeline.Journey;
using PageWatch.Pipeline.Promises;
using PageWatch.Pipeline.Staff;

namespace PageWatch.Pipeline.Commands;

/// <summary>A verb on one promise: the same as its button, on the nudge as it stands now.</summary>
internal abstract class PromiseCommand(StaffDesk desk, IPromises promises, IJourneyStore store, string verb) : ICommand
{
    public abstract CommandSpec Spec { get; }

    protected static CommandArgument Number { get; } = new("promise", CommandWording.ArgPromise);

    public async ValueTask<CommandAnswer> RunAsync(CommandLine line, Member by, CancellationToken cancellationToken)
    {
        if (!long.TryParse(line["promise"]!.TrimStart('#'), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return Answer.No(Say.It(CommandWording.NotAPromiseNumber, CleanText.Line(line["promise"], 20)));
        if (await promises.FindAsync(by.Team, new PromiseId(number), cancellationToken) is not { } promise
            || await store.OpenNudgeAsync(promise.Nudge, by.Team, cancellationToken) is not { Nudge: { } nudge })
            return Answer.No(Say.It(CommandWording.NoPromise, number));
        return AnswerOf(await desk.ClickAsync(by, new Click(verb, nudge.Id, nudge.Version, promise.Id.ToString(), line["when"]), cancellationToken));
    }

    internal static CommandAnswer AnswerOf(ClickAnswer answer) => answer switch
    {
        ClickAnswer.Done done => new CommandAnswer(CommandOutcome.Done, done.Card),
        ClickAnswer.Refused refused => Answer.No(refused.Why),
        _ => throw new InvalidOperationException("A promise has no other answer."),
    };
}

internal sealed class PromiseYesCommand(StaffDesk desk, IPromises promises, IJourneyStore store) : PromiseCommand(desk, promises, store, StaffVerbs.PromiseYes)
{
    public override CommandSpec Spec { get; } = new("promise yes", CommandWording.HelpPromiseYes, Role.Responder) { AsksPage = true, Arguments = [Number], Example = "promise yes 7" };
}

internal sealed class PromiseNoCommand(StaffDesk desk, IPromises promises, IJourneyStore store) : PromiseCommand(desk, promises, store, StaffVerbs.PromiseNo)
{
    public override CommandSpec Spec { get; } = new("promise no", CommandWording.HelpPromiseNo, Role.Responder) { AsksPage = true, Arguments = [Number], Example = "promise no 7" };
}

internal sealed class PromiseKeptCommand(StaffDesk desk, IPromises promises, IJourneyStore store) : PromiseCommand(desk, promises, store, StaffVerbs.PromiseKept)
{
    public override CommandSpec Spec { get; } = new("promise kept", CommandWording.HelpPromiseKept, Role.Responder) { AsksPage = true, Arguments = [Number], Example = "promise kept 7" };
}

internal sealed class PromiseMoveCommand(StaffDesk desk, IPromises promises, IJourneyStore store) : PromiseCommand(desk, promises, store, StaffVerbs.PromiseMove)
{
    public override CommandSpec Spec { get; } = new("promise move", CommandWording.HelpPromiseMove, Role.Responder)
    {
        AsksPage = true,
        Arguments = [Number, new CommandArgument("when", CommandWording.ArgPromiseWhen, IsRest: true)],
        Example = "promise move 7 friday 10:00",
    };
}

/// <summary>Sets a promise down that no text holds: one by telephone, say.</summary>
internal sealed class PromiseAddCommand(StaffDesk desk, IJourneyStore store) : ICommand
{
    public CommandSpec Spec { get; } = new("promise add", CommandWording.HelpPromiseAdd, Role.Responder)
    {
        AsksPage = true,
        Arguments = [new CommandArgument("nudge", CommandWording.ArgNudge), new CommandArgument("when", CommandWording.ArgPromiseWhen), new CommandArgument("words", CommandWording.ArgPromiseWords, IsRest: true)],
        Example = "promise add 12 friday We send her a new kettle.",
    };

    public async ValueTask<CommandAnswer> RunAsync(CommandLine line, Member by, CancellationToken cancellationToken)
    {
        if (!long.TryParse(line["nudge"]!.TrimStart('#'), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return Answer.No(Say.It(CommandWording.NotANumber, CleanText.Line(line["nudge"], 20)));
        if (await store.OpenNudgeAsync(new NudgeId(number), by.Team, cancellationToken) is not { Nudge: { } nudge })
            return Answer.No(Say.It(Wording.NoNudge, number));
        return PromiseCommand.AnswerOf(await desk.ClickAsync(by, new Click(StaffVerbs.PromiseAdd, nudge.Id, nudge.Version, line["when"], line["words"]), cancellationToken));
    }
}
