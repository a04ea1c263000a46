namespace Investigator.Engine.Facts;

/// <summary>What a transaction turned out to be, as far as it is known. The numbers are those that files, queries and the map use.</summary>
public enum Outcome : byte
{
    Unknown = 0,
    Legitimate = 1,
    Fraud = 2,
}
