using System.Globalization;
using PageWatch.Domain.Understanding;

namespace PageWatch.Advisers.AzureLanguage;

/// <summary>A text as Azure is told it.</summary>
/// <param name="Place">Among the texts that were asked about; its id in every call.</param>
/// <param name="Text">At most <see cref="MostElements"/> text elements, without half signs.</param>
internal sealed record AzureDocument(int Place, string Text, bool IsCut)
{
    /// <summary>Azure takes 5,120; it counts some newer emoji otherwise than .NET does.</summary>
    public const int MostElements = 5_000;

    /// <summary>As calls name it; null until it is detected.</summary>
    public string? Language { get; init; }

    public string Id => Place.ToString(CultureInfo.InvariantCulture);

    public static AzureDocument Of(int place, AdviceRequest request)
    {
        var end = EndOf(request.Text);
        var text = end < request.Text.Length ? request.Text[..end] : request.Text;
        return new AzureDocument(place, WithoutHalves(text), end < request.Text.Length);
    }

    /// <summary>Where the text is cut: between two signs as people see them.</summary>
    private static int EndOf(string text)
    {
        if (text.Length <= MostElements)
            return text.Length;
        var end = 0;
        for (var elements = 0; end < text.Length && elements < MostElements; elements++)
            end += StringInfo.GetNextTextElementLength(text, end);
        return end;
    }

    /// <summary>JSON cannot carry half a sign. What stands for it is one unit too, so that places hold.</summary>
    private static string WithoutHalves(string text)
    {
        char[]? mended = null;
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
                continue;
            if (i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]))
                i++;
            else
                (mended ??= text.ToCharArray())[i] = '\uFFFD';
        }

        return mended is null ? text : new string(mended);
    }
}
