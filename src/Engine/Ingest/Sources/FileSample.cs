using System.Text;
using DuckDB.NET.Data;
using Investigator.Engine.Core;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Ingest.Sources;

/// <summary>Writes rows of a large file to a small one, faults and all, so that a check of that says what a load of the large one would meet.</summary>
internal static class FileSample
{
    /// <param name="file">Of any size.</param>
    /// <param name="target">The file to write.</param>
    /// <param name="budget">Rows, and what they may cost.</param>
    /// <param name="cancel">Ends it.</param>
    /// <returns>The file itself where it is small.</returns>
    public static SourceFile Take(SourceFile file, string target, PreviewBudget budget, CancellationToken cancel)
    {
        try
        {
            return file.Text is null ? OfParquet(file, target, budget, cancel) : OfText(file, target, budget, cancel);
        }
        catch (Exception e)
        {
            File.Delete(target);
            if (PackedFault.Is(e)) throw PackedFault.Of(file.Path);
            throw;
        }
    }

    private static SourceFile OfText(SourceFile file, string target, PreviewBudget budget, CancellationToken cancel)
    {
        if (file.Content.CanSeek && file.Bytes <= budget.SequentialBytes) return file;
        var rows = new TextRowReader(file, budget, keep: 1, raw: true, cancel);
        var taken = rows.Take(budget.Rows, (budget.Rows + 1) / 2);
        if (rows.IsWhole) return file;
        using (var stream = File.Create(target))
        {
            if (rows.Header is { } header) Write(stream, header);
            foreach (var row in taken) Write(stream, row.Raw!);
        }

        var numbers = taken.Select(static r => r.Number).ToList();
        return file with
        {
            Content = new SourceContent(target, held: null) { IsOwned = true },
            Text = file.Text! with { Encoding = TextEncoding.Utf8, SkipLines = 0, OddLineEnds = false, Header = rows.Header is not null },
            RowOf = row => row >= 1 && row <= numbers.Count ? numbers[(int)row - 1] : null,
        };
    }

    private static void Write(Stream stream, string record)
    {
        var bytes = Encoding.UTF8.GetBytes(record + "\n");
        TextEncoding.MarkUndecodable(bytes);
        stream.Write(bytes);
    }

    private static SourceFile OfParquet(SourceFile file, string target, PreviewBudget budget, CancellationToken cancel)
    {
        using var connection = TableConnection.Open(threads: 1, memoryGigabytes: budget.MemoryGigabytes);
        try
        {
            var all = file.ParquetRows(connection, cancel);
            if (all <= budget.Rows) return file;
            var parts = ParquetParts.Of(file, all, budget.Rows).ToList();
            var rows = string.Join(" UNION ALL ", parts.Select(static p => $"SELECT * FROM {p.Sql}"));
            connection.Execute($"COPY ({rows}) TO {Sql.Text(target)} (FORMAT parquet)", cancel);
            return file with { Content = new SourceContent(target, held: null) { IsOwned = true }, RowOf = row => ParquetParts.RowOf(parts, row) };
        }
        catch (DuckDBException e)
        {
            throw new InputException("the file cannot be read: " + ReadFault.FirstLine(e), file.Path, expected: "a whole Parquet file");
        }
    }
}
