namespace Investigator.Protection;

/// <summary>What a page may load and run: this server's own files, and no script that stands in the page itself.</summary>
internal static class ContentPolicy
{
    private const string Compiled = " 'unsafe-eval'";

    /// <summary>The value of <c>Content-Security-Policy</c>.</summary>
    /// <param name="endpoint">What answers; null when nothing does.</param>
    public static string For(Endpoint? endpoint) => Of(endpoint?.Metadata.GetMetadata<AllowsCompiledScriptAttribute>() is null ? "" : Compiled);

    // Styles inside the page stay allowed: MudBlazor writes its theme as a style element, and it, Plotly and the bars in tables place things by style
    // attributes. The circuit's websocket is 'self' as well.
    private static string Of(string compiled) =>
        $"default-src 'self'; script-src 'self'{compiled}; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
        + "connect-src 'self'; object-src 'none'; frame-src 'none'; frame-ancestors 'none'; base-uri 'self'; form-action 'self'";
}
