using System.Text;
using Investigator.Engine.Core;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Rules;

/// <summary>Rules as files that others read: <c>rules.json</c> and <c>rules.sql</c> with what is exported, and what is withheld beside them.</summary>
public static class RuleFiles
{
    /// <summary>The exported rules as a JSON array.</summary>
    public static void WriteJson(string path, IReadOnlyList<FindingRule> rules) => JsonFile.Write(path, rules.Where(static r => r.IsExported));

    /// <summary>The rules that are not exported, each with its reason.</summary>
    public static void WriteWithheld(string path, IReadOnlyList<FindingRule> rules) => JsonFile.Write(path, rules.Where(static r => !r.IsExported));

    /// <summary>One commented SELECT per exported rule.</summary>
    /// <param name="path">File to write.</param>
    /// <param name="rules">The rules.</param>
    /// <param name="featuresPath">The features' file as DuckDB, run from the rules' folder, names it; null for the one beside the rules.</param>
    public static void WriteSql(string path, IReadOnlyList<FindingRule> rules, string? featuresPath = null)
    {
        FindingRule[] exported = [.. rules.Where(static r => r.IsExported)];
        var text = new StringBuilder();
        text.Append("-- Rules as DuckDB queries over the run's features; run them from this folder.\n");
        text.Append("-- Chosen together, in the order in which each adds most to those before it;\n");
        text.Append("-- measured on accounts by which nothing was learned or chosen.\n");
        if (exported.Length == 0) text.Append("-- This run has no rules to export.\n");
        var used = exported.SelectMany(static r => r.Features).DistinctBy(static f => f.Name).OrderBy(static f => f.Name, StringComparer.Ordinal).ToList();
        if (used.Count > 0)
        {
            text.Append("--\n-- What the columns mean: each is computed for one payment t from what was known then, as its expression says.\n");
            text.Append("-- Expressions read transactions, and sequence_events (of each payment: row, position, type, dwell, gap, to_payment).\n");
            text.Append("-- feature-catalog.json makes the same columns in another run.\n");
        }
        foreach (var feature in used)
        {
            text.Append("-- ").Append(Sql.Name(OneLine(feature.Name))).Append(": ").Append(OneLine(feature.Phrase));
            text.Append(" [").Append(OneLine(feature.Unit)).Append("] = ").Append(OneLine(feature.Sql)).Append('\n');
        }
        var features = $"read_parquet({Sql.Path(featuresPath ?? KnownFiles.Features.Name)})";
        foreach (var rule in exported)
        {
            text.Append('\n').Append("-- ").Append(rule.Id).Append(": ").Append(OneLine(rule.Text)).Append('\n');
            text.Append("-- ").Append(RuleWording.Figures(rule)).Append('\n');
            text.Append("SELECT * FROM ").Append(features).Append(" WHERE ").Append(rule.Sql).Append(";\n");
        }
        File.WriteAllText(path, text.ToString());
    }

    /// <summary>A category's name may hold a line break, which would end the comment.</summary>
    private static string OneLine(string text) => text.ReplaceLineEndings(" ");
}
