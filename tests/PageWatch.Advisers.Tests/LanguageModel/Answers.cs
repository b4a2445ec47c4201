using System.Text.Json.Nodes;

namespace PageWatch.Advisers.Tests.LanguageModel;

/// <summary>What a model may say.</summary>
internal static class Answers
{
    public const string GoodReply = "Thank you for letting us know, {name}. We look into it today, and a private message with the details helps us to be quick.";
    public const string GoodClarify = "Could you tell us a little more about what happened, {name}?";
    public const string GoodOffline = "We would like to talk about it with you. Please write to us in private when it suits you.";

    public static string Behaved { get; } = Of(("reply", GoodReply), ("clarify", GoodClarify), ("offline", GoodOffline));

    public static string Of(params (string Kind, string Text)[] proposals) => In("en", proposals);

    public static string In(string language, params (string Kind, string Text)[] proposals) => new JsonObject
    {
        ["declined"] = false,
        ["proposals"] = new JsonArray([.. proposals.Select(each => new JsonObject { ["kind"] = each.Kind, ["text"] = each.Text, ["language"] = language, ["clause"] = 0 })]),
    }.ToJsonString();

    public static string Translated(string text, string language = "en") => new JsonObject { ["translation"] = text, ["language"] = language }.ToJsonString();
}
