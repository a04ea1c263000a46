using System.Text.Json.Serialization;
using Investigator.Engine.Core;
using Investigator.Engine.Features;
using Investigator.Engine.Integrity;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Space;

/// <summary>
/// How a payment's behaviour vector and features become a point of the space (<c>space-model.json</c>): what <see cref="SpaceFit"/> found out about a run's
/// rows and needs for any other. The run's own rows are transformed by it too.
/// </summary>
/// <remarks>
/// A point depends on its own row alone, so a single payment gets what it would have got among others, to the bit. Only the group that shares entities cannot
/// be told of a new payment by itself, because it looks at payments before and after: its dimensions are there, and are 0 unless the caller says of which
/// of the run's groups the payment is. 0 is where payments without a group stand.
/// </remarks>
public sealed record SpaceModel
{
    /// <summary>Rows scaled at a time, and rotated: their coordinates stay in the cache.</summary>
    private const int RowsAtOnce = 256;

    /// <summary>Null where behaviour has no say.</summary>
    [JsonInclude]
    internal EmbeddingScaling? Embedding { get; init; }

    /// <summary>Those that have dimensions, in their order.</summary>
    [JsonInclude]
    internal IReadOnlyList<FeatureScaling> Features { get; init; } = [];

    /// <summary>Brings all features together to their weight.</summary>
    [JsonInclude]
    internal float FeatureFactor { get; init; } = 1;

    /// <summary>Null where no components were asked for; they stand for embedding and features.</summary>
    [JsonInclude]
    internal PrincipalComponents? Components { get; init; }

    /// <summary>Null where groups have no say.</summary>
    [JsonInclude]
    internal GroupDirections? Groups { get; init; }

    /// <summary>What each dimension is: <c>embedding[3]</c>, <c>amount</c>, <c>browser=chrome</c>.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Dimensions
    {
        get
        {
            List<string> names = Components is { } components ? [.. Enumerable.Range(0, components.Count).Select(PrincipalComponents.Name)] : [.. Scaled()];
            if (Groups is not null) names.AddRange(Enumerable.Range(0, GroupDirections.Dimensions).Select(GroupDirections.Name));
            // Where nothing tells rows apart, every row still has a point.
            return names.Count == 0 ? ["(nothing)"] : names;
        }
    }

    /// <summary>Gives rows their points: those of the run, or new ones.</summary>
    /// <param name="features">At least the features that the model scales; of a category, levels of any other run.</param>
    /// <param name="vectors"><c>[n, d]</c> row-major, by the behaviour model that the space was fitted with.</param>
    /// <param name="groups"><c>[n]</c> number of the run's group that shares entities, -1 for none; null where none is known.</param>
    /// <param name="context">Threads and cancel.</param>
    /// <exception cref="InputException">A feature is missing or of another kind, or the vectors are of another length.</exception>
    public PointMatrix Transform(FeatureMatrix features, float[] vectors, int[]? groups, StageContext context)
    {
        var rows = Bind(features, vectors);
        var tied = Groups is null ? null : new SpaceRows([Groups.Bind(groups)], rows.Count);
        var untied = Components?.Count ?? rows.Width;
        var dimension = Math.Max(1, untied + (tied?.Width ?? 0));
        return PointMatrix.Of(rows.Count, dimension, (run, first) => context.ForEachRange(
            run.Length / dimension, RowsAtOnce, () => new Room(Components is null ? 0 : rows.Width * RowsAtOnce), (from, end, room) =>
            {
                var to = run.Span[(from * dimension)..(end * dimension)];
                if (untied + (tied?.Width ?? 0) == 0) to.Clear();
                if (Components is null) rows.Fill(first + from, end - from, to, dimension, 1);
                else Rotate(Components, rows, first + from, to, dimension, end - from, room);
                tied?.Fill(first + from, end - from, to[untied..], dimension, 1);
            }));
    }

    /// <summary>The values of rows, to be scaled a few at a time; without groups and before components are taken.</summary>
    internal SpaceRows Bind(FeatureMatrix features, float[] vectors)
    {
        var columns = features.Columns.ToDictionary(static c => c.Definition.Name, StringComparer.Ordinal);
        var parts = new List<SpacePart>();
        if (Embedding is { } behaviour)
        {
            RequireVectors(behaviour.Centers.Length, vectors, features.Count);
            parts.Add(behaviour.Bind(vectors));
        }

        foreach (var scaling in Features)
        {
            if (!columns.TryGetValue(scaling.Feature, out var column))
            {
                throw new InputException("the space was made of other features", column: scaling.Feature,
                    expected: "a value of this feature, or a missing one");
            }

            if (column.IsCategory != scaling.IsCategory)
            {
                throw new InputException("the space was made of a feature of this name and another kind", column: scaling.Feature,
                    value: column.IsCategory ? "a category" : "a number", expected: scaling.IsCategory ? "a category" : "a number");
            }

            parts.Add(scaling.Bind(column, FeatureFactor));
        }

        return new SpaceRows(parts, features.Count);
    }

