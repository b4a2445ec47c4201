namespace PageWatch.Web.Console;

/// <summary>What the console page shows.</summary>
/// <param name="Cards">HTML of each card, drawn and escaped.</param>
/// <param name="Answer">HTML of what the last command said, where there is no script to show it; null for none.</param>
/// <param name="DemoPath">Where the demo page is; null without one.</param>
/// <param name="Say">What stands in the command box.</param>
public sealed record ConsoleView(string Who, string ChannelName, string Counts, IReadOnlyList<string> Cards, long LatestChange, string? Answer, string? DemoPath, string? Say);
