namespace PageWatch.Pipeline.Cards;

/// <summary>What the buttons of a card say to the bot; stored on cards, so never renamed without redrawing them.</summary>
internal static class StaffVerbs
{
    public const string Publish = "publish";
    public const string Confirm = "confirm";
    public const string Edit = "edit";
    public const string Editing = "editing";
    public const string EditingEnded = "editing-ended";
    public const string Save = "save";
    public const string Keep = "keep";
    public const string Another = "draft";
    public const string Mend = "mend";
    public const string Claim = "claim";
    public const string Release = "release";
    public const string Snooze = "snooze";
    public const string Dismiss = "dismiss";
    public const string Verdict = "verdict";
    public const string NotAComplaint = "not-a-complaint";
    public const string Answered = "answered";
    public const string Why = "why";
    public const string Show = "show";
    public const string Hand = "hand";
    public const string Accept = "accept";
    public const string Decline = "decline";
    public const string Reject = "reject";
    public const string Use = "use";
    public const string Offline = "offline";
    public const string Outcome = "outcome";
    public const string Undo = "undo";
    public const string UndoConfirm = "undo-confirm";
    public const string Canned = "canned";
    public const string Translate = "translate";
    public const string PromiseYes = "promise-yes";
    public const string PromiseNo = "promise-no";
    public const string PromiseKept = "promise-kept";
    public const string PromiseMove = "promise-move";
    public const string PromiseAdd = "promise-add";
}