    /// <summary>Writes <c>space-model.json</c> and the arrays that are too long for it.</summary>
    public void Save(string folder)
    {
        List<FileSum> arrays = [];
        if (Components is { } components) Write(KnownFiles.SpaceAxes, components.Axes, components.Count, components.Means.Length);
        var ranks = Ranked(Features).Select(static f => f.Ranks!).ToList();
        if (ranks.Count > 0)
        {
            Write<float>(KnownFiles.SpaceRankValues, [.. ranks.SelectMany(static r => r.Values)], ranks.Sum(static r => r.Values.Length));
            Write<int>(KnownFiles.SpaceRankCounts, [.. ranks.SelectMany(static r => r.Counts)], ranks.Sum(static r => r.Counts.Length));
        }

        SealedJson.Write(KnownFiles.SpaceModel.In(folder), new Stored(this, [.. ranks.Select(static r => r.Values.Length)], arrays));

        void Write<T>(StoredFile file, T[] values, params ReadOnlySpan<int> shape)
            where T : unmanaged
        {
            NpyFile.Write<T>(file.In(folder), values, shape);
            arrays.Add(FileSum.Of(file.In(folder)));
        }
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="DamagedFileException">A file was changed, cut short or removed.</exception>
    /// <exception cref="InputException">There is no model: the folder is no run's, or of a version before there was one.</exception>
    public static SpaceModel Load(string folder)
    {
        if (KnownFiles.SpaceModel.FindKept(folder) is not { } path)
        {
            throw new InputException("the folder holds no model of a space", KnownFiles.SpaceModel.In(folder),
                expected: "the results of a run by a version that keeps it: start the run again");
        }

        var (model, lengths, arrays) = SealedJson.Read<Stored>(path);
        foreach (var array in arrays)
        {
            var file = Path.Combine(folder, array.Name);
            if (FileCheck.ProblemOf(file, array.Sha256) is { } problem)
            {
                throw new DamagedFileException(file, $"this is not the array that the model of the space was stored with: {problem}");
            }
        }

        if (model.Components is { } components)
        {
            model = model with { Components = components with { Axes = NpyFile.Read<double>(KnownFiles.SpaceAxes.Require(folder), out _) } };
        }

        return lengths.Count == 0 ? model : model with
        {
            Features = WithRanks(model.Features, lengths, NpyFile.Read<float>(KnownFiles.SpaceRankValues.Require(folder), out _),
                NpyFile.Read<int>(KnownFiles.SpaceRankCounts.Require(folder), out _)),
        };
    }

    private static void Rotate(PrincipalComponents components, SpaceRows rows, int first, Span<float> to, int dimension, int count, Room room)
    {
        rows.FillCentered(first, count, components.Means, room.Scaled, room.Centered);
        components.Project(room.Centered, to, dimension, room.Sums.AsSpan(0, count));
    }

    private static void RequireVectors(int dimension, float[] vectors, int rows)
    {
        if (vectors.LongLength == (long)rows * dimension) return;
        throw new InputException("the space was made of behaviour vectors of another length",
            value: $"{vectors.Length} values for {Wording.Counted(rows, "row")}", expected: $"{dimension} for each");
    }

    private static IEnumerable<NumberScaling> Ranked(IReadOnlyList<FeatureScaling> features) =>
        features.OfType<NumberScaling>().Where(static f => f.Scale == FeatureScale.Quantile);

    private static List<FeatureScaling> WithRanks(IReadOnlyList<FeatureScaling> features, IReadOnlyList<int> lengths, float[] values, int[] counts)
    {
        var (ranked, first) = (new Dictionary<string, ValueRanks>(StringComparer.Ordinal), 0);
        foreach (var (feature, length) in Ranked(features).Zip(lengths))
        {
            ranked[feature.Feature] = new ValueRanks(values[first..(first + length)], counts[first..(first + length)]);
            first += length;
        }

        return [.. features.Select(f => f is NumberScaling number && ranked.TryGetValue(f.Feature, out var ranks) ? number with { Ranks = ranks } : f)];
    }

    private IEnumerable<string> Scaled() =>
        [.. Enumerable.Range(0, Embedding?.Centers.Length ?? 0).Select(static c => $"embedding[{c}]"), .. Features.SelectMany(static f => f.Dimensions)];

    /// <summary>What a thread needs to rotate some rows.</summary>
    /// <param name="values">All their coordinates.</param>
    private sealed class Room(int values)
    {
        public float[] Scaled { get; } = new float[values];

        public double[] Centered { get; } = new double[values];

        public double[] Sums { get; } = new double[RowsAtOnce];
    }

    /// <param name="Model">Without its arrays.</param>
    /// <param name="RankLengths">Different values of each feature that is scaled by rank; their arrays lie end to end.</param>
    /// <param name="Arrays">Hashes of the arrays' files, so that a folder copied by hand tells damage too.</param>
    private sealed record Stored(SpaceModel Model, IReadOnlyList<int> RankLengths, IReadOnlyList<FileSum> Arrays);
}
