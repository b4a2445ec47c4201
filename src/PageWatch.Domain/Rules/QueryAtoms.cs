namespace PageWatch.Domain.Rules;

/// <summary>The words, beginnings and fields that some queries ask about, each with a number.</summary>
internal sealed class QueryAtoms
{
    private readonly Dictionary<string, int> words = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> beginnings = new(StringComparer.Ordinal);
    private readonly Dictionary<QueryNode.Field, int> fields = [];
    private readonly Dictionary<(QueryField, string), int> values = [];
    private readonly HashSet<QueryField> asked = [];
    private readonly List<double> commonness = [];

    /// <summary>How long the beginnings are, ascending.</summary>
    public int[] Lengths { get; private set; } = [];

    /// <summary>Fields that are compared, and days.</summary>
    public (QueryNode.Field Field, double Number, int Atom)[] Compared { get; private set; } = [];

    public int Count => commonness.Count;

    public bool HasWords => words.Count + beginnings.Count > 0;

    public bool HasValues => values.Count > 0;

    public Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> WordsBySpan => words.GetAlternateLookup<ReadOnlySpan<char>>();

    public Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> BeginningsBySpan => beginnings.GetAlternateLookup<ReadOnlySpan<char>>();

    public int Word(string folded) => Number(words, folded, 1.0 / (folded.Length * folded.Length));

    public int Beginning(string folded) => Number(beginnings, folded, 4.0 / (folded.Length * folded.Length));

    // Nearly every post has some value of a field: a word, however common, narrows down better.
    public int Field(QueryNode.Field field) => Number(fields, field, field.Name is QueryField.Author or QueryField.Page ? 2 : 10);

    /// <summary>-1 for a value that nobody asks about.</summary>
    public int Value(QueryField name, string value) => values.GetValueOrDefault((name, value), -1);

    /// <summary>Whether some query asks about the field.</summary>
    public bool AsksFor(QueryField field) => asked.Contains(field);

    /// <summary>How many posts may have it, roughly; only good for comparing.</summary>
    public double CommonnessOf(int atom) => commonness[atom];

    /// <summary>To be called when all atoms are known.</summary>
    public void Close()
    {
        Lengths = [.. beginnings.Keys.Select(each => each.Length).Distinct().Order()];
        var compared = new List<(QueryNode.Field, double, int)>();
        foreach (var (field, atom) in fields)
        {
            asked.Add(field.Name);
            if (QueryFields.Of(field.Name).IsNumber)
                compared.Add((field, field.Number, atom));
            else if (field.Name is QueryField.After or QueryField.Before)
                compared.Add((field, DayNumber(field.Value), atom));
            else
                values[(field.Name, KeyOf(field))] = atom;
        }

        Compared = [.. compared];
    }

    /// <summary>Days are compared as milliseconds, UTC.</summary>
    private static double DayNumber(string day) => new DateTimeOffset(DateOnly.ParseExact(day, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), TimeOnly.MinValue, TimeSpan.Zero).ToUnixTimeMilliseconds();

    private static string KeyOf(QueryNode.Field field) => field.Name == QueryField.Author ? Understanding.WordStream.Fold(field.Value) : field.Value;

    private int Number<T>(Dictionary<T, int> known, T key, double common)
        where T : notnull
    {
        if (known.TryGetValue(key, out var atom))
            return atom;
        atom = commonness.Count;
        commonness.Add(common);
        known.Add(key, atom);
        return atom;
    }
}
