using Investigator.Engine.Core;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Ingest;

/// <summary>The folder of a loaded dataset: the only place that names its files.</summary>
/// <param name="Path">Where it is.</param>
public sealed record DatasetFolder(string Path)
{
    /// <summary>Format 1 is the first that bears a number; its keys are those of format 0.</summary>
    private static readonly StoredFormat Format = new("dataset", [static _ => { }]);

    /// <summary>The format that is written.</summary>
    public static int CurrentFormat => Format.Current;

    /// <summary>What is known of the data; written last, so that it stands for all of it.</summary>
    public string Description => File("dataset.json");

    public string Transactions => File("transactions.parquet");

    /// <summary>Absent when there are no events.</summary>
    public string Events => File("events.parquet");

    public string Rejects => File("rejects.parquet");

    /// <summary>What DuckDB reads for one row a transaction.</summary>
    public string TransactionsTable => Sql.Parquet(Transactions);

    /// <summary>Likewise one row an event, with <c>file_row_number</c>, its place among them all.</summary>
    public string EventsTable => Sql.Parquet(Events, rowNumbers: true);

    /// <summary>Likewise one row a fault of the source.</summary>
    public string RejectsTable => Sql.Parquet(Rejects);

    /// <summary>Whether a whole dataset lies here: the transactions are the first to be moved elsewhere, the description is the last to arrive.</summary>
    public bool Exists => System.IO.File.Exists(Description) && System.IO.File.Exists(Transactions);

    public void Save(Dataset dataset) => JsonFile.Write(Description, dataset);

    /// <exception cref="InputException">There is no dataset in the folder, it is of a newer format, or its transactions are gone.</exception>
    public Dataset Open()
    {
        var dataset = StoredJson.Read<Dataset>(Description, Format) with { Folder = Path };
        return System.IO.File.Exists(Transactions) ? dataset : throw new InputException("the dataset lacks this file; load it again", Transactions);
    }

    /// <summary>Copies the dataset into another folder, its description last.</summary>
    public void CopyTo(DatasetFolder other)
    {
        Directory.CreateDirectory(other.Path);
        foreach (var file in Files().Where(System.IO.File.Exists)) System.IO.File.Copy(file, other.File(System.IO.Path.GetFileName(file)), overwrite: true);
    }

    /// <summary>Moves the dataset into another folder, its description last. Done in part, neither folder holds a dataset.</summary>
    public void MoveTo(DatasetFolder other)
    {
        Directory.CreateDirectory(other.Path);
        foreach (var file in Files().Where(System.IO.File.Exists)) System.IO.File.Move(file, other.File(System.IO.Path.GetFileName(file)), overwrite: true);
    }

    /// <summary>Removes the dataset's own files, its description first; whatever else the folder holds stays.</summary>
    public void Delete()
    {
        foreach (var file in Files().Reverse()) System.IO.File.Delete(file);
    }

    private IEnumerable<string> Files() => [Transactions, Events, Rejects, Description];

    private string File(string name) => System.IO.Path.Combine(Path, name);
}
