using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Investigator.Storage.Database;

/// <summary>What records each write in the same transaction as its rows. A context whose options have none cannot save.</summary>
public abstract class WriteRecorder : SaveChangesInterceptor;
