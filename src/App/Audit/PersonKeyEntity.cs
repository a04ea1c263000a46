using Investigator.Storage.Database;

namespace Investigator.Audit;

/// <summary>The key under which the audit keeps what tells who one person is. The row stays when the key is thrown away: no new one is made then.</summary>
[NotAudited]
public sealed class PersonKeyEntity
{
    public long Id { get; set; }

    /// <summary>An account's id.</summary>
    public required string PersonId { get; set; }

    /// <summary>256 bits, protected by the app's own keys (<c>keys/</c> of the data folder); null once thrown away.</summary>
    public byte[]? Wrapped { get; set; }

    public DateTime CreatedAt { get; set; }

    public DateTime? ErasedAt { get; set; }
}
