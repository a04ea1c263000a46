using Investigator.Engine.Core;
using Investigator.Engine.Ingest;
using Investigator.Engine.Tests.Ingest.Guess;

namespace Investigator.Engine.Tests.Ingest;

public class PersonalColumnsTests
{
    private static readonly TransactionMapping Shop = new()
    {
        Account = "customer",
        Time = "t",
        Entities = new Dictionary<string, string> { ["device"] = "d", ["ip"] = "i", ["email"] = "e" },
        Attributes = ["browser", "Cardholder Name"],
    };

    [Theory]
    [InlineData("email", true)]
    [InlineData("customer_email", true)]
    [InlineData("EmailAddress", true)]
    [InlineData("ip", true)]
    [InlineData("phone_number", true)]
    [InlineData("shipping_address", true)]
    [InlineData("card", true)]
    [InlineData("card_number", true)]
    [InlineData("iban", true)]
    [InlineData("name", true)]
    [InlineData("last name", true)]
    [InlineData("Cardholder", true)]
    [InlineData("account", true)]
    [InlineData("device", false)]
    [InlineData("merchant", false)]
    [InlineData("card_type", false)]
    [InlineData("email_domain", false)]
    [InlineData("ip_country", false)]
    [InlineData("zip", false)]
    [InlineData("product_name", false)]
    [InlineData("is_new_address", false)]
    [InlineData("browser", false)]
    public void Name_ByWhatItSays_IsPersonalOrNot(string name, bool personal) => Assert.Equal(personal, PersonalColumns.IsUsual(name));

    [Fact]
    public void Mapping_ThatDoesNotSay_MarksWhatIsCalledSo() => Assert.Equal(["account", "ip", "email", "Cardholder Name"], PersonalColumns.Of(Shop));

    [Fact]
    public void Mapping_WithoutAnAccount_HasNoneToMark() => Assert.DoesNotContain("account", PersonalColumns.Markable(Shop with { Account = null }));

    [Fact]
    public void Mapping_ThatMarksNothing_HidesNothing() => Assert.Empty(PersonalColumns.Of(Shop with { Personal = [] }));

    [Fact]
    public void With_TheUsualMarks_SaysNothing()
    {
        var changed = PersonalColumns.With(Shop, ["device", "account"]);

        Assert.Equal(["account", "device"], changed.Personal);
        Assert.Null(PersonalColumns.With(changed, ["email", "ip", "Cardholder Name", "account"]).Personal);
    }

    [Fact]
    public void Carry_AColumnLeftOut_TakesItsMarkAlong()
    {
        var mapping = new Mapping { Transactions = Shop with { Personal = ["account", "device", "email"] } };

        var after = mapping.WithoutFeatures("d").Transactions;

        Assert.Equal(["account", "email"], after.Personal);
    }

    [Fact]
    public void Carry_ARenamedEntity_KeepsItsMark()
    {
        var mapping = new Mapping { Transactions = Shop with { Personal = ["device"] } };

        var after = mapping.WithTransactions(static t => t with { Entities = new Dictionary<string, string> { ["handset"] = "d", ["ip"] = "i" } }).Transactions;

        Assert.Equal(["handset"], after.Personal);
    }

    [Fact]
    public void Carry_AnAddedEmail_IsMarkedAndAnotherColumnIsNot()
    {
        var mapping = new Mapping { Transactions = Shop with { Personal = ["device"] } };

        var after = mapping.WithTransactions(static t => t with { Attributes = [.. t.Attributes, "backup_email", "colour"] }).Transactions;

        Assert.Equal(["device", "backup_email"], after.Personal);
    }

    [Fact]
    public void Load_WithOtherMarks_IsAnotherDatasetWithTheSameRows()
    {
        using var bench = new LoadBench();
        var file = bench.Write("t.csv", "a,t,m\nx,2024-03-01 10:00:00,1\ny,2024-03-02 10:00:00,2\n");
        var mapping = new Mapping { Transactions = new() { Account = "a", Time = "t", Entities = new Dictionary<string, string> { ["shop"] = "m" } } };

        string Fingerprint(IReadOnlyList<string>? personal) => DatasetLoader.Fingerprint(
            new LoadRequest { Transactions = file, Mapping = mapping.WithTransactions(t => t with { Personal = personal }), Name = "t" },
            new StageContext { Scratch = bench.Scratch, Threads = 1 });

        Assert.Equal(Fingerprint(null), Fingerprint(null));
        Assert.NotEqual(Fingerprint(null), Fingerprint(["shop"]));
    }

    [Fact]
    public void Guess_EmailsInAnAttributeOfAnotherName_AreMarkedByTheirLook()
    {
        using var bench = new GuessBench();

        var guess = bench.Guess("user,time,amount,email,second contact", 60,
            static i => $"u{i % 9},2024-03-01 10:{i:00}:00,{i}.5,a{i % 20}@example.org,b{i % 7}@example.org");

        Assert.Contains("second contact", PersonalColumns.Of(guess.Mapping.Transactions));
        Assert.Contains("email", PersonalColumns.Of(guess.Mapping.Transactions));
    }

    [Fact]
    public void Guess_OrdinaryNames_LeavesTheMappingAsItWas()
    {
        using var bench = new GuessBench();

        var guess = bench.Guess("user,time,amount,email,browser", 60,
            static i => $"u{i % 9},2024-03-01 10:{i:00}:00,{i}.5,a{i % 20}@example.org,b{i % 3}");

        Assert.Null(guess.Mapping.Transactions.Personal);
    }
}
