using Investigator.Engine.Ingest;
using Investigator.TestKit;

namespace Investigator.App.Tests.Commands;

/// <summary>The real executable over small files, as whoever has a file and no mapping uses it.</summary>
public class CheckCommandTests
{
    private const string Rows = "order_id,user_id,purchase_time,amount,device_id,is_fraud\n1,ann,2026-02-01 10:20:00,12.5,d1,0\n"
        + "2,bob,2026-02-02 10:20:00,13.5,d1,1\n3,ann,2026-02-03 10:20:00,14.5,d2,0\n";

    private static readonly TimeSpan Long = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task Check_FileThatIsCertain_TellsPartsRowsAndCountsAndWritesTheMapping()
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.File("t.csv"), Rows);
        using var check = AppProcess.Start("check", "--transactions", folder.File("t.csv"), "--out", folder.File("m.json"));

        Assert.True(await check.ExitAsync(Long) == 0, check.Output);
        foreach (var says in (string[])["user_id", "2026-02-02 10:20:00", "13.5", "3 rows read: 3 kept", "can be loaded"])
        {
            Assert.Contains(says, check.Output, StringComparison.Ordinal);
        }

        var mapping = MappingFile.Read(folder.File("m.json")).Transactions;
        Assert.Equal(("order_id", "user_id", "purchase_time", "amount"), (mapping.Id, mapping.Account, mapping.Time, mapping.Amount));
        Assert.Equal(["1"], mapping.Outcome!.Fraud);
    }

    [Fact]
    public async Task Check_RefusedRows_AreNamedAndLeaveSomethingToDecide()
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.File("t.csv"), Rows + "4,eve,2026-02-03 10:20:00,17.5,d2,0\n5,eve,never,17.5,d2,0\n");
        await File.WriteAllTextAsync(folder.File("m.json"),
            """{ "transactions": { "id": "order_id", "account": "user_id", "time": "purchase_time", "amount": "amount" } }""");
        string[] command = ["check", "--transactions", folder.File("t.csv"), "--mapping", folder.File("m.json")];
        using var check = AppProcess.Start(command);
        Assert.Equal(2, await check.ExitAsync(Long));
        foreach (var says in (string[])["5 rows read: 4 kept, 1 refused", "column 'purchase_time'", "t.csv row 5: 'never'", "To be decided"])
        {
            Assert.Contains(says, check.Output, StringComparison.Ordinal);
        }

        using var allowed = AppProcess.Start([.. command, "--max-rejects", "20%"]);
        Assert.True(await allowed.ExitAsync(Long) == 0, allowed.Output);
    }

    [Theory]
    [InlineData("--format decimel=,", "'decimel' is not known")]
    [InlineData("--format decimal", "key=value")]
    [InlineData("--set transactions.amount=nosuch", "no such column")]
    [InlineData("--events-format decimal=,", "no events")]
    [InlineData("--max-rejects 5", "5% or 0.05")]
    [InlineData("--rates HERE/rates.csv", "no column of currencies")]
    [InlineData("--out HERE/t.csv", "would write over the transactions")]
    [InlineData("--out HERE/rates.csv", "is there already")]
    public async Task Check_OptionThatMakesNoSense_SaysSoAndChangesNothing(string options, string says)
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.File("t.csv"), Rows);
        await File.WriteAllTextAsync(folder.File("rates.csv"), "EUR,1.1\n");
        using var check = AppProcess.Start(
            ["check", "--transactions", folder.File("t.csv"), .. options.Replace("HERE", folder.Path, StringComparison.Ordinal).Split(' ')]);
        Assert.Equal(2, await check.ExitAsync(Long));
        Assert.Contains(says, check.Output, StringComparison.Ordinal);
        Assert.Equal(Rows, await File.ReadAllTextAsync(folder.File("t.csv")));
    }

    [Fact]
    public async Task Check_SettingsThatFitOnlyTogether_AreTakenInAnyOrder()
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.File("t.csv"), Rows);
        await File.WriteAllTextAsync(folder.File("m.json"),
            """{ "transactions": { "id": "order_id", "account": "user_id", "time": "is_fraud", "attributes": ["purchase_time"] } }""");
        using var check = AppProcess.Start("check", "--transactions", folder.File("t.csv"), "--mapping", folder.File("m.json"),
            "--set", "transactions.time=purchase_time", "--set", "transactions.attributes=[]");
        Assert.True(await check.ExitAsync(Long) == 0, check.Output);
        Assert.Contains("3 rows read: 3 kept", check.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_WithoutAMapping_SaysWhatItTakesTheColumnsAsAndIsImportedByTheSameOptions()
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.File("t.csv"), Rows + "4,,2026-02-03 10:20:00,17.5,d2,0\n");
        string[] source = ["--transactions", folder.File("t.csv"), "--max-rejects", "50%"];
        using var run = AppProcess.Start(["run", .. source, "--out", folder.File("out"), "--keep", "results"]);
        Assert.True(await run.ExitAsync(Long) == 0, run.Output);
        foreach (var says in (string[])["No mapping was given", "user_id", "transactions: 4 rows read: 3 kept, 1 refused", "account is missing"])
        {
            Assert.Contains(says, run.Output, StringComparison.Ordinal);
        }

        string[] import = ["import-run", folder.File("out"), "--data", folder.File("data")];
        using var without = AppProcess.Start(import);
        Assert.Equal(2, await without.ExitAsync(Long));
        Assert.Contains("there is no dataset", without.Output, StringComparison.Ordinal);
        using var imported = AppProcess.Start([.. import, .. source]);
        Assert.True(await imported.ExitAsync(Long) == 0, imported.Output);
        Assert.Contains("Imported as run #1", imported.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_MappingThatLeavesADayOpen_ListsTheChoicesAsOptionsThatSettleThem()
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.File("t.csv"), "id,who,at\n1,ann,01/02/2026 10:00\n2,bob,03/04/2026 11:00\n");
        await File.WriteAllTextAsync(folder.File("m.json"), """{ "transactions": { "id": "id", "account": "who", "time": "at" } }""");
        string[] command = ["run", "--transactions", folder.File("t.csv"), "--mapping", folder.File("m.json"), "--out", folder.File("out")];
        using var run = AppProcess.Start(command);
        Assert.Equal(2, await run.ExitAsync(Long));
        Assert.Contains("--format 'columns.at.time=MM/dd/yyyy HH:mm'", run.Output, StringComparison.Ordinal);
        Assert.Equal(["m.json", "t.csv"], Directory.GetFileSystemEntries(folder.Path).Select(static f => Path.GetFileName(f)).Order(StringComparer.Ordinal));

        using var check = AppProcess.Start(["check", .. command[1..^2], "--format", "columns.at.time=MM/dd/yyyy HH:mm"]);
        Assert.True(await check.ExitAsync(Long) == 0, check.Output);
        Assert.Contains("2026-03-04 11:00:00", check.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_WithoutAMappingAndNotCertain_SaysWhatToDecideAndLoadsNothing()
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.File("t.csv"), Rows + "4,,2026-02-03 10:20:00,17.5,d2,0\n");
        using var run = AppProcess.Start("run", "--transactions", folder.File("t.csv"), "--out", folder.File("out"));
        Assert.Equal(2, await run.ExitAsync(Long));
        Assert.Contains("To be decided", run.Output, StringComparison.Ordinal);
        Assert.Contains("Nothing was loaded", run.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.File("out")));
    }
}
