using System.Globalization;
using Investigator.Engine.Core;
using Investigator.Engine.Facts;
using Investigator.Engine.Ingest;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Narratives;

/// <summary>What a finding's accounts share of one kind of entity, or its accounts themselves; hubs left out.</summary>
/// <param name="Entity">As mapped; null for accounts.</param>
/// <param name="Values">How many.</param>
/// <param name="Payments">The finding's payments that have one of them.</param>
/// <param name="AccountUses">Accounts of each, summed.</param>
/// <param name="Top">Those with most payments, by name.</param>
internal sealed record NamedGroup(string? Entity, int Values, int Payments, int AccountUses, IReadOnlyList<NamedValue> Top);

/// <summary>Finds each finding's own values and reads their names, once for all findings.</summary>
internal static class GroupNaming
{
    /// <summary>As many as one reads at a glance.</summary>
    private const int Most = 5;

    /// <returns>By finding: one group per kind of entity of which it shares values, and its accounts last.</returns>
    public static IReadOnlyList<NamedGroup>[] Of(Dataset dataset, TransactionFacts facts, int[][] members, StageContext context)
    {
        var entities = new OwnValueFinder[facts.Entities.Count];
        Parallel.For(0, entities.Length, context.Parallel, e => entities[e] = new OwnValueFinder(facts.Entities[e], facts.Accounts));
        var found = new (string? Entity, IReadOnlyList<OwnValue> Values)[members.Length][];
        Parallel.For(0, members.Length, context.Parallel, f =>
        {
            context.Cancel.ThrowIfCancellationRequested();
            var shared = entities.Select(e => (Entity: (string?)e.Entity, Values: e.SharedBy(members[f])));
            found[f] = [.. shared.Where(static e => e.Values.Count > 0), (null, Accounts(facts, members[f]))];
        });
        var names = Names(dataset, facts, found.SelectMany(static f => f.SelectMany(static g => g.Values.Take(Most))).Select(static v => v.Row), context);
        return
        [
            .. found.Select(groups => (IReadOnlyList<NamedGroup>)
            [
                .. groups.Select(g => new NamedGroup(
                    g.Entity, g.Values.Count, g.Values.Sum(static v => v.Payments), g.Values.Sum(static v => v.Accounts),
                    [.. g.Values.Take(Most).Select(v => new NamedValue(g.Entity, names[(g.Entity, v.Row)], v.Payments, v.Accounts))])),
            ]),
        ];
    }

    private static IReadOnlyList<OwnValue> Accounts(TransactionFacts facts, int[] members) =>
    [
        .. members.GroupBy(row => facts.Accounts[row]).Select(static g => new OwnValue(g.Key, g.Count(), 1))
            .OrderByDescending(static a => a.Payments).ThenBy(static a => a.Row),
    ];

    private static Dictionary<(string? Entity, int Row), string> Names(Dataset dataset, TransactionFacts facts, IEnumerable<int> rows, StageContext context)
    {
        var names = new Dictionary<(string? Entity, int Row), string>();
        using var tables = TableConnection.Open(context.Scratch, context.Threads);
        tables.Execute("CREATE TEMP TABLE wanted (row BIGINT)");
        using (var appender = tables.CreateAppender("wanted"))
        {
            foreach (var row in rows.Distinct()) appender.CreateRow().AppendValue((long)row).EndRow();
        }

        var columns = string.Concat(facts.Entities.Select(static e => ", t." + Sql.Name("entity_" + e.Name)));
        tables.Stream(
            $"SELECT t.row::INTEGER, t.account{columns} FROM {dataset.TransactionsTable} t SEMI JOIN wanted w ON w.row = t.row", context.Cancel, reader =>
        {
            var row = reader.GetInt32(0);
            names[(null, row)] = reader.GetString(1);
            for (var e = 0; e < facts.Entities.Count; e++) if (!reader.IsDBNull(2 + e)) names[(facts.Entities[e].Name, row)] = reader.GetString(2 + e);
        });
        return names;
    }
}
