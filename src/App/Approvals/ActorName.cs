using Investigator.Access;

namespace Investigator.Approvals;

/// <summary>Names of those who asked and decided, as the inbox shows them.</summary>
public static class ActorName
{
    public static string Of(string id) => Actor.NameOf(id);
}
