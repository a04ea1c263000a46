using Investigator.Engine.Risk;
using Investigator.Filters;
using Investigator.Findings;
using Investigator.Storage.Database;
using Investigator.Transactions;
using Microsoft.EntityFrameworkCore;

namespace Investigator.Dashboard;

/// <summary>The supervisor's totals of one run.</summary>
/// <param name="RiskyFindings">Findings called risky.</param>
/// <param name="RiskyTransactions">Their members.</param>
/// <param name="MoneyAtRisk">Amount of those members that were not declined.</param>
/// <param name="ExpectedLoss">P(fraud) times money at risk, over the risky findings.</param>
/// <param name="KnownFraudMoney">Amount of their members that are known as fraud, declined or not.</param>
/// <param name="MissedFraud">Known frauds of the whole run that the engine had approved.</param>
/// <param name="MissedFraudMoney">Their amount.</param>
/// <param name="RiskyMissedFraud">Those of them in risky findings.</param>
/// <param name="RiskyMissedFraudMoney">Their amount.</param>
/// <param name="ByCoordination">Risky findings that rest mainly on signs of coordination.</param>
public sealed record DashboardTotals(
    int RiskyFindings, int RiskyTransactions, double MoneyAtRisk, double ExpectedLoss, double KnownFraudMoney, int MissedFraud, double MissedFraudMoney,
    int RiskyMissedFraud, double RiskyMissedFraudMoney, int ByCoordination);

public sealed class DashboardQueries(IDbContextFactory<InvestigatorContext> contexts, FindingQueries findings, TransactionQueries transactions)
{
    public async Task<DashboardTotals> TotalsAsync(int runId, CancellationToken cancel = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var risky = await context.Findings.AsNoTracking().Where(f => f.RunId == runId && f.Risky)
            .Select(f => new { f.Size, f.MoneyAtRisk, f.ExpectedLoss, f.FraudMoney, f.MissedFraud, f.MissedFraudMoney, f.Basis }).ToListAsync(cancel);
        var missed = await transactions.TotalsAsync(runId, new TransactionFilter { Where = TransactionFields.MissedFraud }, cancel);
        return new DashboardTotals(
            risky.Count, risky.Sum(f => f.Size), risky.Sum(f => f.MoneyAtRisk), risky.Sum(f => f.ExpectedLoss), risky.Sum(f => f.FraudMoney),
            missed.MissedFraud, missed.MissedFraudMoney, risky.Sum(f => f.MissedFraud), risky.Sum(f => f.MissedFraudMoney),
            risky.Count(f => f.Basis == RiskBasis.Coordination));
    }

    /// <summary>Totals of each day that has transactions, oldest first; risky is what the run's findings say.</summary>
    public async Task<IReadOnlyList<DayTotals>> ByDayAsync(int runId, CancellationToken cancel = default) =>
        await transactions.ByDayAsync(runId, await findings.RiskyNumbersAsync(runId, cancel), cancel);
}
