using PageWatch.Pipeline.Understanding.Model;

namespace PageWatch.Training;

/// <summary>Which columns each head has: shipped heads first, so that the rest can be cut off.</summary>
internal sealed class HeadLayout
{
    private readonly TrainingManifest _manifest;
    private readonly int[] _columns;

    public HeadLayout(TrainingManifest manifest)
    {
        _manifest = manifest;
        _columns = new int[manifest.Heads.Count];
        foreach (var ships in (ReadOnlySpan<bool>)[true, false])
        {
            for (var i = 0; i < _columns.Length; i++)
            {
                if (manifest.Heads[i].Ships != ships)
                    continue;
                _columns[i] = AllColumns;
                AllColumns += manifest.Heads[i].Labels.Count == 2 ? 1 : manifest.Heads[i].Labels.Count;
            }

            if (ships)
                ShippedColumns = AllColumns;
        }

        if (ShippedColumns > LinearPart.MostColumns)
            throw new InvalidDataException($"The shipped heads have {ShippedColumns} columns; at most {LinearPart.MostColumns} fit a row.");
    }

    public int ShippedColumns { get; }

    public int AllColumns { get; }

    public bool IsShipped(int head) => _manifest.Heads[head].Ships;

    public int ColumnOf(int head) => _columns[head];
}
