using System.Globalization;
using System.Text;
using Investigator.Engine.Core;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Rules;

/// <summary>Rules as files that others read: <c>rules.json</c> and <c>rules.sql</c>.</summary>
public static class RuleFiles
{
    /// <summary>The rules as a JSON array.</summary>
    public static void WriteJson(string path, IReadOnlyList<FindingRule> rules) => JsonFile.Write(path, rules);

    /// <summary>One commented SELECT per rule.</summary>
    /// <param name="path">File to write.</param>
    /// <param name="rules">The rules.</param>
    /// <param name="featuresPath">The features' file as DuckDB, run from the rules' folder, names it; null for the one beside the rules.</param>
    public static void WriteSql(string path, IReadOnlyList<FindingRule> rules, string? featuresPath = null)
    {
        var text = new StringBuilder();
        text.Append("-- Rules as DuckDB queries over the run's features; run them from this folder.\n");
        text.Append("-- In the order of cluster numbers, each cluster's best rule on the transactions learned from first.\n");
        if (rules.Count == 0) text.Append("-- This run has no rules.\n");
        var features = Sql.Parquet(featuresPath ?? KnownFiles.Features.Name);
        foreach (var rule in rules)
        {
            text.Append('\n').Append("-- ").Append(rule.Id).Append(": ").Append(OneLine(rule.Text)).Append('\n');
            text.Append("-- learned from ").Append(Describe(rule.Learned)).Append('\n');
            text.Append("-- later ").Append(Describe(rule.Later)).Append('\n');
            text.Append("SELECT * FROM ").Append(features).Append(" WHERE ").Append(rule.Sql).Append(";\n");
        }
        File.WriteAllText(path, text.ToString());
    }

    private static string Describe(RuleMeasures m) => m.Rows == 0
        ? "transactions: not measured, the cluster is too small to keep a part back"
        : string.Create(CultureInfo.InvariantCulture,
            $"{m.Rows:#,0} transactions: matches {m.InCluster:#,0} of {m.ClusterRows:#,0} members and {m.MatchedOthers:#,0} of {m.Others:#,0} others");

    /// <summary>A category's name may hold a line break, which would end the comment.</summary>
    private static string OneLine(string text) => text.ReplaceLineEndings(" ");
}
