using System.Globalization;
using Investigator.Runs;

namespace Investigator.Api;

/// <summary>What an endpoint answers for something that is not there.</summary>
internal static class ApiProblems
{
    /// <summary>When it is worth asking again for a map that is being drawn.</summary>
    private const int SecondsForMap = 10;

    public static IResult Run(int run) => NotFound(string.Create(CultureInfo.InvariantCulture, $"There is no finished run {run}."));

    public static IResult Column(int run, string column) =>
        NotFound(string.Create(
        CultureInfo.InvariantCulture, $"Run {run} has no column '{column}': expected x, y, finding, risk, outcome or a feature's name."));

    /// <summary>The map of a run is not there: yet, or at all.</summary>
    public static IResult Map(HttpContext http, RunSummary run)
    {
        http.Response.Headers.CacheControl = "no-store";
        if (run.Map is not (MapStatus.Waiting or MapStatus.Drawing)) return NotFound(run.MapProblem!);
        http.Response.Headers.RetryAfter = SecondsForMap.ToString(CultureInfo.InvariantCulture);
        return Results.Problem(run.MapProblem, statusCode: StatusCodes.Status503ServiceUnavailable, title: "Not there yet");
    }

    public static IResult Point(int run, int row) => NotFound(string.Create(CultureInfo.InvariantCulture, $"Run {run} has no row {row}."));

    public static IResult Finding(int run, int number) => NotFound(string.Create(CultureInfo.InvariantCulture, $"Run {run} has no finding {number}."));

    public static IResult Selection(int run, int selection) =>
        NotFound(string.Create(CultureInfo.InvariantCulture, $"Run {run} has no selection {selection}."));

    public static IResult File(string file) => NotFound($"There is no file '{file}' here.");

    public static IResult Bad(string problem) => Results.Problem(problem, statusCode: StatusCodes.Status400BadRequest, title: "The request cannot be used");

    /// <summary>The request is sound, and nothing more fits in.</summary>
    public static IResult Full(string problem) => Results.Problem(problem, statusCode: StatusCodes.Status409Conflict, title: "There is no room");

    private static IResult NotFound(string problem) => Results.Problem(problem, statusCode: StatusCodes.Status404NotFound, title: "Not found");
}
