using System.Text.Json.Nodes;
using Investigator.Engine.Core;
using Investigator.Engine.Embedding;
using Investigator.Engine.Features;
using Investigator.Engine.Features.Catalog;
using Investigator.Engine.Ingest;
using Investigator.Engine.Integrity;
using Investigator.Engine.Risk;
using Investigator.Engine.Singles;
using Investigator.Engine.Space;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Runs;

/// <summary>The folder of a run: finds all that a run left, in this format or an earlier one. Its files are listed in <see cref="KnownFiles"/>.</summary>
/// <remarks>What is read from a finished folder is compared with its manifest first (<see cref="FileCheck"/>).</remarks>
/// <param name="Path">Where it is.</param>
public sealed record RunFolder(string Path)
{
    /// <summary>
    /// Format 1 is the first that bears a number; its keys are those of format 0, which called the behaviour model's file <c>model.json</c>.
    /// Format 2 tells findings from clusters: until then each cluster was one, and <c>clusters.json</c> said what <c>findings.json</c> says now.
    /// Format 3 draws the map after the run is finished, into files of its own: until then <c>members.parquet</c> had each transaction's place. It keeps
    /// sequences as <see cref="StoredSequences"/> writes them.
    /// </summary>
    private static readonly StoredFormat Format = new("run", [static _ => { }, CountFindings, PlaceMembers]);

    /// <summary>The format that is written.</summary>
    public static int CurrentFormat => Format.Current;

    /// <summary>The dataset, where it was kept with the run; the app keeps it elsewhere.</summary>
    public DatasetFolder Dataset => new(System.IO.Path.Combine(Path, "dataset"));

    /// <summary>
    /// What DuckDB reads for one row per transaction: <c>transaction</c>, <c>finding</c>, <c>cluster</c>, <c>fraud_probability</c> (NaN where it is not known),
    /// <c>probability</c> (of belonging to the cluster), <c>outlier_score</c>, <c>x</c>, <c>y</c>, and <c>file_row_number</c>, its row in the dataset.
    /// </summary>
    public string MembersTable
    {
        get
        {
            var members = Sql.Parquet(KnownFiles.Members.Require(Path), rowNumbers: true);
            return HasFindings ? members : $"(SELECT *, cluster AS finding, 'nan'::FLOAT AS fraud_probability FROM {members})";
        }
    }

    /// <summary>False for runs of earlier formats, of which each cluster is one finding.</summary>
    internal bool HasFindings => KnownFiles.Findings.FindKept(Path) is not null;

    /// <summary>Likewise <c>row</c> and one column per feature.</summary>
    public string FeaturesTable => FeatureTable.Relation(Path);

    /// <summary>Holds what does not fit in memory while the run is made.</summary>
    internal string Scratch => System.IO.Path.Combine(Path, "scratch");

    /// <summary>Whether a later run can apply the behaviour model that lies here.</summary>
    public bool HasModel => SequenceEmbedder.HasModel(Path);

    /// <exception cref="InputException">There is no model in the folder, or it is damaged or of another format.</exception>
    public static void RequireModel(string folder) => SequenceEmbedder.RequireModel(folder);

    /// <exception cref="InputException">There is none, or it is damaged or of a newer format.</exception>
    public RunRecord ReadRecord() => StoredJson.Read<RunRecord>(KnownFiles.Record.Require(Path), Format);

    /// <summary>The features in the catalogue's order; empty when the run has none.</summary>
    public IReadOnlyList<StoredFeature> ReadFeatures() => FeatureTable.Describe(Path);

    /// <summary>The catalogue as it was used; empty for runs from before there was such a file.</summary>
    public IReadOnlyList<CatalogEntry> ReadCatalog() => FeatureCatalogFile.ReadStored(Path);

    /// <summary>Null for runs from before there was a report.</summary>
    public ScaleReport? ReadScale() => KnownFiles.Scale.FindKept(Path) is null ? null : ScaleReport.Load(Path);

    /// <summary>Payments worth a look by themselves; <see cref="SingleList.OfFormerRun"/> for runs of before there were any.</summary>
    public SingleList ReadSingles() =>
        KnownFiles.Singles.FindKept(Path) is { } singles ? StoredJson.Read<SingleList>(singles) : SingleList.OfFormerRun;

