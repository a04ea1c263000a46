using Investigator.Engine.Core;
using Investigator.Engine.Features;
using Investigator.Engine.Ingest;
using Investigator.Engine.Sequences;
using Investigator.Engine.Tests.Features;
using Investigator.TestKit;

namespace Investigator.Engine.Tests.Sequences;

public sealed class PlaceholderTimesTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static SequenceSet Build(Dataset dataset, SequenceOptions? options = null) =>
        EventSequences.Build(dataset, options ?? new SequenceOptions(), new StageContext { Threads = 2 });

    /// <summary>
    /// 400 payments with 4 events each; of their dwells <paramref name="machine"/> of every 10 are recorded as exactly 30 s, the others by people, to the
    /// millisecond.
    /// </summary>
    private Dataset Shop(int machine, double step = 0.001)
    {
        var random = new Random(5);
        var shop = new TestShop();
        for (var i = 0; i < 400; i++)
        {
            var at = 1000.0 * i;
            for (var e = 0; e < 4; e++)
            {
                var dwell = random.Next(10) < machine ? 30 : Math.Round(Math.Exp(random.NextDouble() * 4) / step) * step;
                shop.See("a" + i, at, "p" + e, dwellMs: dwell * 1000);
                at += 60 + Math.Round(random.NextDouble() * 60, 3);
            }

            shop.Pay($"t{i:000}", "a" + i, at + 60);
        }

        return shop.Save(_folder.Path);
    }

    [Fact]
    public void Build_OneExactDwellInALargePartOfEvents_CountsAsNotKnownAndIsReported()
    {
        var dataset = Shop(machine: 3);
        var set = Build(dataset);
        Assert.DoesNotContain(30f, set.Dwell);
        var missing = set.Dwell.Count(float.IsNaN);
        Assert.InRange(missing, 300, 660);
        Assert.Contains(set.Notes, n => n.Contains("30 s is the exact dwell", StringComparison.Ordinal)
            && n.Contains(FormattableString.Invariant($"{missing} of 1,600"), StringComparison.Ordinal));
        Assert.DoesNotContain(set.Gap, float.IsNaN);
        Assert.Contains(30f, Build(dataset, new SequenceOptions { ArtificialShare = 1 }).Dwell);
    }

    [Fact]
    public void Build_DwellThatFewEventsShare_IsLeftAsItIs()
    {
        var set = Build(Shop(machine: 0));
        Assert.DoesNotContain(set.Dwell, float.IsNaN);
        Assert.Empty(set.Notes);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public void Build_DwellsInWholeSeconds_AreNoMachines(double step)
    {
        // Many events share 1 s here (or 0 s), but as many share the values beside it.
        var set = Build(Shop(machine: 0, step));
        Assert.True(set.Dwell.GroupBy(d => d).Max(g => g.Count()) > 160);
        Assert.DoesNotContain(set.Dwell, float.IsNaN);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(0, false)]
    [InlineData(60, true)]
    public void Build_TimesUpToAStepOfTheClock_AreNotFilledIn(int gap, bool isClockKnown)
    {
        // Nearly all who sign up pay in the same minute, or in the next; the others take an hour or two.
        var shop = new TestShop();
        for (var i = 0; i < 1200; i++) shop.See($"a{i}", 60 * i, "sign_up").Pay($"t{i:0000}", $"a{i}", (60 * i) + (i % 20 == 0 ? 3600 + (60 * i) : gap));
        var dataset = shop.Save(_folder.Path) with { TransactionClock = isClockKnown ? ClockStep.Minute : null };
        var set = Build(dataset, new SequenceOptions { DwellCapSeconds = 1e6 });
        Assert.Equal(isClockKnown ? 0 : 1140, set.Dwell.Count(float.IsNaN));
    }

    [Fact]
    public void Build_PausesAtTheCap_AreNoMachines()
    {
        var set = Build(Shop(machine: 3), new SequenceOptions { DwellCapSeconds = 30 });
        Assert.True(set.Dwell.Count(d => d == 30) > 300);
        Assert.DoesNotContain(set.Dwell, float.IsNaN);
    }

    [Fact]
    public void Features_WhereDwellIsNotKnown_AreOfTheDwellsThatAre()
    {
        var dataset = Shop(machine: 9);
        var set = Build(dataset);
        var matrix = FeatureRun.Compute(dataset, set);
        var mean = matrix.Values("mean_dwell");
        for (var i = 0; i < set.Count; i++)
        {
            var known = set.Dwell[set.Offsets[i]..set.Offsets[i + 1]].Where(d => !float.IsNaN(d)).ToArray();
            if (known.Length == 0) Assert.True(float.IsNaN(mean[i]));
            else Assert.Equal(known.Average(), mean[i], 1e-4f);
        }

        Assert.Contains(mean, float.IsNaN);
        Assert.Contains(mean, float.IsFinite);
        Assert.All(matrix.Values("event_count"), c => Assert.Equal(4, c));
    }
}
