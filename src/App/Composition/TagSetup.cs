using Investigator.Tags;

namespace Investigator.Composition;

internal static class TagSetup
{
    public static IServiceCollection AddTags(this IServiceCollection services) => services
        .AddScoped<TagQueries>()
        .AddScoped<TagOfferQueries>()
        .AddScoped<TagRows>()
        .AddScoped<TaggedGroupReader>()
        .AddScoped<AddTag>()
        .AddScoped<RemoveTag>();
}
