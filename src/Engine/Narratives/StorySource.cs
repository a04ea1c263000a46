using Investigator.Engine.Core;
using Investigator.Engine.Embedding;
using Investigator.Engine.Features;
using Investigator.Engine.Ingest;
using Investigator.Engine.Risk;
using Investigator.Engine.Rules;
using Investigator.Engine.Sequences;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Narratives;

/// <summary>What all clusters' sentences draw on, read and sorted once.</summary>
internal sealed class StorySource
{
    public StorySource(Dataset dataset, int[] labels, FeatureMatrix features, SequenceSet sequences, BehaviorEmbedding? attention, DateTime? asOf, StageContext context)
    {
        (Dataset, Features, Sequences) = (dataset, features, sequences);
        Facts = TransactionFacts.Read(dataset, asOf, context);
        Shared = [.. Facts.Entities.Select(e => new SharedEntity(e, Facts.Accounts))];
        Scripts = new PageScripts(sequences, labels, Facts.Accounts);
        Pages = new PageTimes(sequences, attention);
        Attention = new AttentionProfile(sequences, attention, Pages);
        Currency = OneCurrency(dataset, context);
    }

    public Dataset Dataset { get; }

    public FeatureMatrix Features { get; }

    public SequenceSet Sequences { get; }

    public TransactionFacts Facts { get; }

    public IReadOnlyList<SharedEntity> Shared { get; }

    public PageScripts Scripts { get; }

    public PageTimes Pages { get; }

    public AttentionProfile Attention { get; }

    /// <summary>The dataset's currency where every transaction has one and the same.</summary>
    public string? Currency { get; }

    private static string? OneCurrency(Dataset dataset, StageContext context)
    {
        if (dataset.TransactionCount == 0 || dataset.Mapping.Transactions.Currency is null) return null;
        using var tables = TableConnection.Open(context.Scratch, context.Threads, memoryGigabytes: 1);
        var sql = $"SELECT min(currency) FROM read_parquet({Sql.Text(dataset.TransactionsPath)}) HAVING min(currency) = max(currency) AND count(currency) = count(*)";
        return tables.Query(sql, r => r.GetString(0), context.Cancel).FirstOrDefault();
    }
}

/// <summary>One cluster about to be told.</summary>
internal sealed record Subject(int[] Members, ClusterRisk Risk, IReadOnlyList<ClusterRule> Rules, IReadOnlyList<FeatureContrast> Contrasts, IReadOnlyList<RuleCondition> Marks)
{
    public int Size => Members.Length;
}
