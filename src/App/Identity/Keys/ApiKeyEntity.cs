using Investigator.Access;
using Investigator.Storage.Database;

namespace Investigator.Identity.Keys;

/// <summary>A key by which a program asks for data in place of a person. Its secret is not kept, only the secret's hash.</summary>
public sealed class ApiKeyEntity : IOfPerson
{
    public int Id { get; set; }

    /// <summary>What it is for, as its owner says.</summary>
    [PersonalValue]
    public required string Name { get; set; }

    /// <summary>The account in whose place the program asks.</summary>
    public required string OwnerId { get; set; }

    /// <summary>SHA-256 of the secret.</summary>
    [NotAudited]
    public required byte[] Hash { get; set; }

    /// <summary>The first characters of the secret, by which its owner knows it again.</summary>
    public required string Beginning { get; set; }

    /// <summary>What it may do at most; of that, only what its owner may do at the moment.</summary>
    public List<Permission> Scopes { get; set; } = [];

    public DateTime CreatedAt { get; set; }

    public DateTime ExpiresAt { get; set; }

    /// <summary>About when it was used last; null for never.</summary>
    [NotAudited]
    public DateTime? UsedAt { get; set; }

    public DateTime? RevokedAt { get; set; }

    string IOfPerson.PersonId => OwnerId;
}
