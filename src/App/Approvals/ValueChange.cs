namespace Investigator.Approvals;

/// <summary>One value that a request would change, in words.</summary>
/// <param name="Name">Of what.</param>
/// <param name="Now">When it was asked for.</param>
/// <param name="Then">Once it is approved.</param>
public sealed record ValueChange(string Name, string Now, string Then);
