using System.Globalization;
using System.Text.Json;
using PageWatch.Domain.Channels;
using PageWatch.Domain.Posts;

namespace PageWatch.Channels.Teams;

/// <summary>Writes the buttons of a card: what each sends, what opens a window, and what stands behind "More".</summary>
internal sealed class TeamsButtons(Utf8JsonWriter json, TeamsCardPlace place)
{
    public void Draw(Card card)
    {
        var shown = card.Actions;
        var main = shown.FirstOrDefault(action => action.Style == ActionStyle.Main);
        var row = shown.Where(action => action.Style != ActionStyle.More).ToList();
        var more = shown.Where(action => action.Style == ActionStyle.More).ToList();
        var way = place.Way;
        var room = TeamsCardJson.MostActions - (way is null ? 0 : 1);
        if (row.Count > room || (row.Count == room && more.Count > 0))
        {
            // The main one stays, wherever it stood.
            var kept = row.Where((action, at) => ReferenceEquals(action, main) || at < room - 2).Take(room - 1).ToList();
            more.InsertRange(0, row.Except(kept));
            row = kept;
        }

        if (row.Count == 0 && more.Count == 0 && way is null)
            return;
        json.WriteStartArray("actions");
        foreach (var action in row)
            DrawAction(card, action, ReferenceEquals(action, main), null);
        if (more.Count > 0)
            DrawMore(card, more, main);
        if (way is not null)
            DrawAction(card, way, isMain: false, TeamsCardJson.BackId);
        json.WriteEndArray();
    }

    /// <summary>A card in the card, with a row for each five: every client opens it, also those that know no overflow menu.</summary>
    private void DrawMore(Card card, List<CardAction> more, CardAction? main)
    {
        json.WriteStartObject();
        json.WriteString("type", "Action.ShowCard");
        json.WriteString("title", TeamsWording.More);
        json.WriteStartObject("card");
        json.WriteString("type", "AdaptiveCard");
        json.WriteString("version", "1.5");
        json.WriteStartArray("body");
        foreach (var five in more.Chunk(TeamsCardJson.MostActions))
        {
            json.WriteStartObject();
            json.WriteString("type", "ActionSet");
            json.WriteStartArray("actions");
            foreach (var action in five)
                DrawAction(card, action, ReferenceEquals(action, main), null);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private void DrawAction(Card card, CardAction action, bool isMain, string? id)
    {
        var sendsInput = action.SendsInput && card.Parts.Any(part => part is CardPart.TextBox);
        // Windows are opened, and sent off, by Submit alone: https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/task-modules/task-modules-bots
        if (place.IsWindow || action.Opens)
        {
            Body("Action.Submit");
            WriteData(action, withVerb: true);
            json.WriteEndObject();
            return;
        }

        Body("Action.Execute");
        json.WriteString("verb", action.Verb);
        WriteData(action, withVerb: false);
        // Clients that know no Execute send the same as a message.
        json.WritePropertyName("fallback");
        Body("Action.Submit");
        WriteData(action, withVerb: true);
        json.WriteEndObject();
        json.WriteEndObject();

        void Body(string type)
        {
            json.WriteStartObject();
            json.WriteString("type", type);
            if (id is not null && type == "Action.Execute")
                json.WriteString("id", id);
            json.WriteString("title", CleanText.Cut(ShownText.Line(action.Label), TeamsCardJson.LongestLabel));
            if (action.Description is { } description)
                json.WriteString("tooltip", CleanText.Cut(ShownText.Line(description), TeamsCardJson.LongestLabel));
            if (isMain)
                json.WriteString("style", "positive");
            if (!sendsInput)
                json.WriteString("associatedInputs", "none");
        }
    }

    private void WriteData(CardAction action, bool withVerb)
    {
        json.WriteStartObject("data");
        if (action.Opens && !place.IsWindow)
        {
            json.WriteStartObject("msteams");
            json.WriteString("type", "task/fetch");
            json.WriteEndObject();
        }

        if (withVerb)
            json.WriteString("verb", action.Verb);
        json.WriteStartObject("v");
        // As texts: a client that reads numbers as floating point would change large ones.
        if (action.Nudge is { } nudge)
            json.WriteString("nudge", nudge.Value.ToString(CultureInfo.InvariantCulture));
        json.WriteString("version", action.Version.ToString(CultureInfo.InvariantCulture));
        if (action.Argument is { } argument)
            json.WriteString("argument", argument);
        WriteOpener();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private void WriteOpener()
    {
        if (place.Opener is not { } opener)
            return;
        json.WriteString("opener", opener.Verb);
        if (opener.Argument is { } of)
            json.WriteString("openerArgument", of);
    }
}
