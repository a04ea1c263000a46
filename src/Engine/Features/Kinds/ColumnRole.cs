namespace Investigator.Engine.Features.Kinds;

/// <summary>Which columns a kind may look at.</summary>
internal enum ColumnRole
{
    /// <summary>The amount, or an attribute of numbers.</summary>
    Number,

    /// <summary>The amount, the currency, or any attribute.</summary>
    Attribute,

    /// <summary>Values that can be equal: the account, an entity, the currency, an attribute of texts, the sequence of pages.</summary>
    Text,

    /// <summary>The same, and the real-time engine's decision.</summary>
    TextOrDecision,

    /// <summary>An event type.</summary>
    Page,
}