    /// <summary>Null for runs from before it was measured.</summary>
    public RiskCalibration? ReadCalibration() => RiskCalibration.Find(Path);

    /// <summary>Null for runs from before there was a report.</summary>
    public TrainingReport? ReadTraining() => TrainingReport.Find(Path);

    /// <summary>Null when the run kept no sequences.</summary>
    public StoredSequences? OpenSequences() => StoredSequences.Open(Path);

    /// <summary>All that the run found.</summary>
    /// <exception cref="InputException">A file is missing, or two do not belong together.</exception>
    public RunResult ReadResult() => ResultReader.Read(this);

    /// <summary>The files that may be taken away and are there, with their sizes in bytes.</summary>
    public IReadOnlyList<(StoredFile File, long Bytes)> Downloads() =>
        [.. KnownFiles.OfRun.Where(f => f.IsDownload && f.ExistsIn(Path)).Select(f => (f, new FileInfo(f.Find(Path)).Length))];

    /// <summary>A file that may be taken away by its name; null for any other name, so that nothing else of the folder is reached.</summary>
    public static StoredFile? FindDownload(string name) => KnownFiles.OfRun.FirstOrDefault(f => f.IsDownload && f.Name == name);

    /// <summary>Copies what pages and later runs read into another folder, the record last, and seals the copy. The dataset is not among it.</summary>
    /// <exception cref="DamagedFileException">A file is not as it was written.</exception>
    public void CopyTo(RunFolder other)
    {
        foreach (var file in Of(Retention.Explain))
        {
            if (file.FindKept(Path) is { } path) File.Copy(path, file.In(other.Path), overwrite: true);
        }
        other.Seal(Retention.Explain);
    }

    /// <summary>
    /// Once the run is finished: flushes what is to stay of it to the disk and writes down what it is, before the folder is moved into place.
    /// </summary>
    public void Seal(Retention level) => Manifest.Seal(Path, Of(level).Select(f => f.Find(Path)));

    /// <summary>Whether there is something to tell damage by; runs of versions before the manifest have nothing.</summary>
    public bool IsSealed => Manifest.IsIn(Path);

    /// <summary>The files that are not as they were written, each with what is wrong.</summary>
    /// <param name="contents">Whether to read them through; otherwise their lengths alone are looked at, which costs next to nothing.</param>
    public IReadOnlyList<DamagedFileException> Damage(bool contents = false) => FileCheck.DamageIn(Path, contents);

    /// <summary>Drops what a finished run no longer needs: its checkpoints, what it spilled, and the files above <paramref name="level"/>.</summary>
    public void Keep(Retention level)
    {
        StoredFile[] checkpoints =
        [
            KnownFiles.Work, KnownFiles.TrainingCheckpoint, KnownFiles.TrainingNumbers(0), KnownFiles.TrainingNumbers(1),
            .. StageNames.OfRun.Select(KnownFiles.StageMark),
        ];
        StoredFile[] above = [.. KnownFiles.OfRun.Except(Of(level))];
        if (Manifest.Find(Path) is { } manifest && manifest.Files.Any(f => IsAbove(f.Name)))
        {
            new Manifest { Files = [.. manifest.Files.Where(f => !IsAbove(f.Name))] }.Write(Path);
        }
        foreach (var file in checkpoints.Concat(above)) File.Delete(file.In(Path));
        if (OwnedFolder.Find(Scratch) is { Use: FolderUse.Work } scratch) scratch.Remove();

        bool IsAbove(string name) => above.Any(f => f.Name == name);
    }

    private static void CountFindings(JsonObject record)
    {
        foreach (var (former, now) in (IEnumerable<(string, string)>)[("clusters", "findings"), ("risky_clusters", "risky_findings")])
        {
            if (record[former] is { } count) record[now] = count.DeepClone();
        }
    }

    private static void PlaceMembers(JsonObject record) => record["map_in_members"] = true;

    private IEnumerable<StoredFile> Of(Retention level) => KnownFiles.OfRun.Where(f => f.LevelIn(Path) <= level);
}
