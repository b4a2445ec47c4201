namespace PageWatch.Domain.Teams;

/// <summary>What a member may do; each role includes those before it. Stored by name: never rename without a migration.</summary>
public enum Role
{
    /// <summary>Sees cards, <c>find</c>, <c>why</c> and health; changes nothing.</summary>
    Viewer,

    /// <summary>Claims, edits, snoozes and dismisses.</summary>
    Responder,

    /// <summary>Lets a text out: publishes, and edits the playbook that drafts are made from.</summary>
    Approver,

    /// <summary>Sets up watches, rules and people.</summary>
    Admin,
}
