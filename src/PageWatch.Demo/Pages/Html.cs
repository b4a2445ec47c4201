using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace PageWatch.Demo.Pages;

/// <summary>Markup that is safe to send: made of our own literals, each hole between them encoded on its way in.</summary>
/// <remarks>There is no way to make one of plain text, and so no way to forget the encoding.</remarks>
internal readonly struct Html
{
    private readonly string? markup;

    private Html(string markup) => this.markup = markup;

    public static Html Of(Template template) => new(template.ToString());

    public override string ToString() => markup ?? "";

    /// <summary>Collects what <c>$"…"</c> is made of.</summary>
    [InterpolatedStringHandler]
    internal readonly ref struct Template(int literalLength, int holes)
    {
        // Letters of all scripts stay readable; what means something in HTML, in a text or a quoted attribute, does not pass.
        private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

        private readonly StringBuilder text = new(literalLength + (holes * 32));

        public void AppendLiteral(string literal) => text.Append(literal);

        public void AppendFormatted(string? value) => text.Append(Encoder.Encode(value ?? ""));

        public void AppendFormatted(long value) => text.Append(value.ToString(CultureInfo.InvariantCulture));

        public void AppendFormatted(Html value) => text.Append(value.ToString());

        public void AppendFormatted(IEnumerable<Html> values)
        {
            foreach (var value in values)
                text.Append(value.ToString());
        }

        public override string ToString() => text.ToString();
    }
}
