using Investigator.Engine.Simulation.Customers;

namespace Investigator.Engine.Simulation.Flaws;

/// <summary>What real sources do to a shop's rows, laid over them when everything else is decided: a shop without these options stays as it is.</summary>
internal sealed class SourceFlaws(SimulationOptions options)
{
    private const string SecondCurrency = "CZK";
    private const double SecondRate = 25.2;

    // Streams of an account, apart from one another.
    private const long CurrencyOf = 1;
    private const long LabelOf = 2;

    /// <summary>What programs write where there is nothing.</summary>
    private static readonly string[] MissingWords = ["NULL", "N/A", "none", "unknown", "-"];

    private readonly CompromisedTerminals? _terminals = options.CompromisedTerminals > 0 ? new CompromisedTerminals(options) : null;

    public void Apply(List<Purchase> purchases)
    {
        foreach (var purchase in purchases)
        {
            _terminals?.Visit(purchase);
            if (options.SecondCurrencyShare > 0 && OfAccount(purchase, CurrencyOf).Chance(options.SecondCurrencyShare)) Exchange(purchase);
            if (options.LabelledShare < 1 && !OfAccount(purchase, LabelOf).Chance(options.LabelledShare)) (purchase.Class, purchase.KnownAt) = (null, null);
            if (options.MissingWordShare > 0) LeaveOut(purchase);
        }
    }

    private static void Exchange(Purchase purchase) =>
        (purchase.Currency, purchase.Amount) = (SecondCurrency, Math.Round(purchase.Amount * SecondRate, 2));

    private void LeaveOut(Purchase purchase)
    {
        var dice = new Dice(options.Seed, DiceUse.Flaws, purchase.Sequence);
        string Maybe(string value) => dice.Chance(options.MissingWordShare) ? dice.Pick<string>(MissingWords) : value;
        (purchase.Device, purchase.Ip) = (Maybe(purchase.Device), Maybe(purchase.Ip));
        (purchase.Card, purchase.Address) = (Maybe(purchase.Card), Maybe(purchase.Address));
    }

    /// <summary>The same for every payment of an account.</summary>
    private Dice OfAccount(Purchase purchase, long use) => new(options.Seed, DiceUse.AccountFlaws, (long)OpaqueNames.Hash(purchase.Account) ^ use);
}
