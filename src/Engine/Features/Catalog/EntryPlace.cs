using Investigator.Engine.Core;

namespace Investigator.Engine.Features.Catalog;

/// <summary>Where a catalogue has a fault.</summary>
/// <param name="File">Null where the catalogue came with the run's options.</param>
/// <param name="Index">Place in the list, from 0, as JSON paths count.</param>
/// <param name="Name">The feature's name, if it has one.</param>
internal sealed record EntryPlace(string? File, int Index, string Name)
{
    public InputException Fault(string problem, string field, string? value, string expected) =>
        new(Name.Length == 0 ? problem : $"the feature '{Name}': {problem}", File, column: $"features[{Index}].{field}", value: value, expected: expected);
}
