using PageWatch.Domain.Channels;
using PageWatch.Domain.Nudges;

namespace PageWatch.Channels.Console;

/// <summary>What the buttons of a card share when they are pressed. Most cards need one form; a second is made where buttons speak of something else.</summary>
/// <param name="SendsInput">The card's box is in it: a browser sends a form whole, so that a button which sends no input needs a form without the box.</param>
internal readonly record struct ConsoleForm(NudgeId? Nudge, long Version, bool SendsInput)
{
    /// <summary>The first is the one around the card's parts and holds the box where there is one; empty for a card with nothing to press or fill in.</summary>
    public static IReadOnlyList<ConsoleForm> Of(Card card)
    {
        var forms = card.Actions.Select(action => FormOf(card, action)).Distinct().OrderByDescending(form => form.SendsInput).ToList();
        if (HasBox(card) && (forms.Count == 0 || !forms[0].SendsInput))
            forms.Insert(0, new ConsoleForm(forms.Count == 0 ? null : forms[0].Nudge, forms.Count == 0 ? 0 : forms[0].Version, SendsInput: true));
        return forms;
    }

    public static int IndexOf(IReadOnlyList<ConsoleForm> forms, Card card, CardAction action)
    {
        var wanted = FormOf(card, action);
        for (var i = 0; i < forms.Count; i++)
        {
            if (forms[i] == wanted)
                return i;
        }

        throw new InvalidOperationException($"No form of the card takes {action.Verb}.");
    }

    private static ConsoleForm FormOf(Card card, CardAction action) => new(action.Nudge, action.Version, action.SendsInput && HasBox(card));

    private static bool HasBox(Card card) => card.Parts.Any(part => part is CardPart.TextBox);
}
