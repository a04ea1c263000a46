using System.Globalization;
using Investigator.Engine.Core;
using Microsoft.Extensions.Primitives;

namespace Investigator.Protection;

/// <summary>Values in an address, and what is said of one that does not fit.</summary>
internal static class AddressValue
{
    // Enough to recognise it by.
    private const int Shown = 60;

    /// <returns>The same for a value as often as it stands in the address; of what is read as one value there must not be several.</returns>
    public static string? Problem(string name, Type type, StringValues texts) =>
        texts.Select(text => Problem(name, type, text)).FirstOrDefault(static words => words is not null)
        ?? (texts.Count > 1 && !type.IsArray ? $"'{name}' is given {Wording.Counted(texts.Count, "time")}: expected once." : null);

    /// <returns>What is wrong, in words: which value, what it is, what was expected; null when it fits, is not there, or may be any text.</returns>
    /// <param name="name">As the address calls it.</param>
    /// <param name="type">What it is read as; numbers, yes or no, and the names of an enum can fail.</param>
    /// <param name="text">As it stands in the address.</param>
    public static string? Problem(string name, Type type, string? text)
    {
        if (string.IsNullOrEmpty(text)) return null;
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(int) && !int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out _))
        {
            return Say(name, text, $"a whole number up to {int.MaxValue.ToString(CultureInfo.InvariantCulture)}");
        }

        if (type == typeof(bool) && !bool.TryParse(text, out _)) return Say(name, text, "true or false");
        return type.IsEnum && !Enum.GetNames(type).Contains(text, StringComparer.OrdinalIgnoreCase)
            ? Say(name, text, string.Join(", ", Enum.GetNames(type)).ToLowerInvariant())
            : null;
    }

    private static string Say(string name, string text, string expected) =>
        $"'{name}' is '{Wording.Quoted(text, Shown)}', which cannot be used: expected {expected}.";
}
