using System.Globalization;
using Investigator.Engine.Core;

namespace Investigator.Engine.Features;

/// <summary>How column names and time spans are written in a feature's name and phrase.</summary>
internal static class FeatureWords
{
    /// <summary>Lower-case letters, digits and underscores only.</summary>
    public static string SafeName(string name)
    {
        var safe = new string([.. name.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_')]).Trim('_');
        return safe.Length == 0 ? "column" : char.IsAsciiDigit(safe[0]) ? "c_" + safe : safe;
    }

    /// <summary><c>device_id</c> is said "device id", <c>ip</c> is said "IP address".</summary>
    public static string One(string name) => name.ToLowerInvariant() is "ip" or "ip_address" ? "IP address"
        : name.ToLowerInvariant() is "ip_network" or "ip_address_network" ? "IP network" : name.Replace('_', ' ').ToLowerInvariant();

    public static string Many(string name) => Wording.Many(One(name));

    /// <summary><c>1h</c>, <c>24h</c>, <c>7d</c>.</summary>
    public static string Short(TimeSpan span) =>
        span.TotalHours > 24 ? string.Create(CultureInfo.InvariantCulture, $"{span.TotalDays:0.##}d")
            : string.Create(CultureInfo.InvariantCulture, $"{span.TotalHours:0.##}h");

    /// <summary>"in the last 24 hours".</summary>
    public static string Last(TimeSpan span) => "in the last " + (span.TotalHours == 1 ? "hour" : Span(span));

    /// <summary>"within 24 hours before or after".</summary>
    public static string Within(TimeSpan span) => $"within {Span(span)} before or after";

    private static string Span(TimeSpan span) =>
        span.TotalHours == 1 ? "an hour"
        : span.TotalHours > 24 ? string.Create(CultureInfo.InvariantCulture, $"{span.TotalDays:0.##} days")
        : string.Create(CultureInfo.InvariantCulture, $"{span.TotalHours:0.##} hours");
}
