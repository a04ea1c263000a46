using System.Runtime.InteropServices;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Tests.Tables;

public class ColumnBytesTests
{
    [Fact]
    public void ReadColumn_ManyVectors_GivesEveryNumberInOrder()
    {
        using var db = TableConnection.Open();

        var bytes = db.ReadColumn<int>("SELECT (i * 3)::INT FROM range(10000) r(i) ORDER BY i DESC");

        Assert.Equal(Enumerable.Range(0, 10_000).Select(static i => (9_999 - i) * 3), MemoryMarshal.Cast<byte, int>(bytes.AsSpan()).ToArray());
    }

    [Fact]
    public void ReadColumn_Floats_KeepsThemToTheBit()
    {
        using var db = TableConnection.Open();

        var bytes = db.ReadColumn<float>("SELECT CASE WHEN i = 7 THEN 'nan'::FLOAT ELSE (i / 3.0)::FLOAT END FROM range(3000) r(i)");

        Assert.Equal(
            Enumerable.Range(0, 3000).Select(static i => i == 7 ? float.NaN : (float)(i / 3.0)), MemoryMarshal.Cast<byte, float>(bytes.AsSpan()).ToArray());
    }

    [Fact]
    public void ReadColumn_NoRows_IsEmpty()
    {
        using var db = TableConnection.Open();
        Assert.Empty(db.ReadColumn<int>("SELECT 1::INT WHERE false"));
    }

    [Fact]
    public void ReadColumn_AnotherType_IsRefused()
    {
        using var db = TableConnection.Open();
        Assert.Throws<InvalidOperationException>(() => db.ReadColumn<int>("SELECT 1::BIGINT"));
        Assert.Throws<InvalidOperationException>(() => db.ReadColumn<float>("SELECT 1::INT"));
    }

    [Fact]
    public void ReadColumn_Null_IsRefused()
    {
        using var db = TableConnection.Open();
        var sql = "SELECT CASE WHEN i <> 2500 THEN i::INT END FROM range(3000) r(i)";
        Assert.Contains("NULL", Assert.Throws<InvalidOperationException>(() => db.ReadColumn<int>(sql)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ReadColumn_NoQuery_SaysWhatIsWrong()
    {
        using var db = TableConnection.Open();
        Assert.Contains("nothing_there", Assert.Throws<InvalidOperationException>(() => db.ReadColumn<int>("SELECT nothing_there")).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void ReadColumn_Cancelled_Stops()
    {
        using var db = TableConnection.Open();
        using var cancel = new CancellationTokenSource();
        cancel.Cancel();
        Assert.Throws<OperationCanceledException>(() => db.ReadColumn<int>("SELECT 1::INT", cancel.Token));
    }
}
