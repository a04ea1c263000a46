namespace Investigator.Commands;

/// <summary>How the web app is reached.</summary>
/// <param name="Url">Address to listen on.</param>
internal sealed record ServerOptions(string Url)
{
    /// <summary>Names it is reached by besides the loopback ones, for instance through a proxy.</summary>
    public IReadOnlyList<string> Hosts { get; init; } = [];
}
