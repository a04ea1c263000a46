using Investigator.Engine.Features.Kinds;

namespace Investigator.Engine.Features;

/// <summary>The units of features, as files and stored runs spell them.</summary>
internal static class FeatureUnit
{
    public const string Count = "count";
    public const string Seconds = "seconds";
    public const string Currency = "currency";
    public const string Ratio = "ratio";

    /// <summary>0 to 1.</summary>
    public const string Share = "share";

    /// <summary>0 to 23, UTC.</summary>
    public const string Hour = "hour";

    /// <summary>1 or 0.</summary>
    public const string YesOrNo = "yes or no";
    public const string Number = "number";
    public const string Text = "text";

    /// <summary>All but texts, the most general first.</summary>
    public static IReadOnlyList<string> Numbers { get; } = [Number, Currency, Seconds, Count, Ratio, Share, Hour, YesOrNo];

    public static IReadOnlyList<string> All { get; } = [Count, Seconds, Currency, Ratio, Share, Hour, YesOrNo, Number, Text];
}
