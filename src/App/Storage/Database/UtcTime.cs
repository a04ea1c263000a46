using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Investigator.Storage.Database;

/// <summary>Times go in as they are and come out marked UTC.</summary>
public sealed class UtcTime() : ValueConverter<DateTime, DateTime>(value => value, value => DateTime.SpecifyKind(value, DateTimeKind.Utc));
