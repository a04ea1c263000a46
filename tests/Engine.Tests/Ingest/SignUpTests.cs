using Investigator.Engine.Facts;
using Investigator.Engine.Features;
using Investigator.Engine.Ingest;
using Investigator.Engine.Ingest.Guess;
using Investigator.Engine.Sequences;
using Investigator.Engine.Tests.Features;

namespace Investigator.Engine.Tests.Ingest;

public class SignUpTests
{
    private const string Rows = "id,account,time,signup_time\n"
        + "t1,a,2024-03-01 10:00:00,2024-03-01 09:59:59\nt2,b,2024-03-01 10:00:01,\nt3,c,2024-03-01 10:00:02,2024-03-02 00:00:00\n"
        + "t4,d,2024-03-01 10:00:03,2024-03-01 10:00:03\nt5,e,2024-03-01 10:00:04,soon\n";

    private static readonly Mapping Mapped = new() { Transactions = new() { Id = "id", Account = "account", Time = "time", SignedUp = "signup_time" } };

    [Fact]
    public void SinceSignUp_LaterThanThePayment_IsMissingAndCounted()
    {
        using var bench = new LoadBench { Mapping = Mapped };
        var dataset = bench.Load(bench.Write("t.csv", Rows));
        Assert.Equal((4, 1, 1), (dataset.TransactionCount, dataset.RejectCount, dataset.LateSignUps));
        Assert.Contains("t.csv|5|signup_time|soon|time of the sign-up is not readable", Assert.Single(LoadBench.Rejects(dataset)),
            StringComparison.Ordinal);
        Assert.Equal(2, Assert.Single(dataset.Quality, static q => q.Column == "signed_up").Missing);
        Assert.Equal([1, float.NaN, float.NaN, 0], FeatureRun.Compute(dataset).Values("since_sign_up"));
        var facts = TransactionFacts.Read(dataset, EventSequences.Build(dataset, new SequenceOptions(), FeatureRun.Context), null, null, FeatureRun.Context);
        Assert.Contains("1 of 4 transactions lie before their account signed up", Assert.Single(facts.Notes()), StringComparison.Ordinal);
    }

    [Fact]
    public void SinceSignUp_NotMapped_IsNoFeature()
    {
        using var bench = new LoadBench { Mapping = Mapped with { Transactions = Mapped.Transactions with { SignedUp = null } } };
        var dataset = bench.Load(bench.Write("t.csv", Rows));
        Assert.DoesNotContain(FeatureCatalog.Default(dataset), static f => f.Name == "since_sign_up");
        Assert.DoesNotContain(dataset.Quality, static q => q.Column == "signed_up");
    }

    [Theory]
    [InlineData("signup_time,purchase_time", "2024-03-01 09:00:00,2024-03-01 10:00:00", "purchase_time", "signup_time")]
    [InlineData("time,registered_at", "2024-03-01 10:00:00,1709280000", "time", "registered_at")]
    [InlineData("order_time,created", "2024-03-01 10:00:00,2024-02-01", "order_time", "created")]
    [InlineData("order_time,created", "2024-03-01 10:00:00,1", "order_time", null)]
    [InlineData("order_time,order_created_at", "2024-03-01 10:00:00,2024-03-01 09:59:00", "order_time", null)]
    [InlineData("order_time,user_created_at", "2024-03-01 10:00:00,2024-02-01 09:59:00", "order_time", "user_created_at")]
    [InlineData("created_at,value", "2024-03-01 10:00:00,7", "created_at", null)]
    public void Guess_SignUp_IsATimeThatIsNotThePayments(string header, string row, string time, string? signedUp)
    {
        using var bench = new LoadBench();
        var guess = MappingGuess.From(bench.Write("t.csv", $"order_id,user_id,{header}\no1,u1,{row}\n"), null).Mapping.Transactions;
        Assert.Equal((time, signedUp), (guess.Time, guess.SignedUp));
    }
}
