using Investigator.Engine.Core;

namespace Investigator.Engine.Tables;

/// <summary>The result of clustering a matrix, as CSV: <c>row,label,probability,outlier_score</c>, row from 0, label -1 for noise.</summary>
public static class LabelsFile
{
    /// <summary>
    /// Writes beside <paramref name="path"/> and moves into place: the file is there whole or not at all. All three have one value per row of the matrix.
    /// </summary>
    public static void Write(string path, ReadOnlySpan<int> labels, ReadOnlySpan<float> probabilities, ReadOnlySpan<float> outlierScores,
        CancellationToken cancel = default)
    {
        if (labels.Length != outlierScores.Length) throw new ArgumentException("labels and outlier scores differ in number", nameof(outlierScores));
        Write(path, "*", labels, probabilities, outlierScores, cancel);
    }

    /// <summary>
    /// The same for rows placed in clusters that were there before: <c>row,label,probability</c>. An outlier score is a matter of the rows clustered together,
    /// so there is none.
    /// </summary>
    public static void WritePlaced(string path, ReadOnlySpan<int> labels, ReadOnlySpan<float> probabilities, CancellationToken cancel = default) =>
        Write(path, "\"row\", label, probability", labels, probabilities, [], cancel);

    /// <param name="columns">Those that go to the file.</param>
    /// <param name="outlierScores">Empty for none.</param>
    private static void Write(string path, string columns, ReadOnlySpan<int> labels, ReadOnlySpan<float> probabilities, ReadOnlySpan<float> outlierScores,
        CancellationToken cancel)
    {
        if (labels.Length != probabilities.Length) throw new ArgumentException("labels and probabilities differ in number", nameof(probabilities));
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
                        appender.CreateRow().AppendValue((long)i).AppendValue(labels[i]).AppendValue(probabilities[i])
                            .AppendValue(outlierScores.IsEmpty ? 0 : outlierScores[i]).EndRow();
                    }
                }

                connection.Execute($"COPY (SELECT {columns} FROM labels) TO {Sql.Text(partial)} (FORMAT csv, HEADER true)", cancel);
            }

            DurableFiles.FlushFile(partial);
            File.Move(partial, path, overwrite: true);
        }
        finally
        {
            File.Delete(partial);
        }
    }
}
