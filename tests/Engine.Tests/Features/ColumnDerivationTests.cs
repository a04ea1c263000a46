using Investigator.Engine.Features;
using Investigator.Engine.Ingest;
using Investigator.Engine.Tests.Ingest;

namespace Investigator.Engine.Tests.Features;

public class ColumnDerivationTests
{
    private const string Rows = "id,account,time,login,from,word\n"
        + "t1,a,2024-03-01 10:00:00,Ann@Shop.example,10.20.30.40,x@y\nt2,b,2024-03-01 10:00:01,ben@other.example,10.20.30.41,z\n"
        + "t3,c,2024-03-01 10:00:02,cy@shop.example,10.20.3.40,x\nt4,d,2024-03-01 10:00:03,nobody,2001:db8:85a3:1::7,y\n"
        + "t5,e,2024-03-01 10:00:04,,2001:DB8:85A3:2::7,y\nt6,f,2024-03-01 10:00:05,dee@shop.example,::1,y\n";

    private static readonly Mapping Mapped = new()
    {
        Transactions = new()
        {
            Id = "id",
            Account = "account",
            Time = "time",
            Entities = new Dictionary<string, string> { ["login"] = "login", ["ip"] = "from" },
            Attributes = ["word"],
        },
    };

    [Fact]
    public void Compute_TextsOfKnownForm_GiveDomainsAndNetworks()
    {
        using var bench = new LoadBench { Mapping = Mapped };
        var matrix = FeatureRun.Compute(bench.Load(bench.Write("t.csv", Rows)));
        Assert.Equal(["shop.example", "other.example", "shop.example", null, null, "shop.example"], matrix.Texts("login_domain"));
        Assert.Equal(["10.20.30", "10.20.30", "10.20.3", "2001:db8:85a3", "2001:db8:85a3", null], matrix.Texts("ip_network"));
        Assert.Equal([0, 1, 0, 0, 1, float.NaN], matrix.Values("accounts_on_ip_network_7d"));
        Assert.Null(matrix.Find("word_domain"));
        Assert.Equal("IP network", matrix.Find("ip_network")!.Definition.Phrase);
    }

    [Fact]
    public void Of_TextsOfAnotherForm_DerivesNothing()
    {
        using var bench = new LoadBench { Mapping = Mapped };
        var hashed = Rows.Replace("10.20.30.40", "9f86d081884c", StringComparison.Ordinal).Replace("ben@other.example", "ben", StringComparison.Ordinal);
        Assert.Empty(ColumnDerivation.Of(bench.Load(bench.Write("t.csv", hashed))));
    }

    [Fact]
    public void DefaultCatalog_WithDerivedColumns_IsReadBackAsItWas()
    {
        using var bench = new LoadBench { Mapping = Mapped };
        var dataset = bench.Load(bench.Write("t.csv", Rows));
        var path = bench.Path("c.json");
        Engine.Features.Catalog.FeatureCatalogFile.Write(path, FeatureCatalog.Default(dataset));
        var read = FeatureCatalog.Of(dataset, null, new FeatureOptions { Catalog = Engine.Features.Catalog.FeatureCatalogFile.Read(path) });
        Assert.Equal(FeatureCatalog.Default(dataset), read);
    }

    /// <summary>A column named twice gives its domain once.</summary>
    [Fact]
    public void Of_AccountThatIsAnEntityToo_DerivesOnce()
    {
        using var bench = new LoadBench { Mapping = Mapped with { Transactions = Mapped.Transactions with { Account = "login" } } };
        var dataset = bench.Load(bench.Write("t.csv", Rows));
        Assert.Equal(["login_domain", "ip_network"], ColumnDerivation.Of(dataset).Select(static d => d.Name));
    }
}
