using Investigator.Engine.Ingest.Sources;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Tests.Ingest.Formats;

/// <summary>Numbers of Parquet files say what they are: with three decimals they are asked about no more than with two.</summary>
public sealed class TypedColumnTests
{
    [Fact]
    public void Preview_OfParquetNumbersWithThreeDecimals_AsksNothing()
    {
        using var folder = new SpillFolder(Path.GetTempPath(), "typed");
        var path = Path.Combine(folder.Path, "t.parquet");
        using (var connection = TableConnection.Open(threads: 1))
        {
            connection.Execute("COPY (SELECT 'a' AS account, (1.234 + i)::DECIMAL(9, 3) AS amount, '1.234' AS text FROM range(5) r(i)) "
                + $"TO {Sql.Text(path)} (FORMAT parquet)");
        }

        using var preview = SourcePreview.Read(path, 3);
        Assert.Equal("text", Assert.Single(preview.Advice).Column);
        Assert.Equal(PreviewType.Number, preview.Columns[1].Type);
    }
}
