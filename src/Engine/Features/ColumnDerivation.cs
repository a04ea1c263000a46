using System.Net;
using Investigator.Engine.Ingest;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Features;

/// <summary>
/// Columns that the form of a text gives: the domain of an e-mail address, the network of an IP address. They stand beside the dataset's own in a feature's
/// SQL, and a catalogue may name them as texts and as keys.
/// </summary>
/// <remarks>
/// The values decide, not the name: a column has one where every example that the load kept has that form. A network is the first three numbers of an IPv4
/// address (/24) or the first three groups of an IPv6 address (/48), which one subscriber or provider usually holds; a text of another form has none.
/// </remarks>
internal static class ColumnDerivation
{
    public static IReadOnlyList<DerivedColumn> Of(Dataset dataset)
    {
        var transactions = dataset.Mapping.Transactions;
        List<(string Column, string Name)> texts = [.. dataset.Entities.Select(static e => ("entity_" + e, e)),
            .. dataset.Attributes.Where(static a => !a.Numeric).Select(static a => ("attribute_" + a.Name, a.Name))];
        if (transactions.Account is { } account && !transactions.Entities.Values.Concat(transactions.Attributes).Contains(account))
        {
            texts.Add(("account", "account"));
        }
        var derived = new List<DerivedColumn>();
        foreach (var (column, name) in texts)
        {
            var examples = dataset.Quality.FirstOrDefault(q => q.Table == "transactions" && q.Column == column)?.Examples ?? [];
            if (examples.Count == 0) continue;
            var t = Sql.Name(column);
            if (examples.All(IsEmail)) Add(name + "_domain", $"CASE WHEN {t} LIKE '_%@_%.%' THEN lower(split_part({t}, '@', -1)) END");
            else if (examples.All(IsAddress)) Add(name + "_network", $"nullif(lower(regexp_extract({t}, '{Network}')), '')");
        }

        return derived;

        void Add(string name, string sql)
        {
            if (derived.TrueForAll(d => d.Name != name)) derived.Add(new DerivedColumn(name, sql));
        }
    }

    private static string Network => @"^([0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}\b|[0-9a-fA-F]{1,4}:[0-9a-fA-F]{1,4}:[0-9a-fA-F]{1,4}\b)";

    private static bool IsEmail(string text) =>
        text.IndexOf('@') is > 0 and var at && text.LastIndexOf('@') == at && text.IndexOf('.', at) > at + 1 && !text.Any(char.IsWhiteSpace);

    private static bool IsAddress(string text) =>
        (text.Count(static c => c == '.') == 3 || text.Contains(':', StringComparison.Ordinal)) && IPAddress.TryParse(text, out _);
}

/// <summary>A column that another one's texts give.</summary>
/// <param name="Name">As a catalogue says it: <c>ip_network</c>.</param>
/// <param name="Sql">Over the transactions' columns.</param>
internal sealed record DerivedColumn(string Name, string Sql)
{
    public const string Prefix = "derived_";

    /// <summary>In the transactions' relation.</summary>
    public string Column => Prefix + Name;
}
