using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;

namespace Investigator.Identity;

/// <summary>Hands out a step that was begun, under the server's own seal, and takes it back once, within minutes.</summary>
/// <remarks>Nothing is kept of what was only begun, which anybody can do as often as they like.</remarks>
public sealed class StepSeal(IDataProtectionProvider protection, TimeProvider clock)
{
    public static TimeSpan Lasts { get; } = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<Guid, DateTimeOffset> _finished = new();

    public string Close(StepUse use, string what) =>
        SealOf(use).Protect(JsonSerializer.Serialize(new PendingStep(Guid.NewGuid(), clock.GetUtcNow() + Lasts, what)));

    /// <returns>Null for what is not ours, too old, of another use, or finished.</returns>
    public PendingStep? Open(StepUse use, string? token)
    {
        if (string.IsNullOrEmpty(token)) return null;
        try
        {
            var step = JsonSerializer.Deserialize<PendingStep>(SealOf(use).Unprotect(token));
            return step is not null && step.Until > clock.GetUtcNow() && !_finished.ContainsKey(step.Id) ? step : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <returns>False where somebody has finished it.</returns>
    public bool Finish(PendingStep step)
    {
        foreach (var (id, until) in _finished)
        {
            if (until <= clock.GetUtcNow()) _finished.TryRemove(id, out _);
        }

        return _finished.TryAdd(step.Id, step.Until);
    }

    private IDataProtector SealOf(StepUse use) => protection.CreateProtector("Investigator.Identity.Step", use.ToString());
}
