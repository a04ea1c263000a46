using Investigator.Engine.Core;
using Investigator.Engine.Features;
using Investigator.Engine.Features.Kinds;
using Investigator.Engine.Ingest;
using Investigator.Engine.Tests.Sequences;
using Investigator.TestKit;

namespace Investigator.Engine.Tests.Features;

public sealed class FeatureCatalogTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private Dataset Shop() => new TestShop().Pay("t1", "a", 1).See("a", 0, "x").Save(_folder.Path);

    [Fact]
    public void Default_FullMapping_HasUniqueSafeNamesAndWholePhrases()
    {
        var catalog = FeatureCatalog.Default(Shop()).Where(f => f.Kind != EntityGroup.Kind).ToList();
        Assert.Equal(catalog.Count, catalog.Select(f => f.Name).Distinct().Count());
        Assert.All(catalog, f => Assert.Matches("^[a-z][a-z0-9_]*$", f.Name));
        Assert.All(catalog, f => Assert.False(f.Phrase.Length == 0 || f.Unit.Length == 0 || f.Sql.Length == 0, f.Name));
        Assert.Contains(catalog, f => f.Name == "accounts_on_device_24h" && f.Phrase == "accounts on this device in the last 24 hours");
    }

    [Fact]
    public void Default_LeastMapping_NeedsNothingElse()
    {
        var full = Shop();
        var least = full with
        {
            Entities = [],
            Attributes = [],
            EventCount = 0,
            Mapping = new Mapping { Transactions = new TransactionMapping { Id = "id", Account = "account", Time = "time" } },
        };
        Assert.Equal(["hour", "hour_sin", "hour_cos", "transactions_by_account_1h", "transactions_by_account_24h", "transactions_by_account_7d",
            "transactions_by_account", "since_previous_by_account", "account_age", "transactions_by_account_overall"],
            FeatureCatalog.Default(least).Select(f => f.Name));
    }

    [Fact]
    public void Default_NamesThatCollide_AreNumbered()
    {
        var dataset = Shop() with { Attributes = [new("Amount", true), new("amount!", true), new("24h", true)] };
        var names = FeatureCatalog.Default(dataset).Select(f => f.Name).ToArray();
        Assert.Contains("amount_2", names);
        Assert.Contains("amount_3", names);
        Assert.Contains("c_24h", names);
    }

    [Fact]
    public void Default_EntityNames_ArePutInWords()
    {
        var phrases = FeatureCatalog.Default(Shop() with { Entities = ["ip", "delivery_address"] }).Select(f => f.Phrase).ToArray();
        Assert.Contains("accounts on this IP address in the last 24 hours", phrases);
        Assert.Contains("delivery addresses used by this account in the last 7 days", phrases);
        Assert.Contains("transactions on this delivery address in the last hour", phrases);
    }

    public static TheoryData<FeatureDefinition, string> Refused => new()
    {
        { Own("amount", Expression.Kind, sql: "1"), "taken" },
        { Own("Bad name", Expression.Kind, sql: "1"), "name" },
        { Own("x", Expression.Kind), "no SQL" },
        { Own("x", Expression.Kind, sql: "1); COPY (SELECT 1) TO 'x.csv'; SELECT (1"), "more than one expression" },
        { Own("x", Category.Kind, sql: "t.amount +"), "syntax error" },
        { Own("x", TransactionCount.Kind), "no key" },
        { Own("x", TransactionCount.Kind, key: "entity_nothing"), "not mapped" },
        { Own("x", DistinctCount.Kind, key: "account"), "no column" },
        { Own("x", DistinctCount.Kind, key: "account") with { Column = "outcome" }, "not mapped" },
        { Own("x", TransactionCount.Kind, key: "account") with { Window = TimeSpan.Zero }, "window" },
        { Own("x", TransactionCount.Kind, key: "account") with { Window = TimeSpan.FromHours(1), Centered = true }, "both sides" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void Default_OwnFeatureThatCannotBe_SaysWhy(FeatureDefinition own, string why) =>
        Assert.Contains(why, Assert.Throws<InputException>(() => FeatureCatalog.Default(Shop(), null, new FeatureOptions { Own = [own] })).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Compute_OwnSql_IsEvaluatedOverEarlierTransactionsAndSequences()
    {
        var dataset = new TestShop().See("a", 0, "x").See("a", 1, "y").Pay("t1", "a", 5, 10).Pay("t2", "b", 6, 1).Save(_folder.Path);
        var matrix = FeatureRun.Compute(dataset, new FeatureOptions
        {
            Own =
            [
                Own("largest_before", Expression.Kind, sql: "(SELECT max(p.amount) FROM transactions p WHERE p.row < t.row)"),
                Own("pages", Category.Kind, sql: "t.page_sequence"),
                Own("impossible", Expression.Kind, sql: "t.amount / 0"),
            ],
        });
        Assert.Equal([float.NaN, 10], matrix.Values("largest_before"));
        Assert.Equal(["x>y", null], matrix.Texts("pages"));
        Assert.Equal([float.NaN, float.NaN], matrix.Values("impossible"));
    }

    public static TheoryData<string> Outside(string file) =>
    [
        $"(SELECT count(*) FROM read_csv('{file}'))", $"(SELECT error(content) FROM read_text('{file}'))", $"(SELECT count(*) FROM '{file}')",
        $"(SELECT count(*) FROM glob('{file}*'))", $"(SELECT count(*) FROM query('SELECT * FROM read_text(''{file}'')'))",
        $"(SELECT count(*) FROM read_parquet('{file}.parquet'))",
    ];

    [Fact]
    public void Compute_OwnSqlThatReadsAFile_ReadsNothingAndShowsNothing()
    {
        var file = _folder.File("secret.csv");
        File.WriteAllText(file, "a\nthe-secret\n");
        var dataset = Shop();
        File.Copy(new DatasetFolder(dataset.Folder).Transactions, file + ".parquet");
        foreach (var sql in Outside(file).Select(static row => row.Data))
        {
            var fault = Assert.Throws<InputException>(() => FeatureRun.Compute(dataset, new FeatureOptions { Own = [Own("x", Expression.Kind, sql: sql)] }));
            Assert.DoesNotContain("the-secret", fault.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("current_setting('enable_external_access')::INTEGER", 0)]
    [InlineData("current_setting('lock_configuration')::INTEGER", 1)]
    [InlineData("(SELECT count(*) FROM duckdb_columns() WHERE column_name IN ('outcome', 'outcome_known_at'))", 0)]
    public void Compute_OwnSql_RunsWhereFilesAndOutcomesAreOutOfReach(string sql, float expected) =>
        Assert.Equal([expected], FeatureRun.Compute(Shop(), new FeatureOptions { Own = [Own("x", Expression.Kind, sql: sql)] }).Values("x"));

    private static FeatureDefinition Own(string name, FeatureKind kind, string? key = null, string sql = "") =>
        new() { Name = name, Phrase = "own", Unit = "number", Kind = kind, Key = key, Sql = sql };
}
