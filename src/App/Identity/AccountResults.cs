using Investigator.Engine.Core;
using Microsoft.AspNetCore.Identity;

namespace Investigator.Identity;

internal static class AccountResults
{
    /// <exception cref="InputException">The accounts refused it, in Identity's own words.</exception>
    public static void Require(this IdentityResult result)
    {
        if (!result.Succeeded) throw new InputException(string.Join(' ', result.Errors.Select(static e => e.Description)).TrimEnd('.'));
    }
}
