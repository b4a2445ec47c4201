using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace PageWatch.Host.Tests.House;

/// <summary>Holds wording against the code that says it: what is not said is dead, and a text gets as many values as it has places for.</summary>
/// <param name="Class">The class made from the resource file: Wording.</param>
internal sealed partial record WordingRules(string Class, IReadOnlyDictionary<string, string> Texts)
{
    public static WordingRules Read(string name, string resource) => new(
        name, XDocument.Parse(resource).Root!.Elements("data").ToDictionary(data => data.Attribute("name")!.Value, data => data.Element("value")!.Value));

    public IEnumerable<string> Refusals(IReadOnlyList<(string File, string Source)> sources)
    {
        var said = new HashSet<string>();
        foreach (var (file, source) in sources)
        {
            var filled = new HashSet<int>();
            foreach (Match call in Call().Matches(source))
            {
                var arguments = CallArguments.At(source, call.Index + call.Length - 1);
                if (arguments.Count == 0)
                    continue;
                // The first may choose between texts; each of them gets the values.
                var first = source.IndexOf(arguments[0], call.Index, StringComparison.Ordinal);
                foreach (Match name in Names().Matches(arguments[0]))
                {
                    filled.Add(first + name.Index);
                    if (Wrong(name, arguments.Count - 1) is { } why)
                        yield return $"{file}: {why}";
                }
            }

            foreach (Match name in Names().Matches(source))
            {
                said.Add(name.Groups["text"].Value);
                if (!filled.Contains(name.Index) && Wrong(name, 0) is { } why)
                    yield return $"{file}: {why}";
            }
        }

        foreach (var name in Texts.Keys.Except(said))
            yield return $"{Class}.{name} is said nowhere.";
        foreach (var (name, text) in Texts.Where(each => each.Value.Trim().Length == 0))
            yield return $"{Class}.{name} is empty.";
        foreach (var (name, text) in Texts)
        {
            var places = Places(text);
            if (!places.SequenceEqual(Enumerable.Range(0, places.Count)))
                yield return $"{Class}.{name} has the places {string.Join(", ", places)}: they count from 0, and none is left out.";
        }
    }

    private string? Wrong(Match name, int values)
    {
        if (!Texts.TryGetValue(name.Groups["text"].Value, out var text))
            return null; // the compiler knows: another class of the same name, or a member of its own
        var places = Places(text).Count;
        return places == values ? null : $"{Class}.{name.Groups["text"].Value} has {places} places and gets {values} values.";
    }

    private static List<int> Places(string text) =>
        [.. Place().Matches(text).Select(place => int.Parse(place.Groups["number"].Value, CultureInfo.InvariantCulture)).Distinct().Order()];

    private Regex Names() => new($@"(?<![\w.]){Class}\.(?<text>\w+)", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(5));

    [GeneratedRegex(@"(?<!\w)It\(", RegexOptions.ExplicitCapture)]
    private static partial Regex Call();

    [GeneratedRegex(@"(?<!\{)\{(?<number>\d+)[^}]*\}", RegexOptions.ExplicitCapture)]
    private static partial Regex Place();
}
