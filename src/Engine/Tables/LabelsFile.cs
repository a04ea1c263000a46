namespace Investigator.Engine.Tables;

/// <summary>The result of clustering a matrix, as CSV: <c>row,label,probability,outlier_score</c>, row from 0, label -1 for noise.</summary>
public static class LabelsFile
{
    /// <summary>Writes beside <paramref name="path"/> and moves into place: the file is there whole or not at all. All three have one value a row of the matrix.</summary>
    public static void Write(string path, ReadOnlySpan<int> labels, ReadOnlySpan<float> probabilities, ReadOnlySpan<float> outlierScores, CancellationToken cancel = default)
    {
        if (labels.Length != probabilities.Length || labels.Length != outlierScores.Length) throw new ArgumentException("labels, probabilities and outlier scores differ in number", nameof(probabilities));
        var partial = path + ".partial";
        try
        {
            using (var connection = TableConnection.Open(threads: 1))
            {
                connection.Execute("CREATE TABLE labels (\"row\" BIGINT, label INTEGER, probability FLOAT, outlier_score FLOAT)");
                using (var appender = connection.CreateAppender("labels"))
                {
                    for (var i = 0; i < labels.Length; i++)
                    {
                        if ((i & 0xffff) == 0) cancel.ThrowIfCancellationRequested();
                        appender.CreateRow().AppendValue((long)i).AppendValue(labels[i]).AppendValue(probabilities[i]).AppendValue(outlierScores[i]).EndRow();
                    }
                }

                connection.Execute($"COPY labels TO {Sql.Text(partial)} (FORMAT csv, HEADER true)", cancel);
            }

            File.Move(partial, path, overwrite: true);
        }
        finally
        {
            File.Delete(partial);
        }
    }
}
