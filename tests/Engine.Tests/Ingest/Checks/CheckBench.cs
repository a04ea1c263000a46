using System.Globalization;
using Investigator.Engine.Core;
using Investigator.Engine.Ingest;
using Investigator.Engine.Ingest.Checks;

namespace Investigator.Engine.Tests.Ingest.Checks;

/// <summary>Checks of small tables that are as a shop's in all that a test does not change.</summary>
internal sealed class CheckBench : IDisposable
{
    private readonly LoadBench _bench = new();

    public Mapping Mapping { get; set; } = new() { Transactions = new() { Id = "id", Account = "account", Time = "time", Amount = "amount" } };

    public double MaxRejectShare { get; init; } = 0.01;

    /// <summary>When the check is made.</summary>
    public DateTimeOffset Now { get; init; } = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Header <c>id,account,time,amount</c> and more columns, with a row for each number.</summary>
    /// <param name="rows">How many.</param>
    /// <param name="more">Names of further columns, with a comma in front; or none.</param>
    /// <param name="fields">Of a row from its number on, with a comma in front; or none.</param>
    public static string Shop(int rows, string more = "", Func<int, string>? fields = null) =>
        "id,account,time,amount" + more + "\n" + string.Concat(Enumerable.Range(0, rows).Select(i => string.Create(CultureInfo.InvariantCulture,
            $"t{i},a{i % 7},2026-03-{1 + (i % 28):00} 10:{i % 60:00}:{i * 7 % 60:00},{1 + (i * 37 % 101)}.5{fields?.Invoke(i)}\n")));

    public CheckReport Check(string transactions, string? events = null, long wholeUpTo = LoadCheck.WholeUpTo) => LoadCheck.Of(
        new LoadRequest
        {
            Transactions = _bench.Write("t.csv", transactions),
            Events = events is null ? null : _bench.Write("e.csv", events),
            Mapping = Mapping,
            Name = "test",
            MaxRejectShare = MaxRejectShare,
        },
        new StageContext { Scratch = _bench.Scratch, Threads = 1, Clock = new FixedClock(Now) },
        wholeUpTo);

    /// <summary>The one piece of advice that has these words.</summary>
    public static Advice Of(CheckReport report, string words) =>
        Assert.Single(report.Advice, a => a.Text.Contains(words, StringComparison.Ordinal));

    public static void None(CheckReport report, AdviceLevel level) => Assert.DoesNotContain(report.Advice, a => a.Level == level);

    /// <summary>Changes the mapping by the remedy with these words.</summary>
    public void Apply(IEnumerable<Remedy> remedies, string words) =>
        Mapping = Assert.Single(remedies, r => r.Text.Contains(words, StringComparison.Ordinal)).Mend(Mapping);

    public void Dispose() => _bench.Dispose();

    private sealed class FixedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
