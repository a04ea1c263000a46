using Investigator.Limits;
using Microsoft.AspNetCore.Components.Server.Circuits;

namespace Investigator.Composition;

internal static class LimitSetup
{
    public static IServiceCollection AddLimits(this IServiceCollection services, LimitOptions limits) => services
        .AddSingleton(limits)
        .AddSingleton<CircuitPlaces>()
        .AddSingleton<CircuitHandler>(all => all.GetRequiredService<CircuitPlaces>())
        .AddSingleton<CircuitHandler, IdleMemory>()
        .AddSingleton<Turns>()
        .AddSingleton<UnsentAnswers>()
        .AddRateLimiter(options => RateLimits.Configure(options, limits));

    public static void UseLimits(this WebApplication app) => app.UseWebSockets().UseMiddleware<CircuitLimit>();
}
