using System.Text.Json;
using Investigator.Access;
using Investigator.Engine.Rules;
using Investigator.Engine.Tables;
using Investigator.Findings;
using Investigator.Runs;
using Investigator.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace Investigator.Rules;

/// <summary>Measures are those on the accounts kept apart, largest first.</summary>
public enum RuleSort
{
    /// <summary>What each adds to the rules before it: the order in which the joint set was chosen.</summary>
    Worth,

    /// <summary>The rules of the finding with the largest expected loss first.</summary>
    Risk,

    /// <summary>By finding's number, ascending.</summary>
    Finding,

    /// <summary>By the lower bound of the fraud share.</summary>
    FraudShare,

    Money,
    Matched,

    /// <summary>Those that hit fewest others first.</summary>
    Others,
}

public sealed class RuleQueries(IDbContextFactory<InvestigatorContext> contexts, RunMasking masking)
{
    /// <summary>Exported or withheld rules of a run, or of one of its findings; among equals in the order in which the run made them.</summary>
    public async Task<(IReadOnlyList<FindingRule> Rules, int Total)> PageAsync(
        int runId, int? finding, bool exported, RuleSort sort, int skip, int take, CancellationToken cancel = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var rows = context.Rules.AsNoTracking().Where(r => r.RunId == runId && r.Exported == exported && (finding == null || r.Finding == finding));
        var findings = context.Findings.Where(f => f.RunId == runId);
        var total = await rows.CountAsync(cancel);
        var ordered = sort switch
        {
            RuleSort.Worth => rows.OrderBy(r => r.Rank == null).ThenBy(r => r.Rank),
            RuleSort.Risk => rows.OrderByDescending(r => findings.Where(f => f.Number == r.Finding).Select(f => f.ExpectedLoss).FirstOrDefault()),
            RuleSort.Finding => rows.OrderBy(r => r.Finding),
            RuleSort.FraudShare => rows.OrderByDescending(r => r.FraudShareLow),
            RuleSort.Money => rows.OrderByDescending(r => r.CaughtMoney),
            RuleSort.Matched => rows.OrderByDescending(r => r.Matched),
            _ => rows.OrderBy(r => r.OthersPerDay),
        };
        var bodies = await ordered.ThenBy(r => r.Id).Skip(skip).Take(take).Select(r => r.Body).ToListAsync(cancel);
        var mask = await masking.OfAsync(runId, cancel);
        return ([.. bodies.Select(Read).Select(rule => MaskedRule.Of(rule, mask))], total);
    }

    public async Task<FindingRule?> FindAsync(int runId, string code, CancellationToken cancel = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var bodies = context.Rules.AsNoTracking().Where(r => r.RunId == runId && r.Code == code).Select(r => r.Body);
        return await bodies.FirstOrDefaultAsync(cancel) is { } body ? MaskedRule.Of(Read(body), await masking.OfAsync(runId, cancel)) : null;
    }

    /// <summary>A rule to be used elsewhere, with all that it compares with; null where there is none.</summary>
    /// <exception cref="NotAllowedException">It names personal values that whoever asks may not see.</exception>
    public async Task<FindingRule?> ExportAsync(int runId, string code, CancellationToken cancel = default)
    {
        if (await FindAsync(runId, code, cancel) is not { IsExported: true } rule) return null;
        var mask = await masking.OfAsync(runId, cancel);
        return rule.Conditions.Any(c => mask.Hides(c.Feature)) ? throw new NotAllowedException(Permission.SeePersonal) : rule;
    }

    private static FindingRule Read(string body) => StoredJson.Parse<FindingRule>(body);
}
