namespace PageWatch.Domain.Channels;

/// <summary>Draws a card for a browser.</summary>
public interface ICardMarkup
{
    /// <summary>HTML of the whole card, safe to put into a page as it is: everything in the card was escaped.</summary>
    /// <param name="key">Becomes the element's id.</param>
    /// <param name="version">Of what the card shows, for the page to skip what it has already.</param>
    string Draw(string key, long version, Card card);
}
