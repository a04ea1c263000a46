using CsCheck;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Tests.Tables;

public class CsvGuardTests
{
    [Theory]
    [InlineData("=1+1")]
    [InlineData("@SUM(A1)")]
    [InlineData("-2+3+cmd|' /C calc'!A0")]
    [InlineData("+2+cmd")]
    [InlineData("-")]
    [InlineData("+A1")]
    [InlineData("-3\n")]
    [InlineData("-.")]
    [InlineData("＝1+1")]
    [InlineData("＋1")]
    public void Guard_WhatASpreadsheetWouldRun_GetsAnApostrophe(string text) => Assert.Equal("'" + text, CsvGuard.Guard(text));

    [Theory]
    [InlineData("")]
    [InlineData("-3")]
    [InlineData("-3.50")]
    [InlineData("+49170")]
    [InlineData("-.5e-7")]
    [InlineData("a=b")]
    [InlineData("'=1+1")]
    [InlineData(" -")]
    public void Guard_AnythingElse_IsLeftAsItIs(string text) => Assert.Equal(text, CsvGuard.Guard(text));

    [Theory]
    [InlineData("pay\u202efdp.exe", @"pay\u202efdp.exe")]
    [InlineData("\u001b[31mred", @"\u001b[31mred")]
    [InlineData("\u0000a\u007f\u0085\u2069", @"\u0000a\u007f\u0085\u2069")]
    [InlineData("=1\u200f", @"'=1\u200f")]
    [InlineData("a\tb\r\nc é 😀 \u200d", "a\tb\r\nc é 😀 \u200d")]
    public void Guard_HiddenCharacters_AreShownAsCodes(string text, string shown) => Assert.Equal(shown, CsvGuard.Guard(text));

    [Theory]
    [InlineData("x;=1+1;y", "x;'=1+1;y")]
    [InlineData("a\t@b\n-c", "a\t'@b\n'-c")]
    [InlineData("=1;=2", "'=1;'=2")]
    [InlineData("\t=1+1", "'\t'=1+1")]
    [InlineData("\r=1+1", "'\r'=1+1")]
    [InlineData("\n=1+1", "'\n'=1+1")]
    [InlineData("a; b;c=d", "a; b;c=d")]
    public void Guard_BehindAnotherSeparator_GetsAnApostropheThere(string text, string guarded) => Assert.Equal(guarded, CsvGuard.Guard(text));

    [Fact]
    public void Guarded_InDuckDb_IsGuardInCode()
    {
        using var db = TableConnection.Open(threads: 1);
        Gen.Char["=@+-;＝\t\r\n'.eE07a \u0663é\u001b\u202e\u0000\u0085\u200d"].Array[0, 6].Select(c => new string(c)).List[200].Sample(
            texts =>
            {
                var list = Sql.Texts(texts);
                var sql = $"""
                    SELECT {CsvGuard.Guarded("text")}
                    FROM (SELECT unnest({list}) AS text, generate_subscripts({list}, 1) AS place) ORDER BY place
                    """;
                Assert.Equal(texts.Select(CsvGuard.Guard), db.Query(sql, r => r.GetString(0)));
            },
            iter: 50,
            threads: 1);
    }
}
