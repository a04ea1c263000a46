namespace Investigator.Audit;

/// <summary>What is to be recorded, before anything of it is sealed.</summary>
/// <param name="Action">What was done.</param>
/// <param name="Subject">To what.</param>
internal sealed record AuditDraft(AuditAction Action, AuditSubject Subject)
{
    public IReadOnlyList<ChangedValue>? Before { get; init; }

    public IReadOnlyList<ChangedValue>? After { get; init; }

    public string? Details { get; init; }

    /// <summary>Whom <see cref="Details"/> tell of.</summary>
    public string? Person { get; init; }

    public string? Reason { get; init; }
}

/// <summary>What something was done to, its kind and which one apart so that either can be looked for.</summary>
/// <param name="Kind">"run".</param>
/// <param name="Key">"3"; empty for all, or many, of the kind.</param>
internal readonly record struct AuditSubject(string Kind, string Key)
{
    /// <summary>"run 3" is run 3; what ends in no number, id or path is a kind alone.</summary>
    public static AuditSubject Parse(string text)
    {
        var at = text.LastIndexOf(' ');
        var last = text.AsSpan(at + 1);
        return at > 0 && (last.ContainsAnyInRange('0', '9') || last.StartsWith('/') || Guid.TryParse(last, out _))
            ? new AuditSubject(text[..at], text[(at + 1)..])
            : new AuditSubject(text, "");
    }

    public override string ToString() => Key.Length == 0 ? Kind : $"{Kind} {Key}";
}

/// <summary>A value of a row.</summary>
/// <param name="Name">Of the property.</param>
/// <param name="Value">As the row has it.</param>
/// <param name="Person">Whom it tells of; null where it tells of no one.</param>
internal sealed record ChangedValue(string Name, object? Value, string? Person);
