namespace Investigator.Engine.Core;

/// <summary>What a transaction turned out to be, as far as it is known. The numbers are those that files, queries and the map use.</summary>
public enum Outcome : byte
{
    Unknown = 0,
    Legitimate = 1,
    Fraud = 2,
}

public static class OutcomeWords
{
    /// <summary>As tables, conditions and answers spell it: <c>fraud</c>, <c>legitimate</c>, <c>unknown</c> (NULL in tables).</summary>
    public static string Word(this Outcome outcome) => outcome switch
    {
        Outcome.Fraud => "fraud",
        Outcome.Legitimate => "legitimate",
        _ => "unknown",
    };
}
