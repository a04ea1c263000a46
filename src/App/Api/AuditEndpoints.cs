using System.Text;
using Investigator.Audit;
using Investigator.Storage;

namespace Investigator.Api;

internal static class AuditEndpoints
{
    /// <summary>The record as the page filters it, newest first; the hash of each entry is with it, so that a copy can be compared later.</summary>
    public static async Task<IResult> CsvAsync(
        string? who, string? action, string? kind, string? key, string? from, string? to, string? text, AuditQueries audit, DataFolder data,
        CancellationToken cancel)
    {
        var (filter, problem) = AuditFilter.Read(who, action, kind, key, from, to, text);
        if (problem is not null) return ApiProblems.Bad(problem);
        return await TempFileResult.AnswerAsync(data, "audit.csv", path => WriteAsync(audit.AllAsync(filter, cancel), path, cancel));
    }

    private static async Task<long> WriteAsync(IAsyncEnumerable<AuditLine> lines, string path, CancellationToken cancel)
    {
        await using var file = new StreamWriter(path, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        await file.WriteAsync(CsvText.Line(
            ["entry", "time_utc", "actor", "actor_name", "from", "action", "kind", "key", "before", "after", "details", "reason", "hash"]));
        var rows = 0L;
        await foreach (var line in lines.WithCancellation(cancel))
        {
            rows++;
            await file.WriteAsync(CsvText.Line(
            [
                line.Id, line.At, line.ActorId, line.ActorName, line.From, line.Action.ToString(), line.Kind, line.Key,
                Values(line, static c => c.Before), Values(line, static c => c.After), line.Details, line.Reason, line.Hash,
            ]));
        }

        return rows;
    }

    private static string Values(AuditLine line, Func<AuditChange, string?> side) =>
        string.Join("; ", line.Changes.Where(c => side(c) is not null).Select(c => $"{c.Name}: {side(c)}"));
}
