using Investigator.Engine.Tables;
using Investigator.Runs;
using Investigator.Selections;

namespace Investigator.Tags;

/// <summary>Which rows of a run bear which tags, through their finding or through a selection.</summary>
public sealed class TagRows(TagQueries tags, SelectionQueries selections, RunQueries runs)
{
    /// <summary>Rows of the run that bear a tag, ascending.</summary>
    public async Task<IReadOnlyList<int>> OfAsync(int runId, int tag, CancellationToken cancel = default) =>
        [.. (await ByRowAsync(runId, cancel)).Where(r => r.Value.Any(t => t.Id == tag)).Select(r => r.Key)];

    /// <summary>The tags of each row that has any, by row.</summary>
    public async Task<IReadOnlyDictionary<int, IReadOnlyList<TagSummary>>> ByRowAsync(int runId, CancellationToken cancel = default)
    {
        var rows = new SortedDictionary<int, IReadOnlyList<TagSummary>>();
        if (await runs.FilesAsync(runId, cancel) is not { } files) return rows;
        var (byFinding, bySelection) = (await tags.ByFindingAsync(runId, cancel), await tags.BySelectionAsync(runId, cancel));
        if (byFinding.Count > 0)
        {
            foreach (var (row, finding) in await Task.Run(() => Members(files, byFinding.Keys, cancel), cancel)) Add(row, byFinding[finding]);
        }

        foreach (var (id, marks) in bySelection)
        {
            if (await selections.FindAsync(runId, id, cancel) is not { } selection) continue;
            foreach (var row in selection.Rows) Add(row, marks);
        }

        return rows;

        void Add(int row, IReadOnlyList<TagSummary> marks) => rows[row] = rows.TryGetValue(row, out var known) ? [.. known.UnionBy(marks, t => t.Id)] : marks;
    }

    private static List<(int Row, int Finding)> Members(RunFiles files, IEnumerable<int> numbers, CancellationToken cancel)
    {
        using var db = files.OpenTables();
        var wanted = string.Join(", ", numbers.Select(l => Sql.Number(l)));
        return db.Query(
            $"SELECT file_row_number::INT, finding FROM {files.RunFolder.MembersTable} WHERE finding IN ({wanted})", r =>
            (r.GetInt32(0), r.GetInt32(1)), cancel);
    }
}
