using Npgsql;
using PageWatch.Storage.Sql;

namespace PageWatch.Storage.Postgres;

/// <summary>Statements that go to the server in one turn; equal ones as one statement for all their rows, which is what a server is fast at.</summary>
internal sealed class PostgresBatch(NpgsqlConnection connection) : SqlBatch
{
    private readonly List<Group> groups = [];
    private int count;

    public override void Add(string sql, object? values = null)
    {
        var statement = PlacedStatement.Of(sql);
        var group = Find(statement);
        if (group is null)
            groups.Add(group = new Group(statement, [], []));
        group.Values.Add(values);
        group.Places.Add(count++);
    }

    public override IReadOnlyList<int> Run()
    {
        if (count == 0)
            return [];
        using var batch = connection.CreateBatch();
        var ends = new List<int>();
        foreach (var group in groups)
        {
            group.IsOne = group.Values.Count > 1 && group.Statement.CanBeOne(group.Values);
            if (group.IsOne)
                batch.BatchCommands.Add(group.Statement.AsOne(group.Values));
            else
                group.Values.ForEach(values => batch.BatchCommands.Add(group.Statement.With(values)));
            ends.Add(batch.BatchCommands.Count);
        }

        batch.ExecuteNonQuery();
        var changed = new int[count];
        for (var i = 0; i < groups.Count; i++)
        {
            var (group, end) = (groups[i], ends[i]);
            for (var j = 0; j < group.Places.Count; j++)
            {
                changed[group.Places[j]] = group.IsOne
                    ? (batch.BatchCommands[end - 1].RecordsAffected == group.Places.Count ? 1 : 0)
                    : batch.BatchCommands[end - group.Places.Count + j].RecordsAffected;
            }
        }

        groups.Clear();
        count = 0;
        return changed;
    }

    /// <summary>The group that a statement may join: none other of its table stands behind that.</summary>
    private Group? Find(PlacedStatement statement)
    {
        for (var i = groups.Count - 1; i >= 0; i--)
        {
            if (groups[i].Statement == statement)
                return groups[i];
            if (groups[i].Statement.Table == statement.Table)
                return null;
        }

        return null;
    }

    private sealed record Group(PlacedStatement Statement, List<object?> Values, List<int> Places)
    {
        public bool IsOne { get; set; }
    }
}
