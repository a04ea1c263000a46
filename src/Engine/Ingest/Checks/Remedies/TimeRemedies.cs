using Investigator.Engine.Core;
using Investigator.Engine.Ingest.Formats;
using Investigator.Engine.Ingest.Sources;

namespace Investigator.Engine.Ingest.Checks.Remedies;

/// <summary>Ways of writing times that read what was refused: asked of the judge, who is shown nothing but the refused values.</summary>
internal static class TimeRemedies
{
    public static IReadOnlyList<Remedy> Of(RejectRemedies rejects)
    {
        var (table, column, values) = (rejects.Table, rejects.Column, rejects.Values());
        if (values.Count == 0) return [];
        var judged = FormatJudge.Judge(table, [new SampleColumn(column, values)], null);
        var found = Pattern(judged.Format, column);
        var own = judged.Advice.SelectMany(static a => a.Remedies);
        if (found is null) return [.. own];
        var now = rejects.Raw.Formats.Time(column).Pattern;
        var pattern = now is null || now == found ? found : $"{now}|{found}";
        return [Remedy.OfFormat(table, $"Read {CheckedRows.Shown(Wording.Cut(values[0], 30))} as {found}", $"columns.{column}.time = \"{pattern}\"",
            f => f.WithColumn(column, c => c with { Time = pattern })), .. own];
    }

    private static string? Pattern(SourceFormat format, string column) => format.Columns?.GetValueOrDefault(column)?.Time ?? format.Time;
}
