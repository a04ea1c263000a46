using System.Collections;
using System.Reflection;
using System.Text.Json.Serialization.Metadata;

namespace Investigator.Engine.Tables;

/// <summary>Gives what a stored record lacks a value of its kind where it may not be null: an empty text or list, or a record of defaults.</summary>
internal static class MissingValues
{
    /// <summary>For a serializer's type resolver.</summary>
    public static void Allow(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object) return;
        foreach (var property in type.Properties) property.IsRequired = false;
        var required = NeverNull(type.Type);
        if (required.Length > 0) type.OnDeserialized = record => Fill(record, required);
    }

    private static PropertyInfo[] NeverNull(Type type)
    {
        var nullability = new NullabilityInfoContext();
        return
        [
            .. type.GetProperties()
                .Where(static p => p is { CanRead: true, CanWrite: true } && !p.PropertyType.IsValueType)
                .Where(p => nullability.Create(p).WriteState == NullabilityState.NotNull),
        ];
    }

    private static void Fill(object record, PropertyInfo[] required)
    {
        foreach (var property in required)
        {
            if (property.GetValue(record) is null && Empty(property.PropertyType) is { } value) property.SetValue(record, value);
        }
    }

    /// <summary>Null for a kind that has no natural empty value.</summary>
    private static object? Empty(Type type)
    {
        if (type == typeof(string)) return "";
        if (type.IsArray) return Array.CreateInstance(type.GetElementType()!, 0);
        if (type.IsGenericType && type.IsAssignableTo(typeof(IEnumerable))) return EmptyCollection(type);
        if (type.IsAbstract || type.GetConstructor(Type.EmptyTypes) is null) return null;
        var record = Activator.CreateInstance(type)!;
        Fill(record, NeverNull(type));
        return record;
    }

    private static object? EmptyCollection(Type type)
    {
        var arguments = type.GetGenericArguments();
        Type[] shapes = arguments.Length switch
        {
            1 => [typeof(List<>).MakeGenericType(arguments)],
            2 => [typeof(Dictionary<,>).MakeGenericType(arguments)],
            _ => [],
        };
        return shapes.Where(type.IsAssignableFrom).Select(Activator.CreateInstance).FirstOrDefault();
    }
}
