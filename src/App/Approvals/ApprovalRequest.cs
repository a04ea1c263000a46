using Investigator.Engine.Core;

namespace Investigator.Approvals;

/// <summary>What someone asks for.</summary>
/// <param name="Kind">What it is about.</param>
/// <param name="Subject">What would be changed.</param>
/// <param name="What">In one sentence.</param>
/// <param name="Before">What is in force, as its kind writes it.</param>
/// <param name="After">What would take its place.</param>
/// <param name="Reason">Why.</param>
public sealed record ApprovalRequest(ApprovalKind Kind, string Subject, string What, string Before, string After, string Reason)
{
    /// <summary>Longest reason, of a request or a decision.</summary>
    public const int LongestReason = 1000;

    /// <summary>How long a request waits to be decided.</summary>
    public static TimeSpan Waits { get; } = TimeSpan.FromDays(14);

    /// <summary>What it would do, as far as that can be told.</summary>
    public string? Effect { get; init; }

    /// <summary>A page of this app that shows what it rests on.</summary>
    public string? Evidence { get; init; }

    /// <exception cref="InputException">There is no reason, or the evidence is no page of this app.</exception>
    public void Validate()
    {
        RequireReason(Reason, "asking for it");
        if (Evidence is not null && !IsPage(Evidence))
        {
            throw new InputException("the evidence is no page of this app", value: Evidence, expected: "an address that begins with one slash");
        }
    }

    /// <summary>A reason as it is kept.</summary>
    /// <exception cref="InputException">There is none, or it is too long.</exception>
    public static string RequireReason(string? reason, string act)
    {
        if (string.IsNullOrWhiteSpace(reason)) throw new InputException($"{act} needs a reason", expected: "a sentence that says why");
        return Kept(reason);
    }

    /// <summary>A reason that may be left out, as it is kept.</summary>
    /// <exception cref="InputException">It is too long.</exception>
    public static string? OptionalReason(string? reason) => string.IsNullOrWhiteSpace(reason) ? null : Kept(reason);

    private static string Kept(string reason) => reason.Trim() is { Length: <= LongestReason } kept
        ? kept
        : throw new InputException("the reason is too long", expected: FormattableString.Invariant($"at most {LongestReason} characters"));

    // Browsers read "//host" and "/\host" as another site.
    private static bool IsPage(string address) => address is ['/', ..] and not ['/', '/' or '\\', ..] && !address.Any(char.IsControl);
}
