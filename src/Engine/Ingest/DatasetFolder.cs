using Investigator.Engine.Core;
using Investigator.Engine.Integrity;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Ingest;

/// <summary>The folder of a loaded dataset: the only place that names its files. What is read from it is compared with its manifest first.</summary>
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
    public string TransactionsTable => Sql.Parquet(FileCheck.Require(Transactions));

    /// <summary>Likewise one row an event, with <c>file_row_number</c>, its place among them all.</summary>
    public string EventsTable => Sql.Parquet(FileCheck.Require(Events), rowNumbers: true);

    /// <summary>Likewise one row a fault of the source.</summary>
    public string RejectsTable => Sql.Parquet(FileCheck.Require(Rejects));

    /// <summary>Whether a whole dataset lies here: the transactions are the first to be moved elsewhere, the description is the last to arrive.</summary>
    public bool Exists => System.IO.File.Exists(Description) && System.IO.File.Exists(Transactions);

    /// <summary>Sizes and hashes of the files; absent in datasets of versions before it.</summary>
    public string ManifestPath => KnownFiles.Manifest.In(Path);

    public void Save(Dataset dataset) => JsonFile.Write(Description, dataset);

    /// <summary>Once all files are there: flushes them to the disk and writes down what they are.</summary>
    public void Seal() => Manifest.Seal(Path, Files().Where(file => file != ManifestPath));

    /// <summary>Whether every file is as it was written, all of them read through; false without a manifest to tell by.</summary>
    public bool IsWhole() => Exists && IsSealed && Damage(contents: true).Count == 0;

    /// <summary>Whether there is something to tell damage by; datasets of versions before the manifest have nothing.</summary>
    public bool IsSealed => Manifest.IsIn(Path);

    /// <summary>The files that are not as they were written, each with what is wrong.</summary>
    /// <param name="contents">Whether to read them through; otherwise their lengths alone are looked at, which costs next to nothing.</param>
    public IReadOnlyList<DamagedFileException> Damage(bool contents = false) => FileCheck.DamageIn(Path, contents);

    /// <exception cref="InputException">There is no dataset in the folder, it is of a newer format or damaged, or its transactions are gone.</exception>
    public Dataset Open()
    {
        var dataset = StoredJson.Read<Dataset>(FileCheck.Require(Description), Format) with { Folder = Path };
        return System.IO.File.Exists(Transactions) ? dataset : throw new InputException("the dataset lacks this file; load it again", Transactions);
    }

    /// <summary>Copies the dataset into another folder, its description last. A copy of one without a manifest gets one.</summary>
    /// <exception cref="DamagedFileException">A file is not as it was written.</exception>
    public void CopyTo(DatasetFolder other)
    {
        Directory.CreateDirectory(other.Path);
        foreach (var file in Files().Select(FileCheck.Find).OfType<string>())
        {
            System.IO.File.Copy(file, other.File(System.IO.Path.GetFileName(file)), overwrite: true);
        }
        if (!IsSealed) other.Seal();
        DurableFiles.FlushTree(other.Path);
    }

    /// <summary>
    /// Moves the dataset into another folder, its description last, and marks that folder, so that a lost manifest is missed. Done in part, neither folder
    /// holds a dataset.
    /// </summary>
    public void MoveTo(DatasetFolder other)
    {
        Directory.CreateDirectory(other.Path);
        foreach (var file in Files().Where(System.IO.File.Exists))
        {
            if (file == Description && System.IO.File.Exists(other.ManifestPath)) OwnedFolder.Mark(other.Path, FolderUse.Kept);
            System.IO.File.Move(file, other.File(System.IO.Path.GetFileName(file)), overwrite: true);
        }

        DurableFiles.FlushFolder(other.Path);
        DurableFiles.FlushParents(Path, other.Path);
    }

    /// <summary>Removes the dataset's own files and the mark, its description first; whatever else the folder holds stays.</summary>
    public void Delete()
    {
        foreach (var file in Files().Reverse().Append(File(OwnedFolder.MarkerName))) System.IO.File.Delete(file);
    }

    private IEnumerable<string> Files() => [Transactions, Events, Rejects, ManifestPath, Description];

    private string File(string name) => System.IO.Path.Combine(Path, name);
}
