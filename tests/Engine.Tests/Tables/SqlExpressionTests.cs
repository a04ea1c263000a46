using Investigator.Engine.Tables;

namespace Investigator.Engine.Tests.Tables;

public class SqlExpressionTests
{
    [Theory]
    [InlineData("t.amount")]
    [InlineData("t.amount -- as it is")]
    [InlineData("(SELECT max(p.amount) FROM transactions p WHERE p.row < t.row)")]
    [InlineData("CASE WHEN t.amount > 3 THEN ';' ELSE ')' END")]
    [InlineData("count(*) OVER (PARTITION BY t.account ORDER BY t.row)")]
    [InlineData("(WITH x AS (SELECT 1 AS one) SELECT one FROM x)")]
    public void FindFault_OneExpression_FindsNone(string sql) => Assert.Null(SqlExpression.FindFault(sql));

    [Theory]
    [InlineData("1), (2")]
    [InlineData("1) FROM read_csv('x'), (SELECT 2")]
    [InlineData("1) FROM range(3) WHERE (true")]
    [InlineData("1) ORDER BY (1")]
    [InlineData("1) GROUP BY (1")]
    [InlineData("1); SELECT (2")]
    [InlineData("1); DROP TABLE payments; SELECT (2")]
    [InlineData("1); SET threads = 1 --")]
    [InlineData("1) UNION ALL SELECT (2")]
    [InlineData("1) LIMIT (1")]
    [InlineData("random()")]
    [InlineData("t.amount + (SELECT random() LIMIT 1)")]
    [InlineData("gen_random_uuid()::VARCHAR")]
    [InlineData("epoch(now())")]
    [InlineData("error('x')")]
    [InlineData("t.amount AS x")]
    [InlineData("")]
    [InlineData("1 +")]
    [InlineData("'open")]
    [InlineData("1\0")]
    public void FindFault_MoreOrLess_SaysSo(string sql) => Assert.NotNull(SqlExpression.FindFault(sql));

    [Fact]
    public void FindFault_LongText_IsNotParsed() => Assert.Contains("10000", SqlExpression.FindFault(new string('(', 100_000) + "1"), StringComparison.Ordinal);
}
