using Investigator.Access;
using Investigator.Storage.Database;

namespace Investigator.Identity;

/// <summary>What a link is good for.</summary>
public enum LinkUse
{
    /// <summary>Makes the first administrator.</summary>
    FirstAdministrator,

    /// <summary>Makes an account for someone who was invited.</summary>
    Invitation,

    /// <summary>Lets someone who has an account in, to set a new password.</summary>
    Recovery,
}

/// <summary>A link that works once. Its secret is not kept, only the secret's hash.</summary>
public sealed class OneTimeLinkEntity : IHasCreator, IOfPerson
{
    public int Id { get; set; }

    public LinkUse Use { get; set; }

    [NotAudited]
    public required byte[] Hash { get; set; }

    /// <summary>Whom it is for: a name to begin with.</summary>
    [PersonalValue]
    public string Name { get; set; } = "";

    /// <summary>The roles that an invitation gives.</summary>
    public List<Role> Roles { get; set; } = [];

    /// <summary>The account that it leads to: known beforehand for a recovery, afterwards for the others.</summary>
    public string? UserId { get; set; }

    public string CreatedBy { get; set; } = "";

    public DateTime CreatedAt { get; set; }

    public DateTime ExpiresAt { get; set; }

    public DateTime? UsedAt { get; set; }

    /// <summary>Set once it was taken back, or a newer one took its place.</summary>
    public DateTime? WithdrawnAt { get; set; }

    string IOfPerson.PersonId => UserId ?? $"link:{Id}";
}
