using PageWatch.Domain.Understanding;

namespace PageWatch.Pipeline.Checks;

/// <summary>What identifies a person or a purchase does not stand in public, unless it is what the playbook gives away itself.</summary>
internal static class PersonalCheck
{
    public static IEnumerable<ReplyFinding> In(CheckedText text, ReplyOccasion occasion)
    {
        if (text.Personal.Count == 0)
            return [];
        var sayings = PlaybookSayings.Of(occasion.Playbook);
        var found = text.Personal.Where(datum => !sayings.Gives(text.Text.AsSpan(datum.Start, datum.Length)) && !IsOfALink(text, datum, occasion)).ToList();
        if (found.Count == 0)
            return [];
        var mend = PersonalMask.Apply(text.Text, found);
        return found.Take(CheckedText.MostOfAKind).Select(datum => new ReplyFinding(FindingKind.PersonalData, FindingLevel.Blocker, Reason(datum.Kind), datum.Start, datum.Length, mend));
    }

    /// <summary>Long numbers in the address of an article are the page's own; a link that goes nowhere we send people is told as such already.</summary>
    private static bool IsOfALink(CheckedText text, PersonalDatum datum, ReplyOccasion occasion)
    {
        foreach (var link in text.Links)
        {
            if (datum.Start >= link.Start && datum.Start + datum.Length <= link.Start + link.Length)
                return !LinkCheck.IsAllowed(link, occasion) || datum.Kind is not (PersonalKind.Email or PersonalKind.Card or PersonalKind.Iban);
        }

        return false;
    }

    private static string Reason(PersonalKind kind) => kind switch
    {
        PersonalKind.Email => CheckWording.PersonalMail,
        PersonalKind.Phone => CheckWording.PersonalPhone,
        PersonalKind.Card => CheckWording.PersonalCard,
        PersonalKind.Iban => CheckWording.PersonalIban,
        PersonalKind.Order => CheckWording.PersonalOrder,
        PersonalKind.Tracking => CheckWording.PersonalParcel,
        _ => CheckWording.PersonalOther,
    };
}
