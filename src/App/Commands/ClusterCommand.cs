using System.CommandLine;
using System.Globalization;
using Investigator.Engine.Clusters;
using Investigator.Engine.Compute;
using Investigator.Engine.Neighbors;
using Investigator.Engine.Tables;

namespace Investigator.Commands;

/// <summary>Density clustering of any matrix.</summary>
internal static class ClusterCommand
{
    public static Command Create()
    {
        var matrix = new Argument<FileInfo>("matrix") { Description = "Rows to cluster: .npy, .csv or .parquet, numeric columns" };
        var size = new Option<int>("--min-cluster-size") { Description = "Smallest group that counts as a cluster", HelpName = "N", DefaultValueFactory = _ => 15 };
        var samples = new Option<int?>("--min-samples") { Description = "Neighbours that make a point dense, itself not counted (default: the smallest cluster size)", HelpName = "N" };
        var selection = new Option<string>("--selection") { Description = "eom (excess of mass) or leaf", HelpName = "eom|leaf", DefaultValueFactory = _ => "eom" };
        selection.AcceptOnlyFromAmong("eom", "leaf");
        var epsilon = new Option<double>("--epsilon") { Description = "Clusters closer than this distance are not split", HelpName = "E", DefaultValueFactory = _ => 0 };
        var single = new Option<bool>("--allow-single-cluster") { Description = "One cluster over everything is an answer" };
        var mode = new Option<NeighborMode>("--mode") { Description = "exact neighbours, or an inverted file whose recall is measured", HelpName = "exact|approximate", DefaultValueFactory = _ => NeighborMode.Exact };
        var output = new Option<FileInfo>("--out") { Description = "CSV: row,label,probability,outlier_score (-1 is noise)", HelpName = "FILE", Required = true };
        var stats = new Option<FileInfo?>("--stats") { Description = "JSON: clusters, seconds a stage, memory", HelpName = "FILE" };
        var (device, seed) = (CommonOptions.Device(), CommonOptions.Seed());
        var command = new Command("cluster", "Cluster a matrix by density (HDBSCAN)") { matrix, size, samples, selection, epsilon, single, mode, device, seed, output, stats };
        command.SetAction((parsed, cancel) => ExitCode.Of(async () =>
        {
            var options = new ClusterOptions
            {
                MinClusterSize = parsed.GetValue(size),
                MinSamples = parsed.GetValue(samples),
                Selection = parsed.GetValue(selection) == "leaf" ? SelectionMethod.Leaf : SelectionMethod.ExcessOfMass,
                Epsilon = parsed.GetValue(epsilon),
                AllowSingleCluster = parsed.GetValue(single),
            };
            var result = await StageConsole.ShowAsync(progress => Task.Run(
                () =>
                {
                    var (values, _, columns) = MatrixFile.Read(parsed.GetValue(matrix)!.FullName);
                    var context = new StageContext { Device = ComputeDevices.Choose(parsed.GetValue(device)), Seed = parsed.GetValue(seed), Progress = progress, Cancel = cancel };
                    return Hdbscan.Run(values, columns, options, new NeighborOptions { Mode = parsed.GetValue(mode) }, context);
                },
                cancel));
            var clustering = result.Clustering;
            LabelsFile.Write(parsed.GetValue(output)!.FullName, clustering.Labels, clustering.Probabilities, clustering.OutlierScores);
            if (parsed.GetValue(stats) is { } file) JsonFile.Write(file.FullName, ClusterStatistics.Of(result, options));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{clustering.Clusters.Count:N0} clusters, {clustering.Labels.Count(l => l < 0):N0} of {clustering.Labels.Length:N0} rows are noise{Recall(result)}"));
            return ExitCode.Done;
        }));
        return command;
    }

    private static string Recall(HdbscanResult result) => result.Neighbors.Recall is { } recall ? string.Create(CultureInfo.InvariantCulture, $"; measured recall of neighbours {recall:0.0000}") : "";
}
