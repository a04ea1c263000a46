using System.Runtime.InteropServices;
using Investigator.Engine.Core;

namespace Investigator.Engine.Tests.Core;

public class CostMeterTests
{
    [Fact]
    public void Stop_MarkThatDidNotRise_GivesTheMostThatWasSeen()
    {
        long[] held = [100, 300, 200];
        using var looks = new CountdownEvent(held.Length);
        using var meter = new CostMeter(Look, static () => 1_000);
        Assert.True(looks.Wait(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken));

        Assert.Equal(300, meter.Stop().PeakBytes);

        long Look()
        {
            if (looks.IsSet) return held[^1];
            var now = held[^looks.CurrentCount];
            looks.Signal();
            return now;
        }
    }

    [Fact]
    public void Stop_MarkThatRoseBetweenTwoLooks_GivesTheMark()
    {
        var marks = new Queue<long>([1_000, 1_500]);
        using var meter = new CostMeter(static () => 700, marks.Dequeue);

        Assert.Equal(1_500, meter.Stop().PeakBytes);
    }

    [Fact]
    public unsafe void Stop_AfterWorkThatHeldMemory_CountsItAndTheProcessorTime()
    {
        const int Bytes = 64 << 20;
        using var meter = CostMeter.Start();
        var held = NativeMemory.Alloc(Bytes);
        new Span<byte>(held, Bytes).Fill(1);
        NativeMemory.Free(held);
        var before = Environment.CpuUsage.TotalTime;
        while ((Environment.CpuUsage.TotalTime - before).TotalSeconds < 0.05) Thread.SpinWait(1_000);

        var cost = meter.Stop();

        Assert.InRange(cost.PeakBytes, Bytes, long.MaxValue);
        Assert.InRange(cost.CpuSeconds, 0.05, double.MaxValue);
    }
}
