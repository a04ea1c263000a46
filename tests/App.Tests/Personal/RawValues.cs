using System.Globalization;
using Investigator.Engine.Ingest;
using Investigator.Engine.Tables;

namespace Investigator.App.Tests.Personal;

/// <summary>The personal values of a dataset as its files spell them, to be looked for in what the app answers.</summary>
internal sealed class RawValues
{
    /// <summary>Shorter ones come in any page, as numbers do.</summary>
    private const int Shortest = 5;

    private readonly HashSet<string> _values;

    /// <param name="dataset">Whose.</param>
    /// <param name="columns">Stored columns.</param>
    public RawValues(Dataset dataset, IEnumerable<string> columns)
    {
        using var tables = TableConnection.Open();
        Columns = [.. columns];
        _values = [.. Columns.SelectMany(column => tables.Query(
            $"SELECT DISTINCT {Sql.Name(column)}::VARCHAR FROM {dataset.TransactionsTable} WHERE {Sql.Name(column)} IS NOT NULL",
            static r => r.GetString(0))).Where(static value => value.Length >= Shortest && !double.TryParse(value, CultureInfo.InvariantCulture, out _))];
    }

    public IReadOnlyList<string> Columns { get; }

    public int Count => _values.Count;

    /// <summary>The first few that a text holds as words of their own.</summary>
    public IReadOnlyList<string> In(string text)
    {
        var found = new List<string>();
        foreach (var word in text.Split([' ', '\n', '\r', '\t', ',', ';', '"', '\'', '<', '>', '(', ')', '&', '=', '[', ']', '{', '}'],
            StringSplitOptions.RemoveEmptyEntries))
        {
            // Links hold them behind the names of fields.
            var value = Uri.UnescapeDataString(word);
            foreach (var part in (string[])[value, value.TrimEnd('.', ':'), .. value.Split(':')])
            {
                if (_values.Contains(part) && !found.Contains(part)) found.Add(part);
            }
            if (found.Count >= 3) break;
        }
        return found;
    }
}
