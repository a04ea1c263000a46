using System.Text.RegularExpressions;
using Investigator.Engine.Core;
using Investigator.Engine.Ingest.Formats;

namespace Investigator.Engine.Ingest.Guess;

/// <summary>A column that names the zone of the times beside it, as payment services write it.</summary>
internal static partial class ZoneGuess
{
    private const int Offered = 3;

    private static readonly HashSet<string> Names = ["timezone", "tz", "zeitzone", "fuseauhoraire", "zonahoraria", "fusohorario", "timezonename"];

    /// <param name="mapping">With the time.</param>
    /// <param name="pick">Columns of the transactions.</param>
    public static Mapping Apply(Mapping mapping, ColumnPicker pick)
    {
        var column = pick.Columns.FirstOrDefault(static c => Names.Contains(c.Words.Plain));
        if (mapping.Transactions.Format?.TimeZone is not null || column is null or { IsEmpty: true }) return mapping;
        var time = pick.Columns.First(c => c.Name == mapping.Transactions.Time);
        var zones = column.Values.GroupBy(static v => v, StringComparer.OrdinalIgnoreCase).OrderByDescending(static g => g.Count())
            .Select(static g => g.Key).ToList();
        if (time.All(static v => OwnZone().IsMatch(v)) || zones.TrueForAll(static z => z.ToUpperInvariant() is "UTC" or "GMT" or "Z")) return mapping;
        if (zones is [var only] && only.Contains('/', StringComparison.Ordinal) && TimeZones.Exists(only))
        {
            pick.Note($"times are taken as of {only}, as '{column.Name}' says in all rows");
            return In(mapping, only);
        }

        // PST in winter and PDT in summer are one place.
        var places = zones.Select(TimeZones.Candidates).Aggregate(static (a, b) => [.. a.Intersect(b)]);
        pick.Advise(AdviceLevel.Warning, column.Name, $"‘{Wording.Cut(column.Name, 40)}’ names the zone of the times ({WordMeanings.Listed(zones)}), "
            + (places.Count > 0 ? "which may stand for several places: they are read as UTC until one is chosen"
                : "not the same in all rows: they are read as UTC"),
            [.. places.Take(Offered).Select(static z => new Remedy($"Times are of {z}", $"transactions.format.time_zone = \"{z}\"", m => In(m, z)))]);
        return mapping;
    }

    private static Mapping In(Mapping mapping, string zone) => mapping.WithFormat(TableNames.Transactions, f => f with { TimeZone = zone });

    [GeneratedRegex(@"\d ?([Zz]|[+-]\d\d:?\d\d)$", RegexOptions.CultureInvariant)]
    private static partial Regex OwnZone();
}
