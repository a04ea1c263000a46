namespace Investigator.Engine.Core;

/// <summary>The units of features, as catalogues and stored files spell them; a number's meaning in words depends on its unit.</summary>
public static class Units
{
    public const string Count = "count";

    public const string Seconds = "seconds";

    /// <summary>Money of whatever currency.</summary>
    public const string Currency = "currency";

    public const string Ratio = "ratio";

    /// <summary>0 to 1.</summary>
    public const string Share = "share";

    /// <summary>0 to 23, UTC.</summary>
    public const string Hour = "hour";

    /// <summary>1 or 0.</summary>
    public const string YesNo = "yes or no";

    public const string Number = "number";

    public const string Text = "text";

    /// <summary>All but texts, the most general first.</summary>
    public static IReadOnlyList<string> Numbers { get; } = [Number, Currency, Seconds, Count, Ratio, Share, Hour, YesNo];

    public static IReadOnlyList<string> All { get; } = [Count, Seconds, Currency, Ratio, Share, Hour, YesNo, Number, Text];
}
