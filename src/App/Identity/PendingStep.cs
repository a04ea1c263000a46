namespace Investigator.Identity;

/// <summary>What was begun in one request and is to be finished in the next.</summary>
public enum StepUse
{
    /// <summary>A sign-in whose password fits and whose code is still owed.</summary>
    Code,

    /// <summary>A passkey that is being added.</summary>
    AddPasskey,

    /// <summary>A sign-in by a passkey.</summary>
    PasskeySignIn,
}

/// <param name="Id">Of this step alone.</param>
/// <param name="Until">After this it is begun anew.</param>
/// <param name="What">What was come to.</param>
public sealed record PendingStep(Guid Id, DateTimeOffset Until, string What);
