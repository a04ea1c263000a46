using Investigator.Engine.Core;
using Investigator.Engine.Ingest;

namespace Investigator.Commands;

/// <summary>A remedy as a command line spells it: <c>--format decimal=,</c></summary>
internal static class RemedyArguments
{
    /// <summary>A remedy that changes more than this is told in its own words.</summary>
    private const int LongestSetting = 100;

    private const string Format = ".format.";

    /// <summary>Null where no options do what it does.</summary>
    public static string? Of(Remedy remedy, Mapping mapping)
    {
        var settings = MappingSetting.Between(mapping, remedy.Mend(mapping));
        if (settings.Count == 0) return Named(remedy) is { } key ? Argument(MappingSetting.Parse(remedy.Setting) with { Key = key }) : null;
        return settings.Any(static s => s.Value.Length > LongestSetting) ? null : string.Join(' ', settings.Select(Argument));
    }

    /// <summary>What it changes.</summary>
    public static IEnumerable<string> Keys(Remedy remedy, Mapping mapping) =>
        MappingSetting.Between(mapping, remedy.Mend(mapping)).Select(static s => s.Key).Concat(Named(remedy) is { } key ? [key] : []);

    /// <summary>The key that its words name; it may be that the mapping is so already.</summary>
    private static string? Named(Remedy remedy)
    {
        var at = remedy.Setting.IndexOf('=', StringComparison.Ordinal);
        var key = at < 0 ? "" : remedy.Setting[..at].Trim();
        return key.Length > 0 && !key.Any(char.IsWhiteSpace) ? key : null;
    }

    private static string Argument(MappingSetting setting)
    {
        var (option, key) = setting.Key.StartsWith(TableNames.Transactions + Format, StringComparison.Ordinal)
            ? ("--format", setting.Key[(TableNames.Transactions + Format).Length..])
            : setting.Key.StartsWith(TableNames.Events + Format, StringComparison.Ordinal)
                ? ("--events-format", setting.Key[(TableNames.Events + Format).Length..])
                : ("--set", setting.Key);
        return $"{option} {Quoted($"{key}={setting.Value}")}";
    }

    /// <summary>As a shell takes it for one word.</summary>
    private static string Quoted(string word)
    {
        var shown = HiddenCharacters.Show(word);
        return shown.All(static c => char.IsLetterOrDigit(c) || c is '=' or '.' or ',' or '_' or '-' or '/' or ':' or '+' or '%') ? shown
            : $"'{shown.Replace("'", "'\\''", StringComparison.Ordinal)}'";
    }
}
