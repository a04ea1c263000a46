using Investigator.Access;

namespace Investigator.Audit;

/// <summary>Records what changes no row of the store: sign-ins, reveals, exports, refusals.</summary>
public sealed partial class AuditLog(ILogger<AuditLog> log)
{
    /// <param name="actor">Who did it.</param>
    /// <param name="action">What was done.</param>
    /// <param name="subject">To what: "run 3", "account 12".</param>
    /// <param name="details">What else there is to say; no secrets.</param>
    /// <param name="reason">As the actor gave it.</param>
    /// <param name="person">Whose key <paramref name="details"/> is kept under, where it tells who someone is.</param>
    /// <param name="cancel">Stops before anything is written.</param>
    public Task RecordAsync(
        Actor actor, AuditAction action, string subject, string? details = null, string? reason = null, string? person = null,
        CancellationToken cancel = default)
    {
        LogDone(actor.Id, action, subject, details, reason, person);
        return Task.CompletedTask;
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Actor} {Action} {Subject} {Details} {Reason} {Person}")]
    private partial void LogDone(string actor, AuditAction action, string subject, string? details, string? reason, string? person);
}
