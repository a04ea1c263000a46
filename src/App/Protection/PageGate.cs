using System.Collections.Concurrent;
using System.Reflection;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Endpoints;

namespace Investigator.Protection;

/// <summary>Pages are read, not written to, and a value in a page's address that is not of the kind that the page reads is told in words: the framework would
/// fail while rendering.</summary>
internal sealed class PageGate(RequestDelegate next)
{
    private readonly ConcurrentDictionary<Type, (string Name, Type Type)[]> _values = new();

    public Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<ComponentTypeMetadata>() is not { } page) return next(context);
        if (HttpMethods.IsPost(context.Request.Method))
        {
            context.Response.Headers.Allow = HttpMethods.Get;
            context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            return Task.CompletedTask;
        }

        return Problem(page.Type, context.Request.Query) is { } words
            ? ErrorAnswer.WriteAsync(context, StatusCodes.Status400BadRequest, words)
            : next(context);
    }

    private string? Problem(Type page, IQueryCollection query)
    {
        foreach (var (name, type) in _values.GetOrAdd(page, Read))
        {
            if (AddressValue.Problem(name, type, query[name]) is { } words) return words;
        }

        return null;
    }

    private static Type Kind(PropertyInfo value) => value.GetCustomAttribute<OneOfAttribute>()?.Names ?? value.PropertyType;

    private static (string Name, Type Type)[] Read(Type page) =>
    [
        .. page.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .Select(static p => (Property: p, Query: p.GetCustomAttribute<SupplyParameterFromQueryAttribute>()))
            .Where(static p => p.Query is not null)
            .Select(static p => (p.Query!.Name ?? p.Property.Name.ToLowerInvariant(), Kind(p.Property))),
    ];
}
