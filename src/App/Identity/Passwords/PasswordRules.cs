using Microsoft.AspNetCore.Identity;

namespace Investigator.Identity.Passwords;

/// <summary>What a password must be besides long enough: none that is guessed first, and none made of the person's own names.</summary>
internal sealed class PasswordRules : IPasswordValidator<UserEntity>
{
    /// <summary>As many characters as a form takes; comparing more costs the server and helps nobody.</summary>
    public const int Longest = 256;

    public const int Shortest = 12;

    public Task<IdentityResult> ValidateAsync(UserManager<UserEntity> manager, UserEntity user, string? password)
    {
        ArgumentNullException.ThrowIfNull(user);
        string[] own = [user.UserName ?? "", user.Name, user.Email ?? ""];
        var problem = password switch
        {
            null => AccountProblem.TooShort,
            { Length: < Shortest } => AccountProblem.TooShort,
            { Length: > Longest } => AccountProblem.TooLong,
            _ when Guessing.IsGuessed(password, own) => AccountProblem.Guessed,
            _ => null,
        };
        return Task.FromResult(problem is null ? IdentityResult.Success
            : IdentityResult.Failed(new IdentityError { Code = problem, Description = AccountProblem.Words(problem) }));
    }
}
