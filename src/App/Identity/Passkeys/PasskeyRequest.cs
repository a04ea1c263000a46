namespace Investigator.Identity.Passkeys;

/// <summary>What a browser is asked, and what it brings back with its answer.</summary>
/// <param name="Options">JSON, as the browser's own interface takes it.</param>
/// <param name="Step">What was begun, under the server's seal.</param>
public sealed record PasskeyRequest(string Options, string Step);
