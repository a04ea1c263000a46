using Investigator.Engine.Ingest;
using Investigator.Engine.Tables;
using Investigator.TestKit;
using Investigator.Transactions;

namespace Investigator.App.Tests.Transactions;

public class ExportedNamesTests
{
    [Fact]
    public async Task GuardedNames_HiddenCharacterInAColumnsName_IsShownAsItsCode()
    {
        var dataset = (await DatasetAsync()) with { Entities = [], Attributes = [new("d\u202eevil", false), new("plain", true)] };
        using var tables = TableConnection.Open();
        var rows = TransactionQueries.GuardedNames(dataset, "SELECT 1 AS id, 'x' AS \"attribute_d\u202eevil\", 2 AS attribute_plain ORDER BY 1");
        Assert.Equal(["id", @"attribute_d\u202eevil", "attribute_plain"], tables.Query($"DESCRIBE {rows}", static r => r.GetString(0)));
    }

    [Fact]
    public async Task GuardedNames_PlainNames_LeaveTheQueryAsItIs() =>
        Assert.Equal("SELECT 1", TransactionQueries.GuardedNames(await DatasetAsync(), "SELECT 1"));

    private static async Task<Dataset> DatasetAsync() => new DatasetFolder((await PreparedRun.OfAsync(new RunBuilder())).DatasetFolder).Open();
}
