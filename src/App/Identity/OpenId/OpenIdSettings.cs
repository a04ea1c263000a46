using Investigator.Access;
using Investigator.Engine.Core;

namespace Investigator.Identity.OpenId;

/// <summary>Where people of an organisation sign in, and which of its roles are which of ours.</summary>
internal sealed record OpenIdSettings
{
    public const string Section = "OpenId";

    private static readonly string[] Keys = ["Authority", "ClientId", "ClientSecret", "Name", "Scopes", "RoleClaim", "Roles"];

    /// <summary>The provider's address, below which it tells of itself.</summary>
    public required string Authority { get; init; }

    public required string ClientId { get; init; }

    /// <summary>Null for a client that is known by its proof of the code alone.</summary>
    public string? ClientSecret { get; init; }

    /// <summary>As the button calls it.</summary>
    public required string Name { get; init; }

    /// <summary>Asked for besides <c>openid</c> and <c>profile</c>.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>The claim in which the provider says what someone is.</summary>
    public required string RoleClaim { get; init; }

    /// <summary>What each of its values is here.</summary>
    public required IReadOnlyDictionary<string, Role> Roles { get; init; }

    /// <returns>Null where nothing is set.</returns>
    /// <exception cref="InputException">What is set is not usable.</exception>
    public static OpenIdSettings? Read(IConfiguration configuration)
    {
        var section = configuration.GetSection(Section);
        if (!section.Exists()) return null;
        if (section.GetChildren().FirstOrDefault(static c => !Keys.Contains(c.Key, StringComparer.OrdinalIgnoreCase)) is { } unknown)
        {
            var known = string.Join(", ", Keys.Select(static key => $"{Section}:{key}"));
            throw new InputException("there is no such setting", value: unknown.Path, expected: $"one of {known}");
        }

        return new OpenIdSettings
        {
            Authority = AuthorityOf(section["Authority"]),
            ClientId = Text(section, "ClientId") ?? throw Missing("ClientId", "the name under which the provider knows this server"),
            ClientSecret = Text(section, "ClientSecret"),
            Name = Text(section, "Name") ?? "OpenID Connect",
            Scopes = (Text(section, "Scopes") ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries),
            RoleClaim = Text(section, "RoleClaim") ?? "roles",
            Roles = RolesOf(section.GetSection("Roles")),
        };
    }

    /// <returns>What someone is here of whom the provider says this.</returns>
    public List<Role> RolesFor(IEnumerable<string> said) => [.. said.Where(Roles.ContainsKey).Select(value => Roles[value]).Distinct().Order()];

    private static string AuthorityOf(string? text)
    {
        var isRead = Uri.TryCreate(text, UriKind.Absolute, out var address);
        if (isRead && (address!.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback))) return text!;
        throw new InputException(
            "the provider of accounts has no usable address", value: text,
            expected: $"{Section}:Authority, an https address such as https://login.example/tenant");
    }

    // A value may hold colons, which the settings take for a way further down.
    private static Dictionary<string, Role> RolesOf(IConfigurationSection section)
    {
        var roles = new Dictionary<string, Role>(StringComparer.Ordinal);
        foreach (var (value, name) in section.AsEnumerable(makePathsRelative: true))
        {
            if (name is null || value.Length == 0) continue;
            if (!Enum.TryParse<Role>(name.Replace(" ", "", StringComparison.Ordinal), ignoreCase: true, out var role) || !Enum.IsDefined(role))
            {
                throw new InputException(
                    $"{Section}:Roles:{value} is no role", value: name, expected: string.Join(", ", Enum.GetValues<Role>().Select(PermissionWords.Of)));
            }

            roles[value] = role;
        }

        if (roles.Count > 0) return roles;
        throw Missing("Roles", "which values of the role claim are which role: \"Roles\": { \"fraud-team\": \"investigator\" }");
    }

    private static string? Text(IConfigurationSection section, string key) => string.IsNullOrWhiteSpace(section[key]) ? null : section[key];

    private static InputException Missing(string key, string expected) => new($"{Section}:{key} is not set", expected: expected);
}
