using Investigator.Engine.Ingest.Checks;
using Investigator.Engine.Ingest.Sources;

namespace Investigator.Web.Pages.Reading;

/// <summary>What is known of a table's columns: their names, the words in them, and what times and amounts are read as.</summary>
/// <param name="Table">transactions or events.</param>
/// <param name="Preview">Of the files.</param>
/// <param name="Report">The newest check; null before the first.</param>
/// <param name="IsOneLog">Whether transactions and events are read from the same files, so that what is known of one holds for the other.</param>
public sealed record ColumnWords(string Table, SourcePreview Preview, CheckReport? Report, bool IsOneLog)
{
    public IReadOnlyList<string> Columns { get; } = [.. Preview.Columns.Select(static c => c.Name)];

    /// <summary>Names one list of them on the page.</summary>
    public string List => Table + "-columns";

    /// <summary>The words of a column: those that were counted, then others of the first rows and of the mapping.</summary>
    public IReadOnlyList<(string Word, long? Rows)> Of(string? column, IEnumerable<string> others)
    {
        if (column is null) return [];
        var counted = (Report?.Words ?? []).Where(w => (IsOneLog || w.Table == Table) && w.Column == column)
            .DistinctBy(static w => w.Word).Select(static w => (w.Word, Rows: (long?)w.Rows)).ToList();
        var known = counted.Select(static w => w.Word).ToHashSet(StringComparer.Ordinal);
        var seen = Preview.Columns.FirstOrDefault(c => c.Name == column)?.Examples ?? [];
        return [.. counted, .. seen.Concat(others).Select(static w => w.Trim()).Where(known.Add).Select(static w => (w, (long?)null))];
    }

    public IEnumerable<ReadExample> Readings(string column) => (Report?.Readings ?? []).Where(r => r.Table == Table && r.Column == column);
}
