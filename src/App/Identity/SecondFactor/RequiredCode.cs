using Investigator.Engine.Core;

namespace Investigator.Identity.SecondFactor;

internal static class RequiredCode
{
    /// <exception cref="InputException">The code does not fit, was used, or the account rests.</exception>
    public static async Task RequireCodeAsync(this AccountScope scope, UserEntity user, string? code, TimeProvider clock)
    {
        if (!await CodeCheck.TakeAsync(scope, user, code, clock))
        {
            throw new InputException("the code does not fit, or was used before; after five that do not fit, the account rests for five minutes");
        }
    }
}
