using Investigator.Datasets;
using Investigator.Engine.Core;
using Investigator.Engine.Ingest;
using Microsoft.Extensions.DependencyInjection;

namespace Investigator.App.Tests.Imports;

public sealed class SourceCheckerTests : PageTest
{
    private static readonly Mapping Mapping = new() { Transactions = new TransactionMapping { Id = "id", Account = "account", Time = "time" } };

    private SourceChecker Checker => Services.GetRequiredService<SourceChecker>();

    [Fact]
    public async Task Check_FileWithABadRow_CountsItAndLeavesNothingBehind()
    {
        var rows = string.Concat(Enumerable.Range(0, 30).Select(static i => $"t{i},a{i % 4},2026-03-01 10:{i:d2}:00\n"));
        Write("shop.csv", "id,account,time\n" + rows + "t99,a1,soon\n");

        var report = await Checker.CheckAsync("imports/shop.csv", null, Mapping, 0.1, TestContext.Current.CancellationToken);

        var table = Assert.Single(report.Tables);
        Assert.Equal((31, 30, 1), (table.Counts.Read, table.Counts.Kept, table.Counts.Refused));
        var kind = Assert.Single(table.Rejects);
        Assert.Equal(("time", 1, "soon"), (kind.Column, kind.Rows, kind.Examples[0].Value));
        Assert.Empty(Directory.EnumerateDirectories(Data.Scratch));
        Assert.Empty(Directory.EnumerateDirectories(Data.Datasets));
    }

    [Fact]
    public async Task Check_FileThatIsNotAllowed_IsRefusedAsALoadWouldBe()
    {
        await File.WriteAllTextAsync(Path.Combine(Data.Path, "secret.csv"), "id,account,time\n", TestContext.Current.CancellationToken);

        var error = await Assert.ThrowsAsync<InputException>(
            () => Checker.CheckAsync("imports/../secret.csv", null, Mapping, 0.01, TestContext.Current.CancellationToken));

        Assert.Contains("no such file among those that may be loaded", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_CancelledForANewerOne_GivesItsTurnBack()
    {
        Write("shop.csv", "id,account,time\n" + string.Concat(Enumerable.Range(0, 50_000).Select(static i => $"t{i},a1,2026-03-01 10:00:00\n")));
        var turns = Services.GetRequiredService<ReadingTurns>();
        using var other = await turns.EnterAsync(static () => { }, CancellationToken.None);
        using var cancel = new CancellationTokenSource();
        var first = Checker.CheckAsync("imports/shop.csv", null, Mapping, 0.01, cancel.Token);
        var waited = false;
        var second = Checker.CheckAsync("imports/shop.csv", null, Mapping, 0.01, CancellationToken.None, () => waited = true);
        Assert.True(waited);

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.Equal(50_000, (await second.WaitAsync(TimeSpan.FromMinutes(2))).Tables[0].Counts.Kept);
    }

    [Fact]
    public async Task Check_ThatTakesTooLong_EndsWithAWord()
    {
        Write("shop.csv", "id,account,time\nt1,a1,2026-03-01 10:00:00\n");
        Checker.Most = TimeSpan.Zero;

        var error = await Assert.ThrowsAsync<InputException>(
            () => Checker.CheckAsync("imports/shop.csv", null, Mapping, 0.01, CancellationToken.None));

        Assert.Contains("longer than", error.Message, StringComparison.Ordinal);
    }

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(Data.Imports, name), text);
}
