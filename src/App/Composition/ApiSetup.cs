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
        .AddScoped<MapQueries>()
        .AddScoped<ScopeQueries>()
        .AddScoped<TimelineQueries>()
        .AddScoped<SelectionQueries>()
        .AddScoped<ShapeResolver>()
        .AddScoped<CreateSelection>()
        .AddScoped<DeleteSelection>()
        .AddScoped<CompleteSelections>()
        .AddProblemDetails();

    /// <summary>Each endpoint takes turns with its like.</summary>
    public static void MapApi(this WebApplication app)
    {
        var api = app.MapGroup("/api");
        api.AddEndpointFilterFactory(BadValueFilter.Make);
        api.AddEndpointFilter<RouteGroupBuilder, TurnFilter>();
        var (reads, exports) = (api.MapGroup("").WithMetadata(new TakesTurns(TurnKind.Reads)), api.MapGroup("").WithMetadata(new TakesTurns(TurnKind.Exports)));
        reads.MapGet("/runs/{run}/map/{column}", MapEndpoints.ColumnAsync);
        reads.MapGet("/runs/{run}/points/{row}", MapEndpoints.PointAsync);
        reads.MapPost("/runs/{run}/selections", SelectionEndpoints.CreateAsync)
            .WithMetadata(new RequestSizeLimitAttribute(SelectionEndpoints.MaxBytes));
        reads.MapDelete("/runs/{run}/selections/{selection}", SelectionEndpoints.DeleteAsync);
        reads.MapGet("/runs/{run}/files/{file}", DownloadEndpoints.FileAsync);
        reads.MapGet("/runs/{run}/rules/{code}.json", DownloadEndpoints.RuleAsync);
        exports.MapGet("/runs/{run}/transactions.csv", DownloadEndpoints.TransactionsAsync);
        exports.MapGet("/runs/{run}/findings.csv", DownloadEndpoints.FindingsAsync);
        exports.MapGet("/runs/{run}/findings/{number}/contrasts.csv", DownloadEndpoints.ContrastsAsync);
        reads.MapGet("/runs/{run}/clusters.csv", DownloadEndpoints.FormerClusters);
        reads.MapGet("/runs/{run}/clusters/{label}/contrasts.csv", DownloadEndpoints.FormerContrastsAsync);
        exports.MapGet("/runs/{run}/singles.csv", DownloadEndpoints.SinglesAsync);
        exports.MapGet("/runs/{run}/days.csv", DownloadEndpoints.DaysAsync);
        exports.MapGet("/datasets/{dataset}/rejects.csv", DownloadEndpoints.RejectsAsync);
        reads.MapGet("/datasets/{dataset}/mapping.json", DownloadEndpoints.MappingAsync);
    }
}
