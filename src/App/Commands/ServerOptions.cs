using Investigator.Limits;

namespace Investigator.Commands;

/// <summary>How the web app is reached.</summary>
/// <param name="Url">Address to listen on.</param>
internal sealed record ServerOptions(string Url)
{
    /// <summary>For a command that builds the app but serves nothing.</summary>
    public static ServerOptions Unserved { get; } = new("http://127.0.0.1:0");

    /// <summary>Names it is reached by besides the loopback ones, for instance through a proxy.</summary>
    public IReadOnlyList<string> Hosts { get; init; } = [];

    /// <summary>Addresses or networks of the proxies before it, which are believed about who asked them.</summary>
    public IReadOnlyList<string> Proxies { get; init; } = [];

    /// <summary>What people may take of the machine.</summary>
    public LimitOptions Limits { get; init; } = new();

    /// <summary>Folders whose files pages may load, besides the data folder's own for that.</summary>
    public IReadOnlyList<string> Imports { get; init; } = [];
}
