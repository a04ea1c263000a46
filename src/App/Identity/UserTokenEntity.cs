using Investigator.Storage.Database;
using Microsoft.AspNetCore.Identity;

namespace Investigator.Identity;

/// <summary>What a person's second factor rests on. That it is there is recorded, what it is never.</summary>
public sealed class UserTokenEntity : IdentityUserToken<string>, IOfPerson
{
    [NotAudited]
    public override string? Value { get; set; }

    string IOfPerson.PersonId => UserId;
}
