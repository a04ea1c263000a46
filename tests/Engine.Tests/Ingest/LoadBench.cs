using System.Text;
using Investigator.Engine.Core;
using Investigator.Engine.Ingest;
using Investigator.Engine.Tables;
using Investigator.TestKit;

namespace Investigator.Engine.Tests.Ingest;

/// <summary>A folder with source files, a mapping over their usual columns, and loads into <c>datasets</c>.</summary>
internal sealed class LoadBench : IDisposable
{
    private readonly TempFolder _folder = new();

    public Mapping Mapping { get; init; } = new()
    {
        Transactions = new()
        {
            Id = "id",
            Account = "account",
            Time = "time",
            Amount = "amount",
            Entities = new Dictionary<string, string> { ["device"] = "device" },
            Attributes = ["age"],
            Decision = new() { Column = "decision", Approved = ["A"], Declined = ["D"] },
            Outcome = new() { Column = "fraud", Fraud = ["1"], Legitimate = ["0"], KnownAt = "known" },
        },
        Events = new() { Account = "account", Time = "time", Type = "page", DwellMs = "dwell" },
    };

    public const string Header = "id,account,time,amount,device,age,decision,fraud,known\n";
    public const string EventHeader = "account,time,page,dwell\n";

    public string Datasets => _folder.File("datasets");

    public string Scratch => _folder.File("scratch");

    public string Path(string name) => _folder.File(name);

    public string Write(string name, string text) => Write(name, Encoding.UTF8.GetBytes(text));

    public string Write(string name, byte[] bytes)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path(name))!);
        File.WriteAllBytes(Path(name), bytes);
        return Path(name);
    }

    /// <summary>Runs a statement such as a COPY, for Parquet sources.</summary>
    public static void Run(string sql)
    {
        using var connection = TableConnection.Open(threads: 1);
        connection.Execute(sql);
    }

    public Dataset Load(string transactions, string? events = null, double maxRejectShare = 1, CancellationToken cancel = default,
        IProgress<StageProgress>? progress = null) =>
        DatasetLoader.Load(
            new LoadRequest { Transactions = transactions, Events = events, Mapping = Mapping, Name = "test", MaxRejectShare = maxRejectShare },
            Datasets,
            new StageContext { Scratch = Scratch, Threads = 2, Cancel = cancel, Progress = progress });

    /// <summary>Rows of a query as text, fields joined by |, NULL as -.</summary>
    public static List<string> Rows(string sql)
    {
        using var connection = TableConnection.Open(threads: 1);
        return connection.Query(sql, static r => string.Join('|', Enumerable.Range(0, r.FieldCount).Select(i => r.IsDBNull(i) ? "-" : r.GetString(i))));
    }

    public static List<string> Rejects(Dataset dataset) =>
        Rows($"SELECT file, row::VARCHAR, \"column\", value, reason FROM read_parquet({Sql.Text(dataset.RejectsPath)})");

    public void Dispose() => _folder.Dispose();
}
