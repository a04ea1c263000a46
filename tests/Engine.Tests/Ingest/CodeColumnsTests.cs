using System.Globalization;
using System.Text;
using Investigator.Engine.Ingest;
using Investigator.Engine.Ingest.Formats;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Tests.Ingest;

public class CodeColumnsTests
{
    [Theory]
    [InlineData("billing_zip", true)]
    [InlineData("MCC", true)]
    [InlineData("cardBin", true)]
    [InlineData("os", true)]
    [InlineData("category_id", true)]
    [InlineData("age", false)]
    [InlineData("zip_count_4w", false)]
    [InlineData("device_age_days", false)]
    [InlineData("idle", false)]
    [InlineData("items", false)]
    public void IsCode_ByItsName_UnlessThatSaysThatItCounts(string name, bool code) =>
        Assert.Equal(code, CodeColumns.IsCode(name, new(Whole: true, LeadingZero: false, 1000, 700, 1, 5, 0, 99_999)));

    [Theory]
    [InlineData(4, 4, 1_011, 9_911, 1000, 40, true)]
    [InlineData(4, 4, 1_950, 2_024, 1000, 40, false)]
    [InlineData(3, 4, 100, 9_911, 1000, 40, false)]
    [InlineData(2, 2, 18, 99, 1000, 40, false)]
    [InlineData(5, 5, 10_000, 99_999, 1000, 900, false)]
    [InlineData(5, 5, 10_000, 99_999, 50, 5, false)]
    public void IsCode_OfOneLength_UnlessAYearOrAlwaysNew(int shortest, int longest, long least, long most, long rows, long distinct, bool code) =>
        Assert.Equal(code, CodeColumns.IsCode("x", new(Whole: true, LeadingZero: false, rows, distinct, shortest, longest, least, most)));

    [Fact]
    public void IsCode_WithALeadingZero_WhateverItsName() =>
        Assert.True(CodeColumns.IsCode("total_count", new(Whole: true, LeadingZero: true, 3, 3, 5, 5, 2139, 2141)));

    [Fact]
    public void IsCode_OfFractionsOrSigns_IsNot() => Assert.False(CodeColumns.IsCode("zip", new(Whole: false, LeadingZero: true, 9, 9, 5, 5, 0, 0)));

    [Fact]
    public void Load_Codes_AreTextsThatKeepTheirZeros()
    {
        using var bench = new LoadBench
        {
            Mapping = new() { Transactions = new() { Id = "id", Account = "account", Time = "time", Attributes = ["zip", "part", "age", "os", "score"] } },
        };
        var rows = new StringBuilder("id,account,time,zip,part,age,os,score\n");
        for (var i = 0; i < 30; i++)
        {
            rows.Append(CultureInfo.InvariantCulture, $"t{i},a,2024-03-01 10:{i:00}:00,{90_000 + i}.0,{i:000},{20 + i},{(i == 3 ? "" : i % 3)},{i / 7.0}\n");
        }

        var dataset = bench.Load(bench.Write("t.csv", rows.ToString()));
        Assert.Equal(
            [new("zip", false, true), new("part", false, true), new("age", true), new("os", false, true), new AttributeColumn("score", true)],
            dataset.Attributes);
        Assert.Equal(["90002|002|22.0|2", "90003|003|23.0|-"], LoadBench.Rows("SELECT attribute_zip, attribute_part, attribute_age::VARCHAR, attribute_os "
            + $"FROM read_parquet({Sql.Text(dataset.TransactionsPath)}) WHERE row IN (2, 3) ORDER BY row"));
    }
}
