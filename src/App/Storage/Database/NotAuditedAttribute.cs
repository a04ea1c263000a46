namespace Investigator.Storage.Database;

/// <summary>A value, or all rows of a table, that the audit does not repeat: a secret, or what machines compute by the thousand.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Class)]
public sealed class NotAuditedAttribute : Attribute;
