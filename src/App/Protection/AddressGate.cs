using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.AspNetCore.Routing.Template;

namespace Investigator.Protection;

/// <summary>Says that nothing is there, where nothing is, whatever the method: routes that take any path, such as that of assets, would have the method be the
/// problem.</summary>
internal sealed class AddressGate(RequestDelegate next, EndpointDataSource endpoints, ParameterPolicyFactory policies)
{
    public async Task InvokeAsync(HttpContext context)
    {
        await next(context);
        var response = context.Response;
        if (response.StatusCode != StatusCodes.Status405MethodNotAllowed || response.HasStarted || IsSomewhere(context)) return;
        response.Headers.Allow = default;
        response.StatusCode = StatusCodes.Status404NotFound;
    }

    private bool IsSomewhere(HttpContext context) => endpoints.Endpoints.OfType<RouteEndpoint>()
        .Select(static e => e.RoutePattern).Where(static p => !TakesAnyPath(p)).Any(p => Matches(p, context));

    private static bool TakesAnyPath(RoutePattern pattern) =>
        pattern.PathSegments is [{ Parts: [RoutePatternParameterPart { IsCatchAll: true }] }, ..];

    private bool Matches(RoutePattern pattern, HttpContext context)
    {
        var values = new RouteValueDictionary();
        return new TemplateMatcher(new RouteTemplate(pattern), new RouteValueDictionary(pattern.Defaults)).TryMatch(context.Request.Path, values)
            && pattern.Parameters.All(p => p.ParameterPolicies.All(policy =>
                policies.Create(p, policy) is not IRouteConstraint constraint
                || constraint.Match(context, null, p.Name, values, RouteDirection.IncomingRequest)));
    }
}
