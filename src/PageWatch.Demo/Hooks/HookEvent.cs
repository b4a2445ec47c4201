namespace PageWatch.Demo.Hooks;

/// <summary>What a webhook tells; sent by these names.</summary>
internal static class HookEvent
{
    public const string Created = "post.created";

    public const string Edited = "post.edited";

    public const string Deleted = "post.deleted";
}
