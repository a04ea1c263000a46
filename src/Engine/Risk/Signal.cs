namespace Investigator.Engine.Risk;

/// <summary>A sign of coordination before it is weighed.</summary>
/// <param name="Kind">What is measured.</param>
/// <param name="Entity">Of which entity; null where the kind concerns none.</param>
/// <param name="Phrase">As said in a sentence.</param>
/// <param name="Value">In the finding.</param>
/// <param name="Rest">The same measure over all other transactions.</param>
/// <param name="Strength">How far it goes beyond the rest, 0..1.</param>
/// <param name="Chance">Probability that as many payments or accounts taken at random show as much.</param>
internal sealed record Signal(SignalKind Kind, string? Entity, string Phrase, double Value, double Rest, double Strength, double Chance)
{
    public SignalFamily Family => Kind.Family();
}
