using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Investigator.Outcomes;

internal sealed class LedgerEntryConfiguration : IEntityTypeConfiguration<LedgerEntryEntity>
{
    public void Configure(EntityTypeBuilder<LedgerEntryEntity> builder)
    {
        builder.ToTable("outcome_ledger", table => table.HasCheckConstraint("ck_outcome_ledger_outcome", "\"Outcome\" IN ('Fraud', 'Legitimate')"));
        builder.HasIndex(e => new { e.Source, e.Transaction });
    }
}
