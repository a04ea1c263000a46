using Investigator.Engine.Tables;

namespace Investigator.Engine.Ingest.Checks;

/// <summary>The refused rows as a CSV file for people and their spreadsheets: values that would run there as formulas are guarded.</summary>
public static class RejectsFile
{
    /// <summary>Writes <c>file,row,column,value,reason</c> with a header, ordered by file and row. An existing file is replaced.</summary>
    public static void Export(Dataset dataset, string path, CancellationToken cancel = default)
    {
        var partial = path + ".partial";
        try
        {
            using (var connection = TableConnection.Open(threads: 1))
            {
                connection.Execute(
                    $"""
                    COPY (SELECT {CsvGuard.Guarded("file")} AS file, row, {CsvGuard.Guarded("\"column\"")} AS "column", {CsvGuard.Guarded("value")} AS value,
                                 {CsvGuard.Guarded("reason")} AS reason
                          FROM {dataset.RejectsTable})
                    TO {Sql.Text(partial)} (FORMAT csv, HEADER true)
                    """,
                    cancel);
            }

            File.Move(partial, path, overwrite: true);
        }
        finally
        {
            File.Delete(partial);
        }
    }
}
