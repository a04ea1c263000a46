using Investigator.Engine.Tables;

namespace Investigator.Engine.Tests.Tables;

public class SqlTests
{
    [Theory]
    [InlineData("It's")]
    [InlineData("a\0b\0")]
    [InlineData("'; DROP TABLE t; --")]
    [InlineData("")]
    public void Text_AnyString_ComesBack(string value)
    {
        using var tables = TableConnection.Open();
        Assert.Equal(value, tables.Query($"SELECT {Sql.Text(value)}", r => r.GetString(0))[0]);
        Assert.Equal(1, tables.Scalar<int>($"SELECT list_position({Sql.Texts(["x'", value])}, {Sql.Text(value)}) - 1"));
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(-3)]
    [InlineData(16777217)]
    [InlineData(1e300)]
    [InlineData(double.Epsilon)]
    public void Number_BesideAFloatColumn_KeepsEveryBit(double value)
    {
        using var tables = TableConnection.Open();
        Assert.Equal(value, tables.Query($"SELECT {Sql.Number(value)}::DOUBLE", r => r.GetDouble(0))[0]);
        var single = (float)value;
        Assert.Equal(single >= value, tables.Query($"SELECT x >= {Sql.Number(value)} FROM (SELECT {Sql.Number(single)}::FLOAT AS x)", r => r.GetBoolean(0))[0]);
    }

    [Fact]
    public void Time_WithMicroseconds_ComesBack()
    {
        using var tables = TableConnection.Open();
        var time = new DateTime(2026, 3, 1, 23, 59, 59, DateTimeKind.Utc).AddMicroseconds(123456);
        Assert.Equal(time, tables.Query($"SELECT {Sql.Time(time)}", r => r.GetDateTime(0))[0]);
        Assert.True(tables.Scalar<bool>($"SELECT {Sql.Time(time)}::DATE = {Sql.Day(time)}"));
    }
}
