using Investigator.Access;
using Investigator.Audit;
using Investigator.Engine.Core;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Investigator.Api;

/// <summary>Records who takes a file away, before it is handed out: what cannot be recorded is not given.</summary>
internal sealed class ExportRecord(AuditLog log) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var made = await next(context);
        var (answer, rows) = made is CountedAnswer counted ? (counted.Answer, counted.Rows) : (made, (long?)null);
        if (answer is not (FileContentHttpResult or FileStreamHttpResult or PhysicalFileHttpResult)) return made;
        var http = context.HttpContext;
        try
        {
            var actor = http.RequestServices.GetRequiredService<Actor>();
            await log.RecordAsync(actor, AuditAction.Exported, Subject(http), Details(http, rows), cancel: http.RequestAborted);
        }
        catch
        {
            if (answer is FileStreamHttpResult { FileStream: { } file }) await file.DisposeAsync();
            throw;
        }

        return answer;
    }

    private static string Subject(HttpContext http) =>
        http.GetRouteValue("run") is { } run ? $"run {run}" : http.GetRouteValue("dataset") is { } dataset ? $"dataset {dataset}" : "audit";

    /// <summary>"transactions.csv, risky=true, 1,204 rows".</summary>
    private static string Details(HttpContext http, long? rows)
    {
        var parts = http.Request.Path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var file = string.Join('/', parts.Skip(parts is ["api", "runs" or "datasets", ..] ? 3 : 1));
        var asked = http.Request.Query.SelectMany(static q => q.Value.Select(value => $"{q.Key}={(q.Key == "where" ? Field(value) : value)}"));
        return string.Join(", ", [file, .. asked, .. rows is { } count ? [Wording.Counted(count, "row")] : Array.Empty<string>()]);
    }

    /// <summary>A condition may hold what the reader of the record may not see, such as an account: only its field is kept.</summary>
    private static string Field(string? condition) => (condition ?? "").Split(' ')[0] + " …";
}
