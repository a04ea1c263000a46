using System.Globalization;

namespace Investigator.Audit;

/// <summary>Which entries are asked for; what is null is not asked of them.</summary>
public sealed record AuditFilter
{
    private const string DayFormat = "yyyy-MM-dd";

    /// <summary>An actor's id.</summary>
    public string? Who { get; init; }

    public AuditAction? Action { get; init; }

    /// <summary>The kind of what it was done to: "run".</summary>
    public string? Kind { get; init; }

    /// <summary>Which one: "3".</summary>
    public string? Key { get; init; }

    /// <summary>First day, UTC.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Last day, UTC.</summary>
    public DateOnly? To { get; init; }

    /// <summary>In details, reason, and values before and after; what is sealed cannot be searched.</summary>
    public string? Text { get; init; }

    public bool IsAll => this == new AuditFilter();

    /// <summary>From the values of an address.</summary>
    /// <returns>With the words that say which of them cannot be used; null where all can.</returns>
    public static (AuditFilter Filter, string? Problem) Read(string? who, string? action, string? kind, string? key, string? from, string? to, string? text)
    {
        var (first, last) = (FindDay(from), FindDay(to));
        var problem = from is { Length: > 0 } && first is null ? Say("from", from) : to is { Length: > 0 } && last is null ? Say("to", to) : null;
        var filter = new AuditFilter
        {
            Who = Given(who),
            Action = Enum.TryParse<AuditAction>(action, ignoreCase: true, out var parsed) ? parsed : null,
            Kind = Given(kind),
            Key = Given(key),
            From = first,
            To = last,
            Text = Given(text),
        };
        return (filter, problem);
    }

    /// <summary>As an address has it.</summary>
    public static string? Day(DateOnly? day) => day?.ToString(DayFormat, CultureInfo.InvariantCulture);

    /// <summary>From an address or a field; null for what is no day.</summary>
    public static DateOnly? FindDay(string? text) =>
        DateOnly.TryParseExact(text, DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static string Say(string name, string text) => $"'{name}' is '{text}', which is no day: expected one such as 2026-03-31.";
}
