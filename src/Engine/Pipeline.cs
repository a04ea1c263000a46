using System.Runtime.InteropServices;
using Investigator.Engine.Clusters;
using Investigator.Engine.Core;
using Investigator.Engine.Devices;
using Investigator.Engine.Embedding;
using Investigator.Engine.Facts;
using Investigator.Engine.Features;
using Investigator.Engine.Findings;
using Investigator.Engine.Hierarchy;
using Investigator.Engine.Ingest;
using Investigator.Engine.Integrity;
using Investigator.Engine.Narratives;
using Investigator.Engine.Neighbors;
using Investigator.Engine.Risk;
using Investigator.Engine.Risk.Payments;
using Investigator.Engine.Rules;
using Investigator.Engine.Runs;
using Investigator.Engine.Sequences;
using Investigator.Engine.Singles;
using Investigator.Engine.Space;
using Investigator.Engine.Tables;

namespace Investigator.Engine;

/// <summary>Takes a loaded dataset to explained clusters, one statement per stage.</summary>
public static class Pipeline
{
    /// <summary>Stage names in order, as progress and <c>run.json</c> give them.</summary>
    public static IReadOnlyList<string> Stages => StageNames.OfRun;

    /// <summary>
    /// Runs every stage, or those that still lack their output when <paramref name="folder"/> holds an earlier attempt at the same run. The map is not among
    /// them: <see cref="MapDrawing"/> adds it to a finished run.
    /// </summary>
    /// <param name="dataset">Loaded data.</param>
    /// <param name="options">What decides the result.</param>
    /// <param name="folder">Work folder of this run; afterwards it holds the results and what each stage wrote (<see cref="KnownFiles"/>).</param>
    /// <param name="progress">Told a few times a second.</param>
    /// <param name="cancel">Stops within a second; finished stages stay finished.</param>
    /// <param name="clock">Where time comes from.</param>
    /// <param name="ledger">
    /// Outcomes reported beside the data's own, in the order of their reports. The run keeps them in its folder; a run that is resumed keeps to those.
    /// </param>
    /// <param name="threads">Where it computes; by default on the pool's threads. The results are the same.</param>
    /// <exception cref="InputException">An option out of range, a device that is not there, too few rows.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static Task<RunResult> RunAsync(
        Dataset dataset,
        RunOptions options,
        string folder,
        IProgress<StageProgress>? progress = null,
        CancellationToken cancel = default,
        TimeProvider? clock = null,
        IReadOnlyList<LedgerEntry>? ledger = null,
        TaskScheduler? threads = null) =>
        Task.Factory.StartNew(
            () => Run(dataset, options, folder, ledger ?? [], progress, clock ?? TimeProvider.System, cancel), cancel, TaskCreationOptions.None,
            threads ?? TaskScheduler.Default);

    private static RunResult Run(
        Dataset dataset,
        RunOptions options,
        string f,
        IReadOnlyList<LedgerEntry> ledger,
        IProgress<StageProgress>? progress,
        TimeProvider clock,
        CancellationToken cancel)
    {
        options.Validate();
        var catalog = FeatureCatalog.Of(dataset, null, options.Features); // a catalogue for other data is refused before the long stages, not after
        if (options.Embedding.Model is { } model) SequenceEmbedder.RequireModel(model); // and so is a model that cannot be applied
        var hasGroups = FeatureCatalog.HasGroups(catalog);
        var scratch = new RunFolder(f).Scratch;
        var context = new StageContext
        {
            Device = DeviceSelection.Choose(options.Device),
            Seed = options.Seed,
            Progress = progress,
            Clock = clock,
            Cancel = cancel,
            Scratch = scratch,
            Scheduler = TaskScheduler.Current,
        };
        var stages = StageCheckpoints.Open(f, dataset, options, context);
        OwnedFolder.Make(scratch).Clear(); // of what a killed attempt spilled
        var n = dataset.TransactionCount;

        var sequences = stages.Run(StageNames.Sequences, n,
            () => EventSequences.Build(dataset, options.Sequences, context), s => s.Save(f), () => SequenceSet.Load(f));
        var facts = stages.Run(StageNames.Facts, n,
            () => { OutcomeLedger.Write(f, ledger); return ReadFacts(); }, _ => { }, ReadFacts);
        var embedding = stages.Run(StageNames.Embedding, n,
            () => SequenceEmbedder.Embed(sequences, options.Embedding, f, context), e => e.Save(f), () => BehaviorEmbedding.Load(f));
        var features = stages.Run(StageNames.Features, n,
            () => FeatureComputation.Compute(dataset, sequences, facts, options.Features, f, context), _ => { }, () => FeatureTable.Load(f));
        var space = stages.Run(StageNames.Hybrid, n,
            () => SpaceBuilder.Build(embedding, features, hasGroups ? facts.Groups : null, options.Hybrid, context,
                OutcomeSample.Of(facts.Outcomes, facts.Accounts)), s => s.Save(f), () => HybridSpace.Load(f));
        var graph = stages.Run(StageNames.Neighbors, n,
            () => NeighborSearch.Find(space.Points, options.NeighborsUsed(), context), g => g.Save(f), () => NeighborGraph.Load(f));
        var tree = stages.Run(StageNames.Hierarchy, n,
            () => SpanningTreeBuilder.Build(space.Points, graph, options.Clusters.CoreNeighbors(), context), t => t.Save(f), () => SpanningTree.Load(f));
        var clustering = stages.Run(StageNames.Clusters, n,
            () => DensityClusters.Find(tree, options.ClustersUsed(n), context), c => c.Save(f), () => Clustering.Load(f));
        var scripts = new Lazy<PageScripts>(() => new PageScripts(facts, sequences, clustering.Labels));
        var payments = stages.Run(StageNames.Payments, n,
            () => PaymentModel.Learn(dataset, facts, features, graph, options.Payments, context), p => p.Save(f), () => PaymentRisk.Load(f));
        var findings = stages.Run(StageNames.Findings, n, Findings, s => s.Save(f), () => FindingSet.Load(f));
        var risks = Stage(StageNames.Risk, KnownFiles.Risks, () => Judge(findings.Members()));
        var singles = stages.Run(StageNames.Singles, n,
            () => SingleFinder.Find(dataset, facts, features, graph, clustering, findings, risks, payments, options.Singles, context),
            found => JsonFile.Write(KnownFiles.Singles.In(f), found), () => StoredJson.Read<SingleList>(KnownFiles.Singles.Require(f)));
        var rules = Stage(StageNames.Rules, KnownFiles.LearnedRules,
            () => RuleLearner.Learn(dataset, findings, facts, features, risks, options.Rules, context));
        var narratives = Stage(StageNames.Narratives, KnownFiles.Stories,
            () => NarrativeWriter.Write(dataset, findings, facts, scripts.Value, features, sequences, embedding, risks, context));
        return stages.Run(StageNames.Results, n, Results, Keep, () => Results() with { Record = new RunFolder(f).ReadRecord() });

        TransactionFacts ReadFacts() => TransactionFacts.Read(dataset, sequences, options.Risk.AsOf, OutcomeLedger.In(f), context);

        FindingSet Findings() =>
            FindingBuilder.Build(clustering, facts, scripts.Value, space.Points, graph, Assess, options.Findings, options.ClustersUsed(n), context);

        IReadOnlyList<FindingRisk> Assess(IReadOnlyList<int[]> members) =>
            RiskAssessment.Assess(dataset, members, facts, scripts.Value, options.Risk, context, LearnedProbabilities());

        IReadOnlyList<FindingRisk> Judge(IReadOnlyList<int[]> members)
        {
            RiskCalibration.Measure(
                dataset, members, facts, scripts.Value, options.Risk, options.Payments.Folds, LearnedProbabilities(), context).Save(f);
            var judged = Assess(members);
            if (options.Risk.StabilityRepeats == 0) return judged;
            var neighbors = options.NeighborsUsed() with { Mode = graph.Mode };
            var stability = FindingStability.Measure(
                space.Points, clustering.Labels, members, neighbors, options.ClustersUsed(n), options.Risk.StabilityRepeats, context);
            return [.. judged.Select((risk, k) => risk.Risky ? risk with { Stability = stability[k] } : risk)];
        }

        float[]? LearnedProbabilities() => payments.Learning.Learned ? payments.Own : null;

        IReadOnlyList<T> Stage<T>(string stage, StoredFile file, Func<IReadOnlyList<T>> make) =>
            stages.Run(stage, n, make, found => JsonFile.WriteCompact(file.In(f), found), () => StoredJson.Read<List<T>>(file.Require(f)));

        void Keep(RunResult result)
        {
            StoredSequences.Write(f, sequences, embedding.Attention);
            ResultWriter.Write(f, dataset, result, context);
        }

        RunResult Results()
        {
            string[] notes =
            [
                .. dataset.RunNotes(), .. sequences.Notes, .. facts.Notes(), .. embedding.Training.Drift?.Notes() ?? [], .. space.Notes,
                .. graph.Report.Notes(), .. payments.Learning.Notes(), .. FindingStability.Notes(risks), .. singles.Notes(),
            ];
            return new RunResult
            {
                Record = Record(dataset, options, facts.AsOf, stages, graph.Report, clustering, risks, notes, context),
                Clustering = clustering,
                Findings = findings,
                Risks = risks,
                FraudProbabilities = PaymentProbabilities.Of(
                    payments.Own, PaymentProbabilities.Followers(findings.Members(), clustering.Labels, clustering.Probabilities, risks),
                    findings.Numbers, risks),
                Singles = singles,
                Rules = rules,
                Narratives = narratives,
            };
        }
    }

    private static RunRecord Record(
        Dataset dataset,
        RunOptions options,
        DateTime asOf,
        StageCheckpoints stages,
        NeighborReport neighbors,
        Clustering clustering,
        IReadOnlyList<FindingRisk> risks,
        IReadOnlyList<string> notes,
        StageContext context)
    {
        var rowsLoaded = dataset.TransactionCount + dataset.EventCount + dataset.RejectCount;
        StageRecord[] taken =
        [
            new StageRecord(StageNames.Ingest, dataset.LoadSeconds, rowsLoaded, dataset.LoadPeakBytes, dataset.LoadCpuSeconds), .. stages.Records,
        ];
        return new RunRecord
        {
            Dataset = dataset.Name,
            Fingerprint = dataset.Fingerprint,
            Options = options with { Neighbors = options.Neighbors with { Mode = neighbors.Mode } },
            Neighbors = neighbors,
            Seed = options.Seed,
            AsOf = asOf,
            Device = context.Device.Name,
            Versions = new Dictionary<string, string>
            {
                ["investigator"] = typeof(Pipeline).Assembly.GetName().Version?.ToString(3) ?? "",
                ["runtime"] = RuntimeInformation.FrameworkDescription,
                ["duckdb"] = typeof(DuckDB.NET.Data.DuckDBConnection).Assembly.GetName().Version?.ToString() ?? "",
                ["torchsharp"] = typeof(TorchSharp.torch).Assembly.GetName().Version?.ToString() ?? "",
            },
            Stages = taken,
            Transactions = (int)dataset.TransactionCount,
            Events = dataset.EventCount,
            Rejects = dataset.RejectCount,
            Clusters = clustering.Clusters.Count,
            Findings = risks.Count,
            RiskyFindings = risks.Count(r => r.Risky),
            Noise = clustering.Labels.Count(l => l < 0),
            Notes = notes,
            PeakBytes = taken.Max(static stage => stage.PeakBytes),
        };
    }
}
