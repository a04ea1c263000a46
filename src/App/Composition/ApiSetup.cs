using Investigator.Api;
using Investigator.Features;
using Investigator.Map;
using Investigator.Selections;
using Investigator.Transactions;
using Microsoft.AspNetCore.ResponseCompression;

namespace Investigator.Composition;

internal static class ApiSetup
{
    public static IServiceCollection AddApi(this IServiceCollection services) => services
        .AddScoped<FeatureQueries>()
        .AddScoped<MapQueries>()
        .AddScoped<ScopeQueries>()
        .AddScoped<TimelineQueries>()
        .AddScoped<SelectionQueries>()
        .AddScoped<CreateSelection>()
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
        app.MapColumns();
        app.MapSelections();
        app.MapDownloads();
    }
}
