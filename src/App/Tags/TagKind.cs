namespace Investigator.Tags;

/// <summary>What a tag says about a group of payments.</summary>
public enum TagKind
{
    /// <summary>What the fraud is: card testing, account takeover.</summary>
    FraudType,

    /// <summary>How it is done: one device for many accounts, a script.</summary>
    ModusOperandi,

    /// <summary>Why it only looks like fraud: an office, a family.</summary>
    InnocentKind,
}
