using Investigator.Engine.Core;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Ingest.Checks.Remedies;

/// <summary>Refused rows of one kind, and the changes of the mapping that would have them read.</summary>
/// <param name="Session">Holds the rejects and the rows as texts.</param>
/// <param name="Mapping">By which they were refused.</param>
/// <param name="Raw">Their table.</param>
/// <param name="Column">Source column; empty where the line as a whole is at fault.</param>
/// <param name="Reason">Why.</param>
internal sealed record RejectRemedies(LoadSession Session, Mapping Mapping, RawTable Raw, string Column, string Reason)
{
    /// <summary>Different refused values that are looked at.</summary>
    private const int MostValues = 200;

    public string Table => Raw.Source;

    private TransactionMapping T => Mapping.Transactions;

    /// <summary>The likeliest first; none where no setting would help.</summary>
    public IReadOnlyList<Remedy> All()
    {
        if (Column.Length == 0) return [];
        return Table == TableNames.Transactions ? Transactions() : Events();
    }

    /// <summary>The refused values, the most frequent first.</summary>
    public List<string> Values() => Session.Connection.Query($"SELECT value FROM rejects WHERE source = {Sql.Text(Table)} AND \"column\" = {Sql.Text(Column)} "
        + $"AND reason = {Sql.Text(Reason)} GROUP BY value ORDER BY count(*) DESC, 1 LIMIT {MostValues}", static r => r.GetString(0), Session.Context.Cancel);

    private IReadOnlyList<Remedy> Transactions()
    {
        if (Reason.Contains("readable", StringComparison.Ordinal)) return [.. TimeRemedies.Of(this), .. TimeLeftOut()];
        if (Reason.StartsWith("outcome was known", StringComparison.Ordinal)) return TimeLeftOut();
        if (Reason.EndsWith("not a number", StringComparison.Ordinal)) return NumberRemedies.Of(this);
        if (Reason.Contains("is not one of", StringComparison.Ordinal)) return WordRemedies.Of(this);
        if (Reason == "id was seen before")
        {
            return [new("Number the rows instead", "transactions.id = null", static m => m.WithTransactions(static t => t with { Id = null }))];
        }
        if (Reason == "id is missing")
        {
            return [new("Number the rows instead", "transactions.id = null", static m => m.WithTransactions(static t => t with { Id = null }))];
        }
        if (Reason == "account is missing") return AccountRemedies();
        return [];
    }

    private IReadOnlyList<Remedy> Events()
    {
        var e = Mapping.Events!;
        if (e.DwellMs == Column && e.Time != Column)
        {
            return [.. NumberRemedies.Of(this), new($"Do without ‘{Wording.Cut(Column, 40)}’", "events.dwell_ms = null",
                static m => m with { Events = m.Events! with { DwellMs = null } })];
        }
        return Reason.Contains("readable", StringComparison.Ordinal) ? TimeRemedies.Of(this) : [];
    }

    /// <summary>Times that a load can do without.</summary>
    private IReadOnlyList<Remedy> TimeLeftOut()
    {
        if (T.Time == Column) return [];
        if (T.SignedUp == Column)
        {
            return [new($"Do without ‘{Wording.Cut(Column, 40)}’", "transactions.signed_up = null",
                static m => m.WithTransactions(static t => t with { SignedUp = null }))];
        }
        return T.Outcome?.KnownAt != Column ? []
            : [new($"Do without ‘{Wording.Cut(Column, 40)}’", "transactions.outcome.known_at = null",
                static m => m.WithTransactions(static t => t with { Outcome = t.Outcome! with { KnownAt = null } }))];
    }

    /// <summary>Another column that names someone in every row; otherwise none at all.</summary>
    private List<Remedy> AccountRemedies()
    {
        var remedies = new List<Remedy>();
        foreach (var (name, column) in T.Entities.Where(static e => e.Key is "email" or "card" or "phone"))
        {
            var missing = Session.Count($"SELECT count(*) FROM {Raw.View} WHERE {Raw.Name(column)} IS NULL");
            if (missing == 0) remedies.Add(new($"The {name} in ‘{Wording.Cut(column, 40)}’ is the account", $"transactions.account = \"{column}\"",
                m => m.WithTransactions(t => t with { Account = column, Entities = t.Entities.Where(e => e.Value != column).ToDictionary() })));
        }

        remedies.Add(new("Each payment stands alone", "transactions.account = null", static m => m.WithTransactions(static t => t with { Account = null })));
        return remedies;
    }
}
