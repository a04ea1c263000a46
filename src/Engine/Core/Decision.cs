namespace Investigator.Engine.Core;

/// <summary>What the real-time engine did with a transaction. The numbers are those that queries use.</summary>
public enum Decision : byte
{
    Unknown = 0,
    Approved = 1,
    Challenged = 2,
    Declined = 3,
}

public static class DecisionWords
{
    /// <summary>As tables, conditions and answers spell it: <c>approved</c>, <c>challenged</c>, <c>declined</c>, <c>unknown</c> (NULL in tables).</summary>
    public static string Word(this Decision decision) => decision switch
    {
        Decision.Approved => "approved",
        Decision.Challenged => "challenged",
        Decision.Declined => "declined",
        _ => "unknown",
    };
}
