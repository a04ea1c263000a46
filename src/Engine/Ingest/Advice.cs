using Investigator.Engine.Core;

namespace Investigator.Engine.Ingest;

public enum AdviceLevel
{
    /// <summary>What was found, for whoever wants to know.</summary>
    Note,

    /// <summary>Likely a mistake in the file or in what its columns are used as; the load goes on all the same.</summary>
    Warning,

    /// <summary>Nothing is loaded before a person has chosen.</summary>
    Decide,
}

/// <summary>What a person should know, or must decide, of a source before it is loaded.</summary>
/// <param name="Level">How much it matters.</param>
/// <param name="Table">transactions or events.</param>
/// <param name="Column">Source column; null where it is about the whole table.</param>
/// <param name="Text">One sentence, in the words of who knows the file and not the product; no full stop.</param>
public sealed record Advice(AdviceLevel Level, string Table, string? Column, string Text)
{
    /// <summary>The choices, the likeliest first; empty where there is none.</summary>
    public IReadOnlyList<Remedy> Remedies { get; init; } = [];

    /// <summary>Whether it is settled, too, by allowing as many unusable rows as there are, which is no part of a mapping.</summary>
    public bool IsOverLimit { get; init; }

    /// <summary>Refuses to go on where something is left to be decided.</summary>
    /// <param name="advice">All that there is.</param>
    /// <param name="file">That it is about.</param>
    /// <exception cref="InputException">Names the first, with the settings to choose from.</exception>
    public static void RequireDecided(IEnumerable<Advice> advice, string file)
    {
        if (advice.FirstOrDefault(static a => a.Level == AdviceLevel.Decide) is not { } open) return;
        var choices = open.Remedies.Select(static r => r.Setting).ToList();
        throw new InputException(char.ToLowerInvariant(open.Text[0]) + open.Text[1..], file, column: open.Column,
            expected: choices.Count == 0 ? "a decision" : $"in the mapping {Wording.Listed(choices, "or")}");
    }
}

/// <summary>A change of the mapping that a person may want, one click.</summary>
/// <param name="Text">On its button: a few words.</param>
/// <param name="Setting">The same in the mapping file: <c>transactions.format.decimal = ","</c>.</param>
/// <param name="Mend">Gives the changed mapping.</param>
public sealed record Remedy(string Text, string Setting, Func<Mapping, Mapping> Mend)
{
    /// <summary>A change of one table's format.</summary>
    public static Remedy OfFormat(string table, string text, string setting, Func<SourceFormat, SourceFormat> mend) =>
        new(text, $"{table}.format.{setting}", mapping => mapping.WithFormat(table, mend));
}
