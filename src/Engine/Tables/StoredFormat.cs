using System.Text.Json;
using System.Text.Json.Nodes;
using Investigator.Engine.Core;

namespace Investigator.Engine.Tables;

/// <summary>The format of a stored file, counted by its key <c>format</c>; files written before there was a number are of format 0.</summary>
/// <param name="What">What the file describes, as a message names it: <c>run</c>.</param>
/// <param name="Upgrades">The i-th turns format i into format i + 1.</param>
public sealed record StoredFormat(string What, IReadOnlyList<Action<JsonObject>> Upgrades)
{
    private const string Key = "format";

    /// <summary>The one that is written.</summary>
    public int Current => Upgrades.Count;

    /// <exception cref="InputException">The file is of a newer format, or its number is none.</exception>
    public void Upgrade(JsonObject file, string path)
    {
        var found = file[Key] is not { } number ? 0
            : number.GetValueKind() == JsonValueKind.Number && number.AsValue().TryGetValue<int>(out var value) && value >= 0 ? value
            : throw new InputException("the format is no number", path, column: Key, value: number.ToJsonString(), expected: "a whole number");
        if (found > Current)
        {
            throw new InputException(
                $"this {What} was written by a newer version of Investigator",
                path,
                column: Key,
                value: $"{found}",
                expected: $"at most {Current}: use that version");
        }
        foreach (var upgrade in Upgrades.Skip(found)) upgrade(file);
        file[Key] = Current;
    }
}
