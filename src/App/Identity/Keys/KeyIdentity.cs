using System.Globalization;
using System.Security.Claims;
using Investigator.Access;

namespace Investigator.Identity.Keys;

/// <summary>What a key proves, for one request: each request reads the key and its owner anew, so that what is taken away is gone at once.</summary>
internal sealed class KeyIdentity : ClaimsIdentity
{
    public KeyIdentity(ApiKeyEntity key, UserEntity owner)
        : base(KeyAuthentication.Way)
    {
        var rights = AccessPolicy.Of(owner.Roles);
        Program = new Actor(IdOf(key), key.Name, ActorKind.Program)
        {
            Rights = rights.Contains(Permission.UseKeys) ? key.Scopes.Where(rights.Contains).ToHashSet() : new HashSet<Permission>(),
        };
    }

    public Actor Program { get; }

    /// <summary>What signs all that the key does.</summary>
    public static string IdOf(ApiKeyEntity key) => string.Create(CultureInfo.InvariantCulture, $"key:{key.Id}");
}
