using Investigator.Access;
using Investigator.Storage.Database;

namespace Investigator.Identity;

/// <summary>One browser in which someone is signed in. The cookie holds its id under the server's own seal, so knowing the id is of no use.</summary>
public sealed class SessionEntity : IOfPerson
{
    public required string Id { get; set; }

    public required string UserId { get; set; }

    public SignInWay Way { get; set; }

    public DateTime CreatedAt { get; set; }

    /// <summary>About when it was used last.</summary>
    [NotAudited]
    public DateTime SeenAt { get; set; }

    public DateTime? EndedAt { get; set; }

    /// <summary>The address it began at.</summary>
    [PersonalValue]
    public string From { get; set; } = "";

    /// <summary>What the browser says it is.</summary>
    [PersonalValue]
    public string Agent { get; set; } = "";

    /// <summary>The one role that a demo's user plays; null for all that the person has.</summary>
    public Role? Playing { get; set; }

    string IOfPerson.PersonId => UserId;
}
