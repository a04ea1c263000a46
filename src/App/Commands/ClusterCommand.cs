using System.CommandLine;
using System.Globalization;
using Investigator.Engine.Clusters;
using Investigator.Engine.Core;
using Investigator.Engine.Devices;
using Investigator.Engine.Ingest.Matrices;
using Investigator.Engine.Neighbors;
using Investigator.Engine.Tables;
using Investigator.Storage;

namespace Investigator.Commands;

/// <summary>Density clustering of any matrix.</summary>
internal static class ClusterCommand
{
    /// <summary>Rows looked at for the validity: less than a second's work, as long as clusters are not many thousands.</summary>
    private const int ValiditySample = 2_000;

    /// <summary>Fewer rows than this alike say little, and the default of the others would hide small rings from a selection made to find them.</summary>
    private const int LeastPersistentSize = 5;

    public static Command Create()
    {
        var matrix = new Argument<FileInfo>("matrix")
        {
            Description = "Rows to cluster: .npy, CSV, Excel or Parquet, numeric columns (an index without a name is left out)",
        };
        var size = new Option<int?>("--min-cluster-size")
        {
            Description = "Smallest group that counts as a cluster; with persistent the least size considered (default: 15, with persistent 5)",
            HelpName = "N",
        };
        var most = new Option<int?>("--max-cluster-size")
        {
            Description = "Largest cluster that excess of mass may take; larger ones are split or noise",
            HelpName = "N",
        };
        var samples = new Option<int?>("--min-samples")
        {
            Description = "Neighbours that make a point dense, itself not counted (default: the smallest cluster size)",
            HelpName = "N",
        };
        var selection = new Option<string>("--selection")
        {
            Description = "eom (excess of mass), leaf, or persistent (the leaves that persist over smallest cluster sizes)",
            HelpName = "eom|leaf|persistent",
            DefaultValueFactory = _ => "eom",
        };
        selection.AcceptOnlyFromAmong("eom", "leaf", "persistent");
        var epsilon = new Option<double>("--epsilon")
        {
            Description = "Clusters closer than this distance, in the matrix's own numbers, are not split",
            HelpName = "E",
            DefaultValueFactory = _ => 0,
        };
        var single = new Option<bool>("--allow-single-cluster") { Description = "One cluster over everything is an answer" };
        var mode = new Option<NeighborMode>("--mode")
        {
            Description = "exact neighbours, approximate ones whose recall is measured, or (auto) exact ones while that takes about a minute",
            HelpName = "exact|approximate|auto",
            DefaultValueFactory = _ => NeighborMode.Exact,
        };
        var collapse = new Option<bool>("--collapse-duplicates")
        {
            Description = "Does nothing any more: each distinct row is searched once, and its copies have its label",
            Hidden = true,
        };
        var predict = new Option<FileInfo?>("--predict")
        {
            Description = "Further rows, to be placed in the clusters found; columns as in the matrix, in any order where both files name them",
            HelpName = "FILE",
        };
        var predictOutput = new Option<FileInfo?>("--predict-out") { Description = "CSV for them: row,label,probability", HelpName = "FILE" };
        var output = new Option<FileInfo>("--out")
        {
            Description = "CSV: row,label,probability,outlier_score (-1 is noise)",
            HelpName = "FILE",
            Required = true,
        };
        var stats = new Option<FileInfo?>("--stats")
        {
            Description = "JSON: clusters, their validity (DBCV on a sample), seconds a stage, memory",
            HelpName = "FILE",
        };
        var (device, seed) = (CommonOptions.Device(), CommonOptions.Seed());
        var command = new Command("cluster", "Cluster a matrix by density (HDBSCAN)")
        {
            matrix, size, most, samples, selection, epsilon, single, collapse, mode, device, seed, predict, predictOutput, output, stats,
        };
        command.SetAction((parsed, cancel) => ExitCode.Of(async () =>
        {
            var (labels, file) = (parsed.GetValue(output)!, parsed.GetValue(stats));
            OutputGuard.Refuse(
                [("the matrix", parsed.GetValue(matrix)!.FullName), ("the rows to place", parsed.GetValue(predict)?.FullName)],
                [("--out", labels.FullName), ("--predict-out", parsed.GetValue(predictOutput)?.FullName), ("--stats", file?.FullName)]);
            var placed = PlacedRows.Of(parsed.GetValue(predict), parsed.GetValue(predictOutput));
            var options = Options(parsed.GetValue(selection)!, parsed.GetValue(size), parsed.GetValue(most)) with
            {
                MinSamples = parsed.GetValue(samples),
                Epsilon = parsed.GetValue(epsilon),
                AllowSingleCluster = parsed.GetValue(single),
            };
            using var scratch = CommandScratch.Make(say: Console.Error.WriteLine);
            var (loaded, result, prediction, validity) = await StageConsole.ShowAsync(progress => Task.Run(
                () =>
                {
                    var context = new StageContext
                    {
                        Device = DeviceSelection.Choose(parsed.GetValue(device)),
                        Seed = parsed.GetValue(seed),
                        Progress = progress,
                        Cancel = cancel,
                        Scratch = scratch.Path,
                    };
                    var loaded = MatrixFile.Read(parsed.GetValue(matrix)!.FullName, context);
                    var further = placed?.Read(loaded, context);
                    var (points, scaled) = (loaded.Points, options with { Epsilon = options.Epsilon * loaded.Scaling.Factor });
                    var neighbors = new NeighborOptions { Mode = parsed.GetValue(mode) };
                    var found = Hdbscan.Run(points, scaled, neighbors, context);
                    return (
                        loaded,
                        found,
                        further is null ? null : ApproximatePredict.Of(ClusterModel.Of(points, found, scaled), further, context),
                        file is null ? null : Dbcv.Measure(points, found.Clustering, ValiditySample, context));
                },
                cancel));
            var clustering = result.Clustering;
            LabelsFile.Write(labels.FullName, clustering.Labels, clustering.Probabilities, clustering.OutlierScores);
            if (prediction is not null) placed!.Write(prediction);
            if (validity is not null) JsonFile.Write(file!.FullName, ClusterStatistics.Of(result, options, validity, loaded.Scaling));
            foreach (var note in loaded.Notes) Console.WriteLine($"Note: {note}.");
            Console.WriteLine(
                string.Create(
                CultureInfo.InvariantCulture,
                $"{clustering.Clusters.Count:N0} clusters, {clustering.Labels.Count(l => l < 0):N0} of {clustering.Labels.Length:N0} rows are "
                + $"noise{Recall(result)}"));
            if (clustering.ChosenClusterSize is { } chosen) Console.WriteLine(
                string.Create(CultureInfo.InvariantCulture, $"smallest cluster size chosen: {chosen:N0}"));
            if (prediction is not null) Console.WriteLine(
                string.Create(
                CultureInfo.InvariantCulture, $"{prediction.Labels.Count(l => l >= 0):N0} of {prediction.Labels.Length:N0} further rows belong to a cluster"));
            return ExitCode.Done;
        }));
        return command;
    }

    private static string Recall(HdbscanResult result) =>
        result.Neighbors.Recall is { } recall ? string.Create(CultureInfo.InvariantCulture, $"; measured recall of neighbours {recall:0.0000}") : "";

    /// <exception cref="InputException">The selection does not know a largest size.</exception>
    private static ClusterOptions Options(string selection, int? size, int? most)
    {
        if (most is not null && selection != "eom") throw new InputException(
            "only excess of mass heeds --max-cluster-size", value: $"--selection {selection}", expected: "--selection eom, or no largest size");
        return new ClusterOptions
        {
            Selection = selection switch { "leaf" => SelectionMethod.Leaf, "persistent" => SelectionMethod.Persistent, _ => SelectionMethod.ExcessOfMass },
            MinClusterSize = size ?? (selection == "persistent" ? LeastPersistentSize : new ClusterOptions().MinClusterSize),
            MaxClusterSize = most,
        };
    }
}
