using Investigator.Engine.Core;

namespace Investigator.Engine.Space;

/// <summary>
/// The rows whose outcome is known, by which features are weighed. An account counts once for each outcome, however many payments it has: they are not as many
/// witnesses.
/// </summary>
/// <remarks>
/// Frauds and innocent payments become known after different delays, so that among young payments nearly all known ones are fraud, and whatever grows with time
/// would seem to tell. Rows are therefore compared with rows of like age alone.
/// </remarks>
public sealed class OutcomeSample
{
    /// <summary>Fewer accounts of either outcome say nothing that is not chance.</summary>
    private const int FewestAccounts = 10;

    private const int MostAges = 10;
    private const int FraudAccountsPerAge = 10;

    private OutcomeSample(int[] rows, bool[] frauds, double[] weights)
    {
        (Rows, Frauds, Weights) = (rows, frauds, weights);
        for (var i = 0; i < rows.Length; i++)
        {
            Accounts += weights[i];
            if (frauds[i]) FraudAccounts += weights[i];
        }

        Ages = new int[rows.Length];
        AgeCount = Math.Clamp((int)(FraudAccounts / FraudAccountsPerAge), 1, MostAges);
        var before = 0.0;
        for (var i = 0; i < rows.Length; i++)
        {
            Ages[i] = Math.Min(AgeCount - 1, (int)(AgeCount * before / Accounts));
            before += weights[i];
        }
    }

    /// <summary><c>[m]</c> ascending.</summary>
    internal int[] Rows { get; }

    /// <summary><c>[m]</c>.</summary>
    internal bool[] Frauds { get; }

    /// <summary><c>[m]</c> one over the rows with the same account and outcome.</summary>
    internal double[] Weights { get; }

    /// <summary>Sum of the weights: accounts with frauds and accounts with innocent payments.</summary>
    internal double Accounts { get; }

    /// <summary>Sum of the weights of frauds.</summary>
    internal double FraudAccounts { get; }

    /// <summary><c>[m]</c> 0 to <see cref="AgeCount"/> less one: parts of about equal weight, from the oldest rows to the youngest.</summary>
    internal int[] Ages { get; }

    internal int AgeCount { get; }

    /// <summary>Whether enough is known of both kinds.</summary>
    internal bool Tells => FraudAccounts >= FewestAccounts && Accounts - FraudAccounts >= FewestAccounts;

    /// <param name="outcomes"><c>[n]</c> as the run knows them.</param>
    /// <param name="accounts"><c>[n]</c> 0..n-1.</param>
    public static OutcomeSample Of(Outcome[] outcomes, int[] accounts)
    {
        var known = new int[2, accounts.Length];
        var count = 0;
        for (var i = 0; i < outcomes.Length; i++)
        {
            if (outcomes[i] == Outcome.Unknown) continue;
            known[outcomes[i] == Outcome.Fraud ? 1 : 0, accounts[i]]++;
            count++;
        }

        var (rows, frauds, weights) = (new int[count], new bool[count], new double[count]);
        count = 0;
        for (var i = 0; i < outcomes.Length; i++)
        {
            if (outcomes[i] == Outcome.Unknown) continue;
            (rows[count], frauds[count]) = (i, outcomes[i] == Outcome.Fraud);
            weights[count] = 1.0 / known[frauds[count] ? 1 : 0, accounts[i]];
            count++;
        }

        return new OutcomeSample(rows, frauds, weights);
    }
}
