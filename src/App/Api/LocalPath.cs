namespace Investigator.Api;

/// <summary>An address of this server that someone else named: what leads elsewhere becomes the start page.</summary>
internal static class LocalPath
{
    public static string Of(string? asked) =>
        asked is ['/', ..] and not ['/', '/' or '\\', ..] && !asked.Any(char.IsControl) && Uri.IsWellFormedUriString(asked, UriKind.Relative) ? asked : "/";
}
