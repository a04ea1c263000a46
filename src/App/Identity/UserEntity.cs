using Investigator.Access;
using Investigator.Storage.Database;
using Microsoft.AspNetCore.Identity;

namespace Investigator.Identity;

/// <summary>A person with an account. Its id signs what the person does and never changes.</summary>
public sealed class UserEntity : IdentityUser, IOfPerson
{
    /// <summary>What the person signs in with.</summary>
    [PersonalValue]
    public override string? UserName { get; set; }

    [NotAudited]
    public override string? NormalizedUserName { get; set; }

    [PersonalValue]
    public override string? Email { get; set; }

    [NotAudited]
    public override string? NormalizedEmail { get; set; }

    [PersonalValue]
    public override string? PhoneNumber { get; set; }

    [NotAudited]
    public override string? PasswordHash { get; set; }

    [NotAudited]
    public override string? SecurityStamp { get; set; }

    [NotAudited]
    public override string? ConcurrencyStamp { get; set; } = Guid.NewGuid().ToString();

    /// <summary>As colleagues know the person.</summary>
    [PersonalValue]
    public string Name { get; set; } = "";

    /// <summary>What the person is here; empty for one who may do nothing any more.</summary>
    public List<Role> Roles { get; set; } = [];

    /// <summary>The demo's own user, who may play any role and is no administrator of a real installation.</summary>
    public bool IsDemo { get; set; }

    /// <summary>Set once the person may not sign in any more.</summary>
    public DateTime? DisabledAt { get; set; }

    public DateTime CreatedAt { get; set; }

    string IOfPerson.PersonId => Id;
}
