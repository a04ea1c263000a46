namespace Investigator.Storage.Database;

/// <summary>A value of a row (<see cref="IOfPerson"/>) that tells who someone is: the audit keeps it under that person's key, which can be thrown
/// away.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PersonalValueAttribute : Attribute;
