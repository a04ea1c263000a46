using Investigator.Access;
using Investigator.Audit;
using Investigator.Identity;

namespace Investigator.Protection;

/// <summary>Puts on record that someone asked for what they may not do.</summary>
internal static class RefusalRecord
{
    /// <param name="http">The request.</param>
    /// <param name="needed">The right that was lacking; null for what is for nobody.</param>
    public static Task WriteAsync(HttpContext http, Permission? needed) => http.RequestServices.GetRequiredService<AuditLog>().RecordAsync(
        http.RequestServices.GetRequiredService<CurrentActor>().Actor, AuditAction.Refused, $"address {http.Request.Path}", needed?.ToString(),
        cancel: http.RequestAborted);
}
