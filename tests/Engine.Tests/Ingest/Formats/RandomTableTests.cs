using System.Globalization;
using DuckDB.NET.Data;
using Investigator.Engine.Core;
using Investigator.Engine.Ingest;
using Investigator.Engine.Ingest.Formats;
using Investigator.Engine.Ingest.Sources;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Tests.Ingest.Formats;

/// <summary>
/// 5,000 tables in random formats: each value is read as it was written, or a person is told what is not certain, and one of the choices reads it. None is read
/// as another value, and none is lost.
/// </summary>
public sealed class RandomTableTests : IDisposable
{
    private const int Tables = 5000;
    private const int Parts = 8;

    private readonly string _folder = Directory.CreateTempSubdirectory("random-tables-").FullName;
    private readonly DuckDBConnection _connection = TableConnection.Open(threads: 1);

    public RandomTableTests() => ColumnSql.Define(_connection);

    public void Dispose()
    {
        _connection.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    public static TheoryData<int> PartNumbers => [.. Enumerable.Range(0, Parts)];

    [Theory]
    [MemberData(nameof(PartNumbers))]
    public void Tables_InRandomFormats_AreReadAsWrittenOrAsked(int part)
    {
        var (asked, faults) = (0, new List<string>());
        for (var seed = part; seed < Tables; seed += Parts)
        {
            var table = new RandomTable(seed);
            var fault = Fault(table, out var isAsked);
            if (isAsked) asked++;
            if (fault is not null) faults.Add($"{seed}: {table}: {fault}");
        }

        Assert.True(faults.Count == 0, $"{faults.Count} tables, such as\n{string.Join("\n", faults.Take(12))}");
        // Asking is no way out of reading.
        Assert.InRange(asked, 1, Tables / Parts / 3);
    }

    /// <summary>What is wrong with how a table is read; null: nothing.</summary>
    private string? Fault(RandomTable table, out bool isAsked)
    {
        isAsked = false;
        var path = Path.Combine(_folder, "t.csv");
        table.Write(path);
        var mapping = new Mapping { Transactions = new TransactionMapping { Account = "name", Time = "time" } };
        for (var round = 0; ; round++)
        {
            var files = SourceFile.Open(_connection, path, new SourceOptions { Format = mapping.Transactions.Format, Scratch = _folder });
            var sample = SourceSample.Read(_connection, files, 1000, new PreviewBudget(), CancellationToken.None);
            var open = files[0].Advice.FirstOrDefault(static a => a.Level == AdviceLevel.Decide);
            if (open is null)
            {
                if (!IsWhole(table, sample)) return $"{sample.Columns.Count} columns and {sample.Rows} rows of {table.Rows.Count}";
                if (table.HasHeader && sample.Columns[1].Name != "amount") return $"the header is {sample.Columns[1].Name}";
                var guess = FormatJudge.Judge(TableNames.Transactions, sample.Columns, mapping.Transactions.Format);
                var use = new FormatUse([sample.Columns[3].Name], [sample.Columns[1].Name, sample.Columns[2].Name]);
                open = guess.AdviceOn(use).FirstOrDefault(static a => a.Level == AdviceLevel.Decide);
                if (open is null) return Compare(table, sample, guess.Require(use));
            }

            isAsked = true;
            if (round == 4) return $"asked without end: {open.Text}";
            mapping = Decide(table, mapping, open, sample);
        }
    }

    /// <summary>As somebody would who knows the file: the choice that reads most of it.</summary>
    private Mapping Decide(RandomTable table, Mapping mapping, Advice open, SourceSample sample)
    {
        if (open.Remedies.Count == 0) throw new InvalidOperationException($"{table}: no choice: {open.Text}");
        return open.Remedies.Select(r => r.Mend(mapping)).MinBy(m => Wrong(table, sample, new ValueFormats(m.Transactions.Format!)))!;
    }

    private static bool IsWhole(RandomTable table, SourceSample sample) => sample.Columns.Count == 5 && sample.Rows == table.Rows.Count;

    private int Wrong(RandomTable table, SourceSample sample, ValueFormats formats) => !IsWhole(table, sample) ? 0 : Read(sample, formats).Zip(table.Rows)
        .Sum(static r => (IsSame(r.First.Amount, r.Second.Amount) ? 0 : 1) + (r.First.Time == r.Second.Time ? 0 : 1));

    private string? Compare(RandomTable table, SourceSample sample, ValueFormats formats)
    {
        foreach (var ((read, row), i) in Read(sample, formats).Zip(table.Rows).Select(static (r, i) => (r, i)))
        {
            var isRead = IsSame(read.Amount, row.Amount) && read.Count == row.Count && read.Time == row.Time;
            if (isRead && sample.Columns[4].Values[i] == row.Name) continue;
            var texts = string.Join(", ", sample.Columns.Select(c => c.Values[i]));
            return string.Create(CultureInfo.InvariantCulture, $"row {i}: {texts} is read as {read}, written as {row}");
        }

        return null;
    }

    private static bool IsSame(double? read, decimal written) =>
        read is { } number && Math.Abs(number - (double)written) < 1e-9 * Math.Max(1, Math.Abs(number));

    /// <summary>By the SQL of a load.</summary>
    private List<(double? Amount, double? Count, DateTime? Time)> Read(SourceSample sample, ValueFormats formats)
    {
        string Texts(int column) => $"unnest([{string.Join(", ", sample.Columns[column].Values.Select(static v => v is null ? "NULL" : Sql.Text(v)))}])";
        string Parsed(int column) => formats.Number(sample.Columns[column].Name).Sql($"c{column}");
        return _connection.Query($"SELECT {Parsed(1)}, {Parsed(2)}, {formats.Time(sample.Columns[3].Name).Sql("c3")} "
            + $"FROM (SELECT {Texts(1)} AS c1, {Texts(2)} AS c2, {Texts(3)} AS c3)",
            static r => (Number(r, 0), Number(r, 1), r.IsDBNull(2) ? (DateTime?)null : r.GetDateTime(2)));

        static double? Number(DuckDBDataReader row, int column) => row.IsDBNull(column) ? null : row.GetDouble(column);
    }
}
