using System.Xml;

namespace PageWatch.Platforms.Feeds;

/// <summary>Reads a feed's XML: as XML where it is, as far as it can be made out where it is not.</summary>
internal static class FeedXml
{
    /// <param name="text">From the first tag on.</param>
    /// <returns>The first element, null when there is none; and whether the document was read to its end.</returns>
    public static (FeedElement? Root, bool IsComplete) Read(string text)
    {
        try
        {
            return ReadStrictly(text);
        }
        catch (XmlException)
        {
            return BrokenXml.Read(text);
        }
    }

    /// <exception cref="XmlException">It is not well-formed, or names what its document type would have had to explain.</exception>
    internal static (FeedElement? Root, bool IsComplete) ReadStrictly(string text)
    {
        var tree = new FeedTree();
        var deeper = 0;
        using var reader = XmlReader.Create(new StringReader(text), new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Ignore, // some feeds carry a harmless document type: it is skipped, and no entity of it exists
            XmlResolver = null,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
        });
        while (!tree.IsClosed && !tree.IsFull && reader.Read())
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.Element when tree.Depth == FeedTree.Deepest:
                    deeper += reader.IsEmptyElement ? 0 : 1;
                    break;
                case XmlNodeType.Element:
                    var isEmpty = reader.IsEmptyElement;
                    var element = tree.Begin(reader.Prefix, reader.NamespaceURI, reader.LocalName);
                    while (reader.MoveToNextAttribute())
                        element.Set(AttributeName(reader.Prefix, reader.LocalName), reader.Value);
                    if (isEmpty)
                        tree.End();
                    break;
                case XmlNodeType.EndElement when deeper > 0:
                    deeper--;
                    break;
                case XmlNodeType.EndElement:
                    tree.End();
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace:
                    tree.Say(reader.Value);
                    break;
            }
        }

        return (tree.Root, tree.IsClosed);
    }

    /// <summary><c>href</c>, <c>xml:lang</c>, <c>rdf:about</c>: prefixes other than these two do not tell attributes apart in feeds.</summary>
    internal static string AttributeName(string prefix, string local) =>
        prefix.ToLowerInvariant() is "xml" or "rdf" or "xmlns" ? $"{prefix}:{local}".ToLowerInvariant() : local.ToLowerInvariant();
}
