using Investigator.Engine.Core;
using Investigator.Engine.Ingest;
using Investigator.Engine.Ingest.Checks;
using Investigator.Engine.Ingest.Guess;

namespace Investigator.Engine.Tests.Ingest.Guess;

/// <summary>Guesses of files that tests write, and what a load with them would give.</summary>
internal sealed class GuessBench : IDisposable
{
    private readonly LoadBench _bench = new();

    public string Path(string name) => _bench.Path(name);

    /// <param name="header">Of the file.</param>
    /// <param name="rows">How many.</param>
    /// <param name="row">Of a number.</param>
    public MappingGuess Guess(string header, int rows, Func<int, string> row) => MappingGuess.From(Write("t.csv", header, rows, row), null);

    public string Write(string name, string header, int rows, Func<int, string> row) => _bench.Write(name,
        header + "\n" + string.Concat(Enumerable.Range(0, rows).Select(i => row(i) + "\n")));

    /// <summary>A check of the file that was guessed last, with each decision taken as it is first offered.</summary>
    public CheckReport Check(MappingGuess guess, string file = "t.csv", string? events = null) => LoadCheck.Of(
        new LoadRequest { Transactions = Path(file), Events = events is null ? null : Path(events), Mapping = Decided(guess), Name = "test" },
        new StageContext { Scratch = _bench.Scratch, Threads = 1 });

    public static Mapping Decided(MappingGuess guess) => guess.Advice.Where(static a => a.Level == AdviceLevel.Decide && a.Remedies.Count > 0)
        .Aggregate(guess.Mapping, static (m, a) => a.Remedies[0].Mend(m));

    /// <summary>What must be decided, one sentence each.</summary>
    public static List<string> Open(MappingGuess guess) => [.. guess.Advice.Where(static a => a.Level == AdviceLevel.Decide).Select(static a => a.Text)];

    /// <summary>id, account, time, amount, as one text.</summary>
    public static string Roles(MappingGuess guess) =>
        guess.Mapping.Transactions is var t ? $"{t.Id ?? "-"}|{t.Account ?? "-"}|{t.Time}{(t.TimeOfDay is { } d ? "+" + d : "")}|{t.Amount ?? "-"}" : "";

    public static string Entities(MappingGuess guess) =>
        string.Join(' ', guess.Mapping.Transactions.Entities.Select(static e => $"{e.Key}={e.Value}"));

    /// <summary>Whether all rows would be loaded.</summary>
    public void LoadsAll(MappingGuess guess, long rows)
    {
        var report = Check(guess);
        Assert.Equal((rows, 0L), (report.Tables[0].Counts.Kept, report.Tables[0].Counts.Refused));
        Assert.True(report.CanLoad, string.Join("; ", report.Advice.Where(static a => a.Level == AdviceLevel.Decide).Select(static a => a.Text)));
    }

    public void Dispose() => _bench.Dispose();
}
