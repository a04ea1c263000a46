namespace Investigator.Engine.Core;

/// <summary>The units that a number's meaning depends on, as catalogues and stored files spell them.</summary>
public static class Units
{
    public const string Count = "count";

    public const string Seconds = "seconds";

    /// <summary>Money of whatever currency.</summary>
    public const string Currency = "currency";

    /// <summary>0 to 1.</summary>
    public const string Share = "share";

    /// <summary>0 to 23, UTC.</summary>
    public const string Hour = "hour";

    /// <summary>1 or 0.</summary>
    public const string YesNo = "yes or no";
}
