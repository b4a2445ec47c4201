namespace PageWatch.Testing.Bluesky;

/// <param name="Password">An app password; null for somebody who is never signed in here.</param>
public sealed record StubAccount(string Did, string Handle, string Name, string? Password);
