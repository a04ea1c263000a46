using Investigator.Findings;
using Investigator.Map;
using Investigator.Runs;
using Microsoft.Net.Http.Headers;

namespace Investigator.Api;

/// <summary>The map's columns: little-endian bytes that a finished run never changes.</summary>
internal static class MapEndpoints
{
    public static async Task<IResult> PointAsync(int run, int row, MapQueries map, CancellationToken cancel) =>
        row >= 0 && await map.PointAsync(run, row, cancel) is { } point ? Results.Json(point) : ApiProblems.Point(run, row);

    /// <summary>503 with Retry-After for the places on a map that is being drawn, 404 for those on one that is not.</summary>
    public static async Task<IResult> ColumnAsync(
        int run, string column, string? v, HttpContext http, MapQueries map, FindingQueries findings, RunQueries runs, CancellationToken cancel)
    {
        if (await map.VersionAsync(run, cancel) is not { } version) return ApiProblems.Run(run);
        if (column is "x" or "y" && await runs.FindAsync(run, cancel) is { MapProblem: not null } unmapped) return ApiProblems.Map(http, unmapped);
        var tag = new EntityTagHeaderValue($"\"{version}-{Convert.ToHexStringLower(System.Text.Encoding.UTF8.GetBytes(column))}\"");
        http.Response.Headers.CacheControl = v == version ? "private, max-age=31536000, immutable" : "private, no-cache";

        // A known tag needs no query: the run does not change.
        if (http.Request.GetTypedHeaders().IfNoneMatch.Any(t => t.Compare(tag, useStrongComparison: false)))
        {
            http.Response.GetTypedHeaders().ETag = tag;
            return Results.StatusCode(StatusCodes.Status304NotModified);
        }

        if (await map.ColumnAsync(run, column, () => findings.ProbabilitiesAsync(run, cancel), cancel) is not { } data)
        {
            http.Response.Headers.CacheControl = "no-store";
            return ApiProblems.Column(run, column);
        }

        http.Response.Headers["X-Column-Type"] = data.Whole ? "int32" : "float32";
        return Results.Bytes(data.Bytes, "application/octet-stream", entityTag: tag);
    }
}
