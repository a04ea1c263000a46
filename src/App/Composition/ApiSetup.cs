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
        var api = app.MapGroup("/api");
        api.AddEndpointFilterFactory(BadValueFilter.Make);
        api.MapGet("/runs/{run}/map/{column}", MapEndpoints.ColumnAsync);
        api.MapGet("/runs/{run}/points/{row}", MapEndpoints.PointAsync);
        api.MapPost("/runs/{run}/selections", SelectionEndpoints.CreateAsync)
            .WithMetadata(new RequestSizeLimitAttribute(SelectionEndpoints.MaxBytes));
        api.MapGet("/runs/{run}/files/{file}", DownloadEndpoints.FileAsync);
        api.MapGet("/runs/{run}/rules/{code}.json", DownloadEndpoints.RuleAsync);
        api.MapGet("/runs/{run}/transactions.csv", DownloadEndpoints.TransactionsAsync);
        api.MapGet("/runs/{run}/clusters.csv", DownloadEndpoints.ClustersAsync);
        api.MapGet("/runs/{run}/clusters/{label}/contrasts.csv", DownloadEndpoints.ContrastsAsync);
        api.MapGet("/runs/{run}/days.csv", DownloadEndpoints.DaysAsync);
        api.MapGet("/datasets/{dataset}/rejects.csv", DownloadEndpoints.RejectsAsync);
    }
}
