using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;

namespace Investigator;

/// <summary>Every URL of the app in one place; what is null or default stays out of the query.</summary>
public static class Links
{
    public const string Home = "/";
    public const string Datasets = "/datasets";
    public const string Runs = "/runs";
    public const string ClustersPath = "/clusters";
    public const string MapPath = "/map";
    public const string RulesPath = "/rules";
    public const string DashboardPath = "/dashboard";
    public const string TransactionsPath = "/transactions";

    public static string Dataset(int id) => $"{Datasets}/{Number(id)}";

    public static string Run(int id) => $"{Runs}/{Number(id)}";

    public static string Clusters(int? run = null) => With(ClustersPath, ("run", run));

    public static string Cluster(int run, int label, string? tab = null) => With($"/runs/{Number(run)}/clusters/{Number(label)}", ("tab", tab));

    public static string Map(int? run = null, string? color = null, int? selection = null, int? cluster = null) => With(MapPath, ("run", run), ("color", color), ("selection", selection), ("cluster", cluster));

    public static string Rules(int? run = null, int? cluster = null) => With(RulesPath, ("run", run), ("cluster", cluster));

    public static string Dashboard(int? run = null) => With(DashboardPath, ("run", run));

    public static string NewRun(int dataset) => With(Runs, ("start", dataset));

    /// <summary>Transactions of a run, narrowed.</summary>
    public static string Transactions(int run, int? cluster = null, int? selection = null, string? day = null, bool risky = false, bool missed = false) =>
        With(TransactionsPath, ("run", run), ("cluster", cluster), ("selection", selection), ("day", day), ("risky", risky ? "true" : null), ("missed", missed ? "true" : null));

    /// <summary>Data endpoints: HTTP carries data, the circuit carries intent.</summary>
    public static class Api
    {
        /// <summary>One little-endian column of the map: <c>x</c>, <c>y</c>, <c>cluster</c>, <c>risk</c>, <c>outcome</c> or a feature's name.</summary>
        public static string MapColumn(int run, string column) => $"/api/runs/{Number(run)}/map/{Uri.EscapeDataString(column)}";

        public static string Selections(int run) => $"/api/runs/{Number(run)}/selections";

        public static string TransactionsCsv(int run, int? cluster = null, int? selection = null, string? day = null, bool risky = false, bool missed = false) =>
            With($"/api/runs/{Number(run)}/transactions.csv", ("cluster", cluster), ("selection", selection), ("day", day), ("risky", risky ? "true" : null), ("missed", missed ? "true" : null));

        public static string ClustersCsv(int run) => $"/api/runs/{Number(run)}/clusters.csv";

        public static string RunFile(int run, string file) => $"/api/runs/{Number(run)}/files/{file}";

        public static string RejectsCsv(int dataset) => $"/api/datasets/{Number(dataset)}/rejects.csv";
    }

    /// <summary><paramref name="path"/> with the given query parameters, those without a value left out.</summary>
    public static string With(string path, params ReadOnlySpan<(string Name, object? Value)> query)
    {
        foreach (var (name, value) in query)
        {
            if (value is not null) path = QueryHelpers.AddQueryString(path, name, Convert.ToString(value, CultureInfo.InvariantCulture)!);
        }

        return path;
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
