using Investigator.Engine.Ingest.Formats;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Ingest.Checks.Remedies;

/// <summary>Ways of writing numbers that read more of a column's values than the present one.</summary>
internal static class NumberRemedies
{
    private const int Offered = 3;

    private static readonly NumberFormat[] Ways =
    [
        new('.', null), new(',', null), new(',', '.'), new('.', ','), new(',', ' '), new('.', ' '), new(',', '\u00a0'), new(',', '\u202f'), new('.', '\''),
    ];

    public static IReadOnlyList<Remedy> Of(RejectRemedies rejects)
    {
        var (raw, column) = (rejects.Raw, rejects.Column);
        var now = raw.Formats.Number(column);
        var counts = string.Join(", ", Ways.Prepend(now).Select(static w => $"count({w.Sql("text")})"));
        var read = rejects.Session.Connection.Query(
            $"SELECT {counts} FROM (SELECT {raw.Text(column)} AS text FROM {raw.View} WHERE {raw.Text(column)} IS NOT NULL)",
            static r => Enumerable.Range(0, r.FieldCount).Select(r.GetInt64).ToArray(), rejects.Session.Context.Cancel)[0];
        return [.. Ways.Zip(read.Skip(1)).Where(w => w.Second > read[0]).OrderByDescending(static w => w.Second).Take(Offered)
            .Select(w => Remedy(rejects.Table, column, w.First))];
    }

    private static Remedy Remedy(string table, string column, NumberFormat way)
    {
        var (point, thousands) = (way.Decimal.ToString(), way.Thousands?.ToString() ?? "");
        var example = $"1{thousands}234{point}50";
        return Ingest.Remedy.OfFormat(table, $"Numbers are written {example}", $"columns.{column}.decimal = \"{point}\", thousands = \"{thousands}\"",
            f => f.WithColumn(column, c => c with { Decimal = point, Thousands = thousands }));
    }
}
