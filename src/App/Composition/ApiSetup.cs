using Investigator.Access;
using Investigator.Api;
using Investigator.Features;
using Investigator.Filters;
using Investigator.Limits;
using Investigator.Map;
using Investigator.Selections;
using Investigator.Transactions;
using Microsoft.AspNetCore.Mvc;

namespace Investigator.Composition;

internal static class ApiSetup
{
    public static IServiceCollection AddApi(this IServiceCollection services) => services
        .AddScoped<FeatureQueries>()
        .AddScoped<FilterQueries>()
        .AddScoped<PersonalConditions>()
        .AddScoped<MapQueries>()
        .AddScoped<ScopeQueries>()
        .AddScoped<TimelineQueries>()
        .AddScoped<SelectionQueries>()
        .AddScoped<ShapeResolver>()
        .AddScoped<CreateSelection>()
        .AddScoped<DeleteSelection>()
        .AddScoped<CompleteSelections>()
        .AddProblemDetails();

    /// <summary>Each endpoint takes turns with its like; whoever takes a file away is recorded.</summary>
    public static void MapApi(this WebApplication app)
    {
        var api = app.MapGroup("/api");
        api.AddEndpointFilterFactory(BadValueFilter.Make);
        api.AddEndpointFilter<RouteGroupBuilder, TurnFilter>();
        var downloads = api.MapGroup("").AddEndpointFilter<RouteGroupBuilder, ExportRecord>();
        var reads = api.MapGroup("").WithMetadata(new TakesTurns(TurnKind.Reads));
        var exports = downloads.MapGroup("").WithMetadata(new TakesTurns(TurnKind.Exports));
        var files = downloads.MapGroup("").WithMetadata(new TakesTurns(TurnKind.Reads));
        reads.MapGet("/runs/{run}/map/{column}", MapEndpoints.ColumnAsync).Needs(Permission.ViewResults);
        reads.MapGet("/runs/{run}/points/{row}", MapEndpoints.PointAsync).Needs(Permission.ViewResults);
        reads.MapPost("/runs/{run}/selections", SelectionEndpoints.CreateAsync).Needs(Permission.Select)
            .WithMetadata(new RequestSizeLimitAttribute(SelectionEndpoints.MaxBytes));
        reads.MapDelete("/runs/{run}/selections/{selection}", SelectionEndpoints.DeleteAsync).Needs(Permission.Select);
        files.MapGet("/runs/{run}/files/{file}", DownloadEndpoints.FileAsync).Needs(Permission.Export);
        files.MapGet("/runs/{run}/rules/{code}.json", DownloadEndpoints.RuleAsync).Needs(Permission.ExportRules);
        exports.MapGet("/runs/{run}/transactions.csv", DownloadEndpoints.TransactionsAsync).Needs(Permission.Export);
        exports.MapGet("/runs/{run}/findings.csv", DownloadEndpoints.FindingsAsync).Needs(Permission.Export);
        exports.MapGet("/runs/{run}/findings/{number}/contrasts.csv", DownloadEndpoints.ContrastsAsync).Needs(Permission.Export);
        reads.MapGet("/runs/{run}/clusters.csv", DownloadEndpoints.FormerClusters).Needs(Permission.Export);
        reads.MapGet("/runs/{run}/clusters/{label}/contrasts.csv", DownloadEndpoints.FormerContrastsAsync).Needs(Permission.Export);
        exports.MapGet("/runs/{run}/singles.csv", DownloadEndpoints.SinglesAsync).Needs(Permission.Export);
        exports.MapGet("/runs/{run}/days.csv", DownloadEndpoints.DaysAsync).Needs(Permission.Export);
        exports.MapGet("/datasets/{dataset}/rejects.csv", DownloadEndpoints.RejectsAsync).Needs(Permission.Export);
        files.MapGet("/datasets/{dataset}/mapping.json", DownloadEndpoints.MappingAsync).Needs(Permission.LoadData);
        exports.MapGet("/audit.csv", AuditEndpoints.CsvAsync).Needs(Permission.ReadAudit);
    }

    /// <summary>Says what an endpoint needs of its caller.</summary>
    internal static RouteHandlerBuilder Needs(this RouteHandlerBuilder endpoint, Permission permission) =>
        endpoint.WithMetadata(new NeedsAttribute(permission));
}
