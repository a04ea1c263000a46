using System.Globalization;
using CsCheck;
using Investigator.Engine.Clusters;
using Investigator.Engine.Core;
using Investigator.Engine.Ingest.Matrices;
using Investigator.Engine.Neighbors;
using Investigator.Engine.Tables;
using Investigator.TestKit;

namespace Investigator.Engine.Tests.Ingest.Matrices;

/// <summary>Numbers that float32 alone would not tell apart, or not hold.</summary>
public sealed class MatrixScalingTests : IDisposable
{
    private static readonly ClusterOptions Options = new() { MinClusterSize = 15, MinSamples = 5 };

    private static readonly StageContext Context = new() { Threads = 2 };

    /// <summary>To tell a search that never ends from one that works.</summary>
    private static readonly TimeSpan Hang = TimeSpan.FromMinutes(2);

    private readonly TempFolder _folder = new();

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1.7e12, 1)]
    [InlineData(-3e15, 4)]
    [InlineData(0, 1e18)]
    [InlineData(0, 1e60)]
    [InlineData(5e200, 1e190)]
    [InlineData(0, 1e-25)]
    [InlineData(0, 1e-200)]
    [InlineData(0, 1.7e306)]
    public void Read_TwoGroupsFarAwayOrOfAnySize_GiveTheSameLabels(double offset, double size)
    {
        var groups = TwoGroups();
        double[] moved = [.. groups.Select((v, i) => (v * size) + (i % 2 == 0 ? offset : 0))];
        var expected = Hdbscan.Run(new(Array.ConvertAll(groups, static v => (float)v), 2), Options, new NeighborOptions(), Context).Clustering;
        foreach (var matrix in (LoadedMatrix[])[MatrixFile.Read(Npy(moved, 2)), MatrixFile.Read(Csv(moved, 2))])
        {
            var found = Hdbscan.Run(matrix.Points, Options, new NeighborOptions(), Context).Clustering;
            Assert.Equal(2, found.Clusters.Count);
            Assert.Equal(expected.Labels, found.Labels);
        }
    }

    [Fact]
    public void Read_OrdinaryNumbers_AreTakenAsTheyAre()
    {
        double[] values = [0.1, 2024, 101.0531, 1999, -17.25, 2007.5, 3e-7, 2011];
        var matrix = MatrixFile.Read(Npy(values, 2));
        Assert.True(matrix.Scaling.IsNone);
        Assert.Empty(matrix.Notes);
        Assert.Equal(Array.ConvertAll(values, static v => (float)v), matrix.Points.Runs.Single().ToArray());
    }

    [Fact]
    public void Read_TimesSince1970_AreCentredAndSaid()
    {
        double[] values = [.. Enumerable.Range(0, 200).SelectMany(static i => (double[])[1.7e9 + (60 * i), i % 7])];
        var matrix = MatrixFile.Read(Csv(values, 2));
        Assert.Contains("column 'c0' is read as differences", Assert.Single(matrix.Notes), StringComparison.Ordinal);
        Assert.Equal(60, matrix.Points.Row(1)[0] - matrix.Points.Row(0)[0]);
        Assert.Equal(0, matrix.Scaling.Exponent);
        Assert.Equal([0f, 1, 2], Enumerable.Range(0, 3).Select(i => matrix.Points.Row(i)[1]));
    }

    [Fact]
    public void Read_RowsThatFloat32CannotTellApart_AreCounted()
    {
        double[] values = [.. Enumerable.Range(0, 100).Select(static i => i < 50 ? i * 1e9 : 1e9 + (i * 1e-3))];
        var notes = MatrixFile.Read(Npy(values, 1)).Notes;
        Assert.Contains("100 different rows became 50", notes[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("9.99e99")]
    [InlineData("-1e300")]
    public void Read_OneValueBeyondAllOthers_IsNamed(string value)
    {
        var rows = string.Concat(Enumerable.Range(0, 60).Select(i => $"{i % 9},{(i == 30 ? value : "" + (i % 11))}\n"));
        File.WriteAllText(_folder.File("m.csv"), "a,amount\n" + rows);
        var error = Assert.Throws<InputException>(() => MatrixFile.Read(_folder.File("m.csv")));
        Assert.Equal((31, "amount"), (error.Row, error.Column));
        Assert.Contains("so far from the others", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ReadLike_UsesTheSameCentreAndFactor()
    {
        var known = MatrixFile.Read(Csv([.. Enumerable.Range(0, 100).SelectMany(static i => (double[])[1.7e12 + i, (i % 5) * 1e20])], 2));
        Assert.False(known.Scaling.IsNone);
        var same = MatrixFile.ReadLike(known, Csv([1.7e12 + 7, 2e20], 2));
        Assert.Equal(known.Points.Row(7).ToArray(), same.Points.Row(0).ToArray());
        var error = Assert.Throws<InputException>(() => MatrixFile.ReadLike(known, Csv([1, 1, 1, 1e300], 2)));
        Assert.Equal((2, "c1"), (error.Row, error.Column));
    }

    [Fact]
    public void Factor_OfAScaledMatrix_IsWhatDistancesWereMultipliedBy()
    {
        var matrix = MatrixFile.Read(Npy([0, 0, 3e40, 4e40, 1e41, 0, 0, 1e41], 2));
        Assert.Equal(5e40, matrix.Points.Distance(0, 1) / matrix.Scaling.Factor, 1e34);
    }

    [Fact]
    public async Task Run_NumbersOfAnySize_Ends() =>
        await Task.Run(() => Gen.Select(Gen.Int[-300, 300], Gen.Int[-300, 300], Gen.Int[2, 90], Gen.Int[1, 3], Gen.Int[0, 4], Gen.Int[0, 1000]).Sample(
            (size, apart, rows, width, levels, seed) =>
            {
                // Two groups of any size at any distance, some of a few equal places, some a continuum.
                var random = new Random(seed);
                double[] values = [.. Enumerable.Range(0, rows * width).Select(i => ((levels == 0 ? random.NextDouble() : random.Next(levels))
                    * Math.Pow(10, size)) + ((i / width) % 2 == 0 ? 0 : Math.Pow(10, apart)))];
                var path = Npy(values, width);
                LoadedMatrix matrix;
                try
                {
                    matrix = MatrixFile.Read(path);
                }
                catch (InputException)
                {
                    return; // so far apart that float32 cannot hold both, which is said
                }

                foreach (var mode in Enum.GetValues<NeighborMode>())
                {
                    var options = new ClusterOptions { MinClusterSize = 2 + (seed % 9), MinSamples = 1 + (seed % 6) };
                    var found = Hdbscan.Run(matrix.Points, options, new NeighborOptions { Mode = mode }, Context).Clustering;
                    Assert.Equal(rows, found.Labels.Length);
                    Assert.All(found.Probabilities, static p => Assert.InRange(p, 0f, 1f));
                }
            },
            iter: 200,
            threads: 1), TestContext.Current.CancellationToken).WaitAsync(Hang, TestContext.Current.CancellationToken);

    [Theory]
    [InlineData(3e19f)]
    [InlineData(1e-25f)]
    public void Run_PointsWhoseSquaresLeaveFloat32_AreRefused(float size)
    {
        var points = new PointMatrix([.. Enumerable.Range(0, 80).Select(i => size * (1 + (i % 3)))], 2);
        Assert.Contains("squared distances", Assert.Throws<InputException>(() => Hdbscan.Run(points, Options, new NeighborOptions(), Context)).Message,
            StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static double[] TwoGroups()
    {
        // On a grid of 1/64, so that adding an offset loses nothing.
        var random = new Random(5);
        return [.. Enumerable.Range(0, 160).Select(i => (Math.Round(random.NextDouble() * 64 * 8) / 64) + (i / 2 % 2 == 0 ? 0 : 60))];
    }

    private string Npy(double[] values, int width)
    {
        NpyFile.Write<double>(_folder.File("m.npy"), values, values.Length / width, width);
        return _folder.File("m.npy");
    }

    private string Csv(double[] values, int width)
    {
        var rows = values.Chunk(width).Select(static row => string.Join(',', row.Select(static v => v.ToString("R", CultureInfo.InvariantCulture))));
        File.WriteAllLines(_folder.File("m.csv"), [string.Join(',', Enumerable.Range(0, width).Select(static c => $"c{c}")), .. rows]);
        return _folder.File("m.csv");
    }
}
