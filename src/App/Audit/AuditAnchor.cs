using System.Globalization;
using Investigator.Engine.Core;
using Investigator.Engine.Integrity;

namespace Investigator.Audit;

/// <summary>What the chain had come to at some time, kept outside the database: who removes the last entries, or makes all of them anew, must change this
/// too.</summary>
/// <param name="Format">Of this file.</param>
/// <param name="At">When it was written, UTC.</param>
/// <param name="Start">What the first entry rests on: it tells this record from one that was begun anew.</param>
/// <param name="Entries">How many entries there were, which is the number of the last.</param>
/// <param name="Hash">Of the last.</param>
internal sealed record AuditAnchor(int Format, DateTime At, string Start, long Entries, string Hash)
{
    public const int CurrentFormat = 1;

    public static string PathOf(string folder, DateOnly day) =>
        Path.Combine(folder, day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) + ".json");

    /// <summary>Those of a data folder, oldest first; a file that is damaged has no anchor, but the words that say so.</summary>
    public static IReadOnlyList<(string File, AuditAnchor? Anchor, string? Damage)> AllIn(string folder)
    {
        if (!Directory.Exists(folder)) return [];
        return [.. Directory.GetFiles(folder, "*.json").Order(StringComparer.Ordinal).Select(Read)];
    }

    public static (string File, AuditAnchor? Anchor, string? Damage) Read(string path)
    {
        var name = Path.GetFileName(path);
        try
        {
            return (name, SealedJson.Read<AuditAnchor>(path), null);
        }
        catch (InputException e)
        {
            return (name, null, e.Problem);
        }
    }

    /// <summary>In another's place whole or not at all, and on the disk when this returns.</summary>
    public void Write(string path) => DurableFiles.Replace(path, file => SealedJson.Write(file, this));
}
