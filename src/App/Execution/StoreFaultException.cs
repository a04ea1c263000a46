namespace Investigator.Execution;

/// <summary>The database refused a write again and again: a full disk, a lock that nobody gives back, a damaged file.</summary>
public sealed class StoreFaultException(Exception cause) : Exception($"The database could not be written: {cause.GetBaseException().Message}", cause);
