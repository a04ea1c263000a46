using System.Text.Json.Serialization.Metadata;

namespace Investigator.Engine.Tables;

/// <summary>The key that earlier versions wrote for a property; <see cref="StoredJson"/> reads it too, and nothing writes it any more.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class FormerKeyAttribute(string name) : Attribute
{
    public string Name => name;
}

internal static class FormerKeys
{
    /// <summary>For a serializer's type resolver.</summary>
    public static void Allow(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object) return;
        foreach (var property in type.Properties.ToArray())
        {
            if (property.AttributeProvider?.GetCustomAttributes(typeof(FormerKeyAttribute), inherit: false) is not [FormerKeyAttribute key]) continue;
            var former = type.CreateJsonPropertyInfo(property.PropertyType, key.Name);
            former.Set = property.Set;
            type.Properties.Add(former);
        }
    }
}
