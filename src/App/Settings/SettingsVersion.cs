namespace Investigator.Settings;

/// <summary>The policy settings as they were from a moment on.</summary>
/// <param name="Number">From 1; 0 for those that come with the app, before anything was changed.</param>
/// <param name="Settings">What they say.</param>
/// <param name="ValidFrom">UTC; null for those that come with the app.</param>
/// <param name="ApprovedBy">An actor's id; null likewise.</param>
/// <param name="Approval">The request that they came from; null likewise.</param>
public sealed record SettingsVersion(int Number, PolicySettings Settings, DateTime? ValidFrom, string? ApprovedBy, int? Approval)
{
    /// <summary>Those that come with the app.</summary>
    public static SettingsVersion First { get; } = new(0, new PolicySettings(), null, null, null);
}
