using System.Text.Json.Nodes;
using Investigator.Engine.Core;
using Investigator.Engine.Embedding;
using Investigator.Engine.Features;
using Investigator.Engine.Features.Catalog;
using Investigator.Engine.Ingest;
using Investigator.Engine.Integrity;
using Investigator.Engine.Projection;
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
    /// <c>probability</c> (of belonging to the cluster), <c>outlier_score</c>, and <c>file_row_number</c>, its row in the dataset.
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

    /// <summary>Whether the map is there, whole; it is drawn after the run is finished.</summary>
    public bool HasMap => KnownFiles.OfMap.All(IsKept) || HasMapInMembers;

    /// <summary>Whether the map is not there and what it is drawn from is.</summary>
    public bool CanDrawMap => !HasMap && KnownFiles.MapSources.All(IsKept);

    /// <summary>True for runs of formats before 3.</summary>
    private bool HasMapInMembers => KnownFiles.Record.ExistsIn(Path) && ReadRecord().MapInMembers;

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

    /// <summary>Where the map has each transaction; null where it has not been drawn.</summary>
    public MapLayout? ReadMap()
    {
        if (!HasMap) return null;
        return HasMapInMembers ? MapLayout.OfMembers(MembersTable) : MapLayout.Load(Path);
    }

    /// <summary>What drawing the map took; null where it has not been drawn, or was together with its run, as before format 3.</summary>
    public MapRecord? FindMapRecord() =>
        KnownFiles.OfMap.All(IsKept) ? StoredJson.Read<MapRecord>(KnownFiles.Map.Require(Path)) : null;

    /// <summary>What each finding is worth looking at for; null for runs from before there were findings.</summary>
    public IReadOnlyList<FindingRisk>? ReadRisks() =>
        HasFindings ? [.. StoredJson.Read<List<FindingEntry>>(KnownFiles.Findings.Require(Path)).Select(static entry => entry.Risk)] : null;

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

    /// <summary>
    /// Copies what pages and later runs read into another folder, the record last, and seals the copy; without a map, also what it is drawn from. The dataset
    /// is not among it.
    /// </summary>
    /// <exception cref="DamagedFileException">A file is not as it was written.</exception>
    public void CopyTo(RunFolder other)
    {
        var canDrawMap = CanDrawMap;
        foreach (var file in Of(Retention.Explain, canDrawMap))
        {
            if (file.FindKept(Path) is { } path) File.Copy(path, file.In(other.Path), overwrite: true);
        }
        other.Seal(Retention.Explain, canDrawMap);
    }

    /// <summary>
    /// Once the run is finished: flushes what is to stay of it to the disk and writes down what it is, before the folder is moved into place.
    /// </summary>
    /// <param name="level">What is to stay.</param>
    /// <param name="forMap">Whether what the map is drawn from stays too, until the map is there.</param>
    public void Seal(Retention level, bool forMap = true) => Manifest.Seal(Path, Of(level, forMap && !HasMap).Select(f => f.Find(Path)));

    /// <summary>Adds the map's files, which lie in their place, to what the folder is known by: from then on the map is there.</summary>
    internal void SealMap()
    {
        if (Manifest.Find(Path) is not { } manifest) return;
        var map = KnownFiles.OfMap.Select(f => FileSum.Of(f.In(Path))).ToList();
        new Manifest { Files = [.. manifest.Files.ExceptBy(map.Select(static m => m.Name), static f => f.Name), .. map] }.Write(Path);
    }

    /// <summary>Drops what the map was drawn from, where the folder does not keep it anyway.</summary>
    internal void DropMapSources(Retention level) => Drop([.. KnownFiles.MapSources.Where(f => f.Level > level)]);

    /// <summary>Whether there is something to tell damage by; runs of versions before the manifest have nothing.</summary>
    public bool IsSealed => Manifest.IsIn(Path);

    /// <summary>The files that are not as they were written, each with what is wrong.</summary>
    /// <param name="contents">Whether to read them through; otherwise their lengths alone are looked at, which costs next to nothing.</param>
    public IReadOnlyList<DamagedFileException> Damage(bool contents = false) => FileCheck.DamageIn(Path, contents);

    /// <summary>
    /// Drops what a finished run no longer needs: its checkpoints, what it spilled, and the files above <paramref name="level"/> but what its map is still to
    /// be drawn from.
    /// </summary>
    public void Keep(Retention level)
    {
        StoredFile[] checkpoints =
        [
            KnownFiles.Work, KnownFiles.TrainingCheckpoint, KnownFiles.TrainingNumbers(0), KnownFiles.TrainingNumbers(1),
            .. StageNames.OfRun.Append(StageNames.Projection).Select(KnownFiles.StageMark),
        ];
        Drop([.. KnownFiles.OfRun.Except(Of(level, CanDrawMap)), .. checkpoints]);
        if (OwnedFolder.Find(Scratch) is { Use: FolderUse.Work } scratch) scratch.Remove();
    }

    private void Drop(IReadOnlyList<StoredFile> files)
    {
        if (Manifest.Find(Path) is { } manifest && manifest.Files.Any(IsDropped))
        {
            new Manifest { Files = [.. manifest.Files.Where(f => !IsDropped(f))] }.Write(Path);
        }

        foreach (var file in files) File.Delete(file.In(Path));

        bool IsDropped(FileSum sum) => files.Any(f => f.Name == sum.Name);
    }

    private bool IsKept(StoredFile file) => FileCheck.IsListed(file.In(Path));

    private static void CountFindings(JsonObject record)
    {
        foreach (var (former, now) in (IEnumerable<(string, string)>)[("clusters", "findings"), ("risky_clusters", "risky_findings")])
        {
            if (record[former] is { } count) record[now] = count.DeepClone();
        }
    }

    private static void PlaceMembers(JsonObject record) => record["map_in_members"] = true;

    private IEnumerable<StoredFile> Of(Retention level, bool forMap) =>
        KnownFiles.OfRun.Where(f => f.LevelIn(Path) <= level || (forMap && KnownFiles.MapSources.Contains(f)));
}
