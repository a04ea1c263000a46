using System.Reflection;
using Investigator.Protection;
using Microsoft.Extensions.Primitives;

namespace Investigator.Api;

/// <summary>Tells a caller which value of the address cannot be used, and what was expected; every endpoint of the group gets it by itself.</summary>
/// <remarks>When a value does not fit its parameter, the framework sets the status and leaves the body to the filters.</remarks>
internal static class BadValueFilter
{
    public static EndpointFilterDelegate Make(EndpointFilterFactoryContext endpoint, EndpointFilterDelegate next)
    {
        var parameters = endpoint.MethodInfo.GetParameters();
        return async context => context.HttpContext.Response.StatusCode == StatusCodes.Status400BadRequest
            ? ApiProblems.Bad(Words(parameters, context.HttpContext.Request))
            : await next(context);
    }

    private static string Words(IEnumerable<ParameterInfo> parameters, HttpRequest request) =>
        parameters.Select(p => AddressValue.Problem(p.Name!, p.ParameterType, Texts(p.Name!, request))).FirstOrDefault(static words => words is not null)
            ?? "A value in the address, or the body, cannot be used.";

    private static StringValues Texts(string name, HttpRequest request) =>
        request.RouteValues.TryGetValue(name, out var value) ? value?.ToString() : request.Query[name];
}
