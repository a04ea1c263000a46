using System.Collections.Concurrent;
using Investigator.Engine.Core;

namespace Investigator.Engine.Tests.Core;

public class StageContextTests
{
    [Theory]
    [InlineData(0, 3)]
    [InlineData(1, 3)]
    [InlineData(500, 1)]
    [InlineData(500, 3)]
    public void ForEachWithState_DoesEveryPartOnceWithOneWorkerAtATimeAndEndsEach(int parts, int threads)
    {
        var workers = new ConcurrentBag<Worker>();
        var last = new List<Worker>();
        new StageContext { Threads = threads }.ForEachWithState(parts, () => Hired(workers), static (part, worker) => worker.Work(part), last.Add);
        Assert.Equal(Enumerable.Range(0, parts), workers.SelectMany(static worker => worker.Parts).Order());
        Assert.InRange(workers.Count, Math.Min(parts, 1), threads + 1);
        Assert.Equal(workers.OrderBy(static worker => worker.Id), last.OrderBy(static worker => worker.Id));
        Assert.All(workers, static worker => Assert.Equal(1, worker.Disposed));
    }

    [Fact]
    public void ForEachWithState_AFailure_EndsTheWorkersAndAsksNoneOfThem()
    {
        var workers = new ConcurrentBag<Worker>();
        var last = new List<Worker>();
        var error = Assert.Throws<AggregateException>(() => new StageContext { Threads = 3 }.ForEachWithState(
            500,
            () => Hired(workers),
            static (part, worker) =>
            {
                worker.Work(part);
                if (part == 40) throw new InvalidOperationException("part 40");
            },
            last.Add));
        Assert.Equal("part 40", Assert.IsType<InvalidOperationException>(Assert.Single(error.InnerExceptions)).Message);
        Assert.Empty(last);
        Assert.All(workers, static worker => Assert.Equal(1, worker.Disposed));
    }

    [Fact]
    public void ForEachWithState_Cancelled_EndsTheWorkers()
    {
        using var source = new CancellationTokenSource();
        var workers = new ConcurrentBag<Worker>();
        Assert.ThrowsAny<OperationCanceledException>(() => new StageContext { Threads = 2, Cancel = source.Token }.ForEachWithState(
            100_000,
            () => Hired(workers),
            (part, worker) =>
            {
                worker.Work(part);
                source.Cancel();
            }));
        Assert.InRange(workers.Sum(static worker => worker.Parts.Count), 1, 99_999);
        Assert.All(workers, static worker => Assert.Equal(1, worker.Disposed));
    }

    private static Worker Hired(ConcurrentBag<Worker> workers)
    {
        var worker = new Worker();
        workers.Add(worker);
        return worker;
    }

    private sealed class Worker : IDisposable
    {
        private static int _next;
        private int _busy;

        public int Id { get; } = Interlocked.Increment(ref _next);

        public List<int> Parts { get; } = [];

        public int Disposed { get; private set; }

        public void Work(int part)
        {
            Assert.Equal(1, Interlocked.Increment(ref _busy));
            Parts.Add(part);
            Interlocked.Decrement(ref _busy);
        }

        public void Dispose() => Disposed++;
    }

    [Theory]
    [InlineData(0, 7)]
    [InlineData(20, 7)]
    [InlineData(21, 7)]
    public void ForEachRange_AnyRows_DoesEachOnceAndAsksEachWorkerAtTheEnd(int rows, int length)
    {
        var times = new int[rows];
        var done = 0;
        new StageContext { Threads = 3 }.ForEachRange(rows, length, static () => new int[1], (first, end, worker) =>
        {
            Assert.InRange(end - first, 1, length);
            for (var i = first; i < end; i++) Interlocked.Increment(ref times[i]);
            worker[0] += end - first;
        }, worker => done += worker[0]);
        Assert.All(times, static t => Assert.Equal(1, t));
        Assert.Equal(rows, done);
    }
}
