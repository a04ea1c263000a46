using Investigator.Engine.Core;
using Investigator.Engine.Integrity;
using Investigator.Engine.Sequences;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Features;

/// <summary>
/// The matrix as files: <c>features.parquet</c> (row BIGINT, numbers FLOAT, categories VARCHAR by their level, NULL where missing, so that a rule's SQL reads
/// it as it stands) and <c>features.json</c> (definitions and levels).
/// </summary>
public static class FeatureTable
{
    /// <summary>Writes both files.</summary>
    /// <param name="folder">An existing folder.</param>
    /// <param name="matrix">What to write.</param>
    /// <param name="context">Threads, scratch, cancel.</param>
    /// <param name="meter">Gets rows times features.</param>
    public static void Write(string folder, FeatureMatrix matrix, StageContext context, ProgressMeter? meter = null)
    {
        using var tables = TableConnection.Open(context.Scratch, context.Threads, memoryGigabytes: 1);
        ColumnSource.Register(tables, "features", [.. matrix.Columns.Select(static c => new SourceColumn(c.Definition.Name, c.Values, c.Levels))], matrix.Count,
            read => meter?.Add((long)read * matrix.Columns.Count));
        tables.Execute($"COPY (SELECT * FROM features()) TO {Sql.Text(KnownFiles.Features.In(folder))} (FORMAT parquet, COMPRESSION zstd)", context.Cancel);
        JsonFile.Write(KnownFiles.FeatureDefinitions.In(folder),
            new Header(matrix.Count, [.. matrix.Columns.Select(c => new StoredFeature(c.Definition, c.Levels))]));
    }

    /// <summary>What DuckDB reads for a stored matrix: <c>row</c> and a column a feature.</summary>
    public static string Relation(string folder) => Sql.Parquet(KnownFiles.Features.Require(folder));

    /// <summary>The columns of a stored matrix without their values, in the catalogue's order; empty when the folder has none.</summary>
    public static IReadOnlyList<StoredFeature> Describe(string folder) =>
        KnownFiles.FeatureDefinitions.FindKept(folder) is { } definitions && KnownFiles.Features.FindKept(folder) is not null
            ? StoredJson.Read<Header>(definitions).Features : [];

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <param name="folder">Where the files are.</param>
    /// <param name="names">Only these features; null for all.</param>
    /// <exception cref="InputException">A file is missing or is not what it should be.</exception>
    public static FeatureMatrix Load(string folder, IReadOnlyCollection<string>? names = null)
    {
        var header = StoredJson.Read<Header>(KnownFiles.FeatureDefinitions.Require(folder));
        if (KnownFiles.Features.FindKept(folder) is null) throw new InputException("there is no such file", KnownFiles.Features.In(folder));
        var wanted = header.Features.Where(f => names is null || names.Contains(f.Definition.Name)).ToArray();
        var values = wanted.Select(_ => new float[header.Count]).ToArray();
        if (wanted.Length > 0 && header.Count > 0)
        {
            using var tables = TableConnection.Open(memoryGigabytes: 1);
            tables.Stream($"SELECT row::INTEGER, {string.Join(", ", wanted.Select(Number))} FROM {Relation(folder)}", default, reader =>
            {
                // Sorting them would take all columns through memory once more.
                var i = reader.GetInt32(0);
                if (i < 0 || i >= header.Count) throw new InputException("a row lies outside the table", KnownFiles.Features.In(folder), row: i);
                for (var c = 0; c < values.Length; c++) values[c][i] = reader.GetFloat(c + 1);
            });
        }
        return new FeatureMatrix
        {
            Count = header.Count,
            Columns = [.. wanted.Select((f, c) => new FeatureColumn { Definition = f.Definition, Levels = f.Levels, Values = values[c] })],
        };
    }

    private static string Number(StoredFeature feature)
    {
        var name = Sql.Name(feature.Definition.Name);
        return feature.Levels is null ? $"coalesce({name}, 'nan'::FLOAT)"
            : $"CAST(coalesce(list_position({Sql.Texts(feature.Levels)}, {name}) - 1, 'nan'::FLOAT) AS FLOAT)";
    }

    private sealed record Header(int Count, IReadOnlyList<StoredFeature> Features);
}

/// <summary>A column of a stored matrix.</summary>
/// <param name="Definition">What an expert declared.</param>
/// <param name="Levels">Its categories by falling frequency; null for a number.</param>
public sealed record StoredFeature(FeatureDefinition Definition, string[]? Levels);
