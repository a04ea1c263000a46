namespace Investigator.Execution;

/// <summary>The database refused a write again and again: a full disk, a lock that is never released, a damaged file.</summary>
public sealed class StoreFaultException(Exception cause) : Exception($"The database could not be written: {cause.GetBaseException().Message}", cause);
