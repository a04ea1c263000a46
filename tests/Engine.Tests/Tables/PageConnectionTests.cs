using Investigator.Engine.Tables;
using Investigator.TestKit;

namespace Investigator.Engine.Tests.Tables;

public sealed class PageConnectionTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Connections_OfPages_ShareSettingsButNoTemporaryTables()
    {
        using var first = TableConnection.OpenForPage(_folder.Path);
        using var second = TableConnection.OpenForPage(_folder.Path);
        first.Execute("CREATE TEMP TABLE selected AS SELECT 1 AS row");
        second.Execute("CREATE TEMP TABLE selected AS SELECT 2 AS row");
        Assert.Equal(1, first.Scalar<int>("SELECT row FROM selected"));
        Assert.Equal(2, second.Scalar<int>("SELECT row FROM selected"));
        Assert.All([first, second], c => Assert.Equal("UTC", c.Scalar<string>("SELECT current_setting('TimeZone')")));
        Assert.All([first, second], c => Assert.Equal(1, c.Scalar<int>("SELECT current_setting('threads')")));
    }

    [Fact]
    public void Connection_OfAPageClosed_LeavesTheOthersAtWork()
    {
        using var stays = TableConnection.OpenForPage(_folder.Path);
        using (var goes = TableConnection.OpenForPage(_folder.Path)) goes.Execute("CREATE TEMP TABLE selected AS SELECT 1 AS row");
        Assert.Equal(3, stays.Scalar<int>("SELECT 3"));
        using var next = TableConnection.OpenForPage(_folder.Path);
        Assert.Equal(0, next.Scalar<int>("SELECT count(*) FROM duckdb_tables()"));
    }

    [Fact]
    public async Task Connections_ManyAtOnce_EachReadsItsOwn()
    {
        var sums = await Task.WhenAll(Enumerable.Range(1, 40).Select(n => Task.Run(() =>
        {
            using var page = TableConnection.OpenForPage(_folder.Path);
            return page.Scalar<long>(FormattableString.Invariant($"SELECT sum(i)::BIGINT FROM range({n * 1000}) r(i)"));
        })));
        Assert.Equal(Enumerable.Range(1, 40).Select(n => n * 1000L * ((n * 1000L) - 1) / 2), sums);
    }
}
