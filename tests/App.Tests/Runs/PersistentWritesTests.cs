using Investigator.Execution;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;

namespace Investigator.App.Tests.Runs;

public class PersistentWritesTests
{
    private static readonly PersistentWrites Writes = new(TimeProvider.System, NullLogger<PersistentWrites>.Instance);

    [Theory]
    [InlineData("CREATE TABLE t (a UNIQUE); INSERT INTO t VALUES (1), (1)")]
    [InlineData("CREATE TABLE t (a NOT NULL); INSERT INTO t VALUES (NULL)")]
    [InlineData("CREATE TABLE t (a CHECK (a > 0)); INSERT INTO t VALUES (0)")]
    public async Task Do_RowsThatTheTableNeverTakes_IsTriedOnce(string sql)
    {
        Assert.IsType<SqliteException>((await Assert.ThrowsAsync<DbUpdateException>(() => FailAsync(() => Sqlite(sql)))).InnerException);
    }

    [Fact]
    public async Task Do_ErrorOfTheCode_IsTriedOnce() =>
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => FailAsync(() => new ArgumentOutOfRangeException()));

    [Fact]
    public async Task Do_FaultThatMayPass_IsTriedAgain()
    {
        await Assert.ThrowsAsync<StoreFaultException>(() => FailAsync(() => Sqlite("SELECT * FROM gone"), attempts: 2));
        await Assert.ThrowsAsync<StoreFaultException>(() => FailAsync(() => new IOException("no room"), attempts: 2));
    }

    /// <summary>A write that always fails and may be tried twice.</summary>
    /// <param name="fault">Why.</param>
    /// <param name="attempts">How often it must be tried.</param>
    private static async Task FailAsync(Func<Exception> fault, int attempts = 1)
    {
        var tried = 0;
        try
        {
            await Writes.DoAsync<int>(
                () =>
                {
                    tried++;
                    throw Wrapped(fault());
                },
                attempts: 2,
                TestContext.Current.CancellationToken);
        }
        finally
        {
            Assert.Equal(attempts, tried);
        }
    }

    private static Exception Wrapped(Exception fault) => fault is SqliteException ? new DbUpdateException("not saved", fault) : fault;

    private static SqliteException Sqlite(string sql)
    {
        using var database = new SqliteConnection("Data Source=:memory:");
        database.Open();
        using var command = database.CreateCommand();
        command.CommandText = sql;
        return Assert.Throws<SqliteException>(() => command.ExecuteNonQuery());
    }
}
