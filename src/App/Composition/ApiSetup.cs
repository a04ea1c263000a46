using Investigator.Api;
using Investigator.Features;
using Investigator.Filters;
using Investigator.Map;
using Investigator.Selections;
using Investigator.Transactions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.ResponseCompression;

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
        .AddScoped<CompleteSelections>()
        .AddProblemDetails()
        .AddResponseCompression(options =>
        {
            options.EnableForHttps = true;
            options.MimeTypes = [.. ResponseCompressionDefaults.MimeTypes, "application/octet-stream", "text/csv"];
        });

    /// <summary>Only the data goes through this compression: pages and assets have their own.</summary>
    public static void MapApi(this WebApplication app)
    {
        app.UseWhen(context => context.Request.Path.StartsWithSegments("/api"), api => api.UseResponseCompression());
        app.MapGet("/api/runs/{run:int}/map/{column}", MapEndpoints.ColumnAsync);
        app.MapGet("/api/runs/{run:int}/points/{row:int}", MapEndpoints.PointAsync);
        app.MapPost("/api/runs/{run:int}/selections", SelectionEndpoints.CreateAsync)
            .AddEndpointFilter<SameOriginFilter>().WithMetadata(new RequestSizeLimitAttribute(SelectionEndpoints.MaxBytes));
        app.MapGet("/api/runs/{run:int}/files/{file}", DownloadEndpoints.FileAsync);
        app.MapGet("/api/runs/{run:int}/rules/{code}.json", DownloadEndpoints.RuleAsync);
        app.MapGet("/api/runs/{run:int}/transactions.csv", DownloadEndpoints.TransactionsAsync);
        app.MapGet("/api/runs/{run:int}/clusters.csv", DownloadEndpoints.ClustersAsync);
        app.MapGet("/api/runs/{run:int}/clusters/{label:int}/contrasts.csv", DownloadEndpoints.ContrastsAsync);
        app.MapGet("/api/runs/{run:int}/days.csv", DownloadEndpoints.DaysAsync);
        app.MapGet("/api/datasets/{dataset:int}/rejects.csv", DownloadEndpoints.RejectsAsync);
    }
}
