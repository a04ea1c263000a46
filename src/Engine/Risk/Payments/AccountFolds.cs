using Investigator.Engine.Core;
using Investigator.Engine.Facts;

namespace Investigator.Engine.Risk.Payments;

/// <summary>Deals accounts with known outcomes into parts, so that a payment is judged by what was learned of other accounts.</summary>
/// <remarks>
/// Accounts with a known fraud are dealt in the order of a hash, one to each part in turn, and then the others: few frauds are spread evenly too. All the
/// payments of an account are in one part.
/// </remarks>
internal sealed class AccountFolds
{
    private const int Stream = 0x466F6C64;

    private readonly TransactionFacts _facts;
    private readonly byte[] _foldOfAccount;

    public AccountFolds(TransactionFacts facts, int folds, int seed)
    {
        (_facts, Count) = (facts, folds);
        _foldOfAccount = new byte[facts.Count];
        var hasFraud = new bool[facts.Count];
        var isKnown = new bool[facts.Count];
        for (var row = 0; row < facts.Count; row++)
        {
            var account = facts.Accounts[row];
            isKnown[account] |= facts.Outcomes[row] != Outcome.Unknown;
            hasFraud[account] |= facts.Outcomes[row] == Outcome.Fraud;
        }

        int[] accounts = [.. Enumerable.Range(0, facts.Count).Where(a => isKnown[a])];
        var order = Array.ConvertAll(accounts, a => (hasFraud[a] ? 0 : 1, CounterRandom.At(seed, Stream, a).Next(), a));
        Array.Sort(order);
        for (var i = 0; i < order.Length; i++) _foldOfAccount[order[i].a] = (byte)(i % folds);
    }

    public int Count { get; }

    /// <summary>The part of a row's account; of no meaning where nothing is known of the account.</summary>
    public int Of(int row) => _foldOfAccount[_facts.Accounts[row]];

    /// <summary>
    /// Whether what is known of one payment may speak about another: the outcome is known, and where the other's is known too, they are in different parts.
    /// </summary>
    public bool MaySpeak(int witness, int about) =>
        _facts.Outcomes[witness] != Outcome.Unknown && (_facts.Outcomes[about] == Outcome.Unknown || Of(witness) != Of(about));
}
