namespace Investigator.Storage.Database;

/// <summary>What a person typed, as a pattern of LIKE.</summary>
internal static class LikePattern
{
    public const string Escape = "\\";

    /// <summary>Of a text that holds another; signs that stand for other signs in a pattern stand for themselves.</summary>
    public static string Holding(string text) =>
        $"%{text.Replace(Escape, Escape + Escape, StringComparison.Ordinal).Replace("%", Escape + "%", StringComparison.Ordinal)
            .Replace("_", Escape + "_", StringComparison.Ordinal)}%";
}
