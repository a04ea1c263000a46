using Investigator.Clusters;
using Investigator.Storage.Database;
using Investigator.Transactions;
using Microsoft.EntityFrameworkCore;

namespace Investigator.Dashboard;

/// <summary>The supervisor's totals over the risky clusters of one run.</summary>
/// <param name="RiskyClusters">Clusters called risky.</param>
/// <param name="RiskyTransactions">Their members.</param>
/// <param name="MoneyAtRisk">Amount of all their members.</param>
/// <param name="KnownFraudMoney">Of that, known as fraud.</param>
/// <param name="MissedFraud">Known frauds among them that the engine had approved.</param>
/// <param name="MissedFraudMoney">Their amount.</param>
/// <param name="ByCoordination">Risky clusters that no outcome speaks of yet.</param>
public sealed record DashboardTotals(
    int RiskyClusters, int RiskyTransactions, double MoneyAtRisk, double KnownFraudMoney, int MissedFraud, double MissedFraudMoney, int ByCoordination);

public sealed class DashboardQueries(IDbContextFactory<InvestigatorContext> contexts, TransactionQueries transactions)
{
    public async Task<DashboardTotals> TotalsAsync(int runId, CancellationToken cancel = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var rows = await context.Clusters.AsNoTracking().Where(c => c.RunId == runId && c.Risky)
            .Select(c => new { c.Size, c.Money, c.FraudMoney, c.MissedFraud, c.MissedFraudMoney, c.Basis }).ToListAsync(cancel);
        return new DashboardTotals(
            rows.Count, rows.Sum(r => r.Size), rows.Sum(r => r.Money), rows.Sum(r => r.FraudMoney), rows.Sum(r => r.MissedFraud),
            rows.Sum(r => r.MissedFraudMoney),
            rows.Count(r => r.Basis == Engine.Risk.RiskBasis.Coordination));
    }

    /// <summary>Totals of each day that has transactions, oldest first; risky is what the run's clusters say.</summary>
    public async Task<IReadOnlyList<DayTotals>> ByDayAsync(int runId, CancellationToken cancel = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var risky = await context.Clusters.AsNoTracking().Where(c => c.RunId == runId && c.Risky).Select(c => c.Label).ToListAsync(cancel);
        return await transactions.ByDayAsync(runId, risky, cancel);
    }
}
