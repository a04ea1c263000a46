using Investigator.Engine.Tables;

namespace Investigator.Engine.Ingest.Checks;

/// <summary>The refused rows as a CSV file for people and their spreadsheets: values that would run there as formulas are guarded.</summary>
public static class RejectsFile
{
    /// <summary>Writes <c>file,row,column,value,reason</c> with a header, ordered by file and row. An existing file is replaced.</summary>
    /// <param name="dataset">Whose.</param>
    /// <param name="path">The file.</param>
    /// <param name="shown">The source's columns whose values may be told; null: all.</param>
    /// <param name="cancel">Stops the query.</param>
    /// <returns>How many rows it has.</returns>
    public static int Export(Dataset dataset, string path, IReadOnlyCollection<string>? shown = null, CancellationToken cancel = default)
    {
        var value = shown is null ? "value" : $"CASE WHEN \"column\" IN ({string.Join(", ", shown.Select(Sql.Text))}) THEN value ELSE 'masked' END";
        var partial = path + ".partial";
        try
        {
            int rows;
            using (var connection = TableConnection.Open(threads: 1))
            {
                rows = connection.Execute(
                    $"""
                    COPY (SELECT {CsvGuard.Guarded("file")} AS file, row, {CsvGuard.Guarded("\"column\"")} AS "column",
                                 {CsvGuard.Guarded($"({value})")} AS value, {CsvGuard.Guarded("reason")} AS reason
                          FROM {dataset.RejectsTable})
                    TO {Sql.Text(partial)} (FORMAT csv, HEADER true)
                    """,
                    cancel);
            }

            File.Move(partial, path, overwrite: true);
            return rows;
        }
        finally
        {
            File.Delete(partial);
        }
    }
}
