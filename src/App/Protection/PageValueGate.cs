using System.Collections.Concurrent;
using System.Reflection;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Endpoints;

namespace Investigator.Protection;

/// <summary>Answers in words when a value in a page's address is not of the kind that the page reads; the framework would fail while rendering.</summary>
internal sealed class PageValueGate(RequestDelegate next)
{
    private readonly ConcurrentDictionary<Type, (string Name, Type Type)[]> _values = new();

    public Task InvokeAsync(HttpContext context) => Problem(context) is { } words
        ? ErrorAnswer.WriteAsync(context, StatusCodes.Status400BadRequest, words)
        : next(context);

    private string? Problem(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<ComponentTypeMetadata>() is not { } page) return null;
        foreach (var (name, type) in _values.GetOrAdd(page.Type, Read))
        {
            foreach (var text in context.Request.Query[name])
            {
                if (AddressValue.Problem(name, type, text) is { } words) return words;
            }
        }

        return null;
    }

    private static (string Name, Type Type)[] Read(Type page) =>
    [
        .. page.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .Select(static p => (Property: p, Query: p.GetCustomAttribute<SupplyParameterFromQueryAttribute>()))
            .Where(static p => p.Query is not null).Select(static p => (p.Query!.Name ?? p.Property.Name, p.Property.PropertyType)),
    ];
}
