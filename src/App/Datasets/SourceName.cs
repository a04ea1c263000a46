using System.Text;
using Investigator.Engine.Core;
using Investigator.Engine.Ingest.Sources;

namespace Investigator.Datasets;

/// <summary>Names of source files, as they come from browsers and folders.</summary>
public static class SourceName
{
    /// <summary>Of a stored name, in characters; a file system takes 255 bytes.</summary>
    public const int MaxLength = 120;

    private const int MaxBytes = 200;

    /// <summary>What a source's name usually ends with.</summary>
    public static IReadOnlyList<string> Endings { get; } = SourceEndings.All;

    public static bool IsSource(string name) => SourceEndings.IsSource(name);

    /// <summary>Whether a cleaned name may be that of an upload: not of another kind by its ending, and more than an ending.</summary>
    public static bool MayBeUploaded(string plain) =>
        plain.Length > 0 && SourceEndings.MayBeSource(plain) && !Endings.Contains("." + plain, StringComparer.OrdinalIgnoreCase);

    /// <summary>The name without a path, without what cannot be seen (line ends, control and direction characters) and without what stands for other names in a
    /// query; a long one is cut before its ending.</summary>
    public static string Clean(string name)
    {
        var plain = string.Concat(HiddenCharacters.Remove(Path.GetFileName(name.Replace('\\', '/'))).Where(IsPlain)).Trim().TrimStart('.');
        var ending = Endings.Where(e => plain.EndsWith(e, StringComparison.OrdinalIgnoreCase)).MaxBy(static e => e.Length)?.Length ?? 0;
        var (stem, last) = (plain[..^ending], plain[^ending..]);
        while (stem.Length + last.Length > MaxLength || Encoding.UTF8.GetByteCount(stem) + last.Length > MaxBytes)
        {
            stem = stem[..^(stem.Length > 1 && char.IsLowSurrogate(stem[^1]) ? 2 : 1)];
        }

        return stem + last;
    }

    /// <summary>A name as a page shows it, whoever gave it: nothing in it acts or hides, and it takes no more than a line.</summary>
    public static string Shown(string name) => Wording.Quoted(name, MaxLength);

    private static bool IsPlain(char c) =>
        !char.IsControl(c) && c is not ('\u2028' or '\u2029' or '*' or '?' or '[' or ']') && !Path.GetInvalidFileNameChars().Contains(c);
}
