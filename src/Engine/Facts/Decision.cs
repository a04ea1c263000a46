namespace Investigator.Engine.Facts;

/// <summary>What the real-time engine did with a transaction. The numbers are those of <see cref="TransactionFacts"/>' query.</summary>
public enum Decision : byte
{
    Unknown = 0,
    Approved = 1,
    Challenged = 2,
    Declined = 3,
}
