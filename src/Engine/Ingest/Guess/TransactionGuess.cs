using Investigator.Engine.Core;
using Investigator.Engine.Ingest.Sources;

namespace Investigator.Engine.Ingest.Guess;

/// <summary>The columns of transactions.</summary>
internal static class TransactionGuess
{
    /// <param name="preview">The source.</param>
    /// <param name="mayBeLog">Whether events may lie in it too.</param>
    /// <param name="notes">Get what was guessed.</param>
    /// <param name="advice">Get what must be decided.</param>
    /// <param name="cancel">Ends the reading of a column's values.</param>
    /// <param name="log">Which rows are payments, where others are events.</param>
    public static TransactionMapping Of(SourcePreview preview, bool mayBeLog, List<string> notes, List<Advice> advice, CancellationToken cancel,
        out LogGuess? log)
    {
        log = mayBeLog ? LogGuess.Of(new ColumnPicker(TableNames.Transactions, preview, null, [], [], cancel), preview) : null;
        var pick = new ColumnPicker(TableNames.Transactions, preview, log?.Rows, notes, advice, cancel);
        var whole = log?.Rows is null ? pick.Columns : new ColumnPicker(TableNames.Transactions, preview, null, [], [], cancel).Columns;
        return Of(pick, whole, log);
    }

    private static TransactionMapping Of(ColumnPicker pick, IReadOnlyList<ColumnProfile> whole, LogGuess? log)
    {
        if (pick.Free.FirstOrDefault(c => c.Name == log?.Column) is { } words) pick.LeaveOut(words);
        var outcome = OutcomeGuess.Outcome(pick);
        var known = pick.Optional("the time at which an outcome became known", RoleNames.KnownAt, static c => c.IsTime);
        var time = TimeGuess.Of(pick, "payment", static (m, c) => m.WithTransactions(t => t with { Time = c }));
        var id = Id(pick);
        var account = AccountGuess.Of(pick, whole);
        var amount = Amount(pick);
        var currency = pick.Optional("currency", RoleNames.Currency, static c => c.Mostly(ValueShapes.IsCurrency));
        var signedUp = pick.Optional("the time of the sign-up", RoleNames.SignedUp, static c => c.IsTime && !c.Words.HasAny(RoleNames.NotSignedUp));
        var decision = OutcomeGuess.Decision(pick);
        if (known is not null && outcome is null)
        {
            pick.Note($"'{known}' looks like the time at which an outcome became known, but no outcome was found: it is ignored");
        }
        Refunds(pick);
        var entities = EntityGuess.Of(pick);
        return PersonalGuess.Mark(pick, new()
        {
            Id = id,
            Account = account,
            Time = time.Time,
            TimeOfDay = time.TimeOfDay,
            MonthAndDay = time.MonthAndDay,
            Amount = amount,
            Currency = currency,
            Entities = entities,
            Attributes = AttributeGuess.Of(pick, outcome is not null),
            Decision = decision,
            Outcome = outcome is null ? null : outcome with { KnownAt = known },
            SignedUp = signedUp,
            Rows = log?.Payments,
        });
    }

    /// <summary>A number of the payment is never the same twice, but in rows that were delivered twice; where it is, the rows are numbered instead.</summary>
    private static string? Id(ColumnPicker pick)
    {
        if (pick.Best(RoleNames.Id, c => c.IsWhole && (c.IsUnique || c.Given == 1 || pick.RepeatsInCopies(c)) && !c.IsTime) is { } found)
        {
            return pick.Take(found, "id");
        }
        var repeated = pick.Named(RoleNames.Id, static c => ColumnPicker.IsExact(c, RoleNames.Id) && !c.IsTime).FirstOrDefault();
        pick.Note(repeated is null ? "no column numbers the payments: the number of the row stands for it"
            : $"'{repeated.Name}' is not one of its own in each row, so that the number of the row stands for the payment");
        return null;
    }

    private static string? Amount(ColumnPicker pick)
    {
        var found = pick.Named(RoleNames.Amount, static c => c.IsNumber && !c.IsTime && !c.IsCounter && !c.Words.HasAny(RoleNames.NotAmount)).ToList();
        if (found.Count == 0)
        {
            pick.Note("no column is called like an amount");
            return null;
        }
        // A column that holds one number everywhere, or next to none, gives way to another.
        var best = found.Find(static c => !c.IsConstant && c.Given * 2 >= c.Rows) ?? found[0];
        var many = pick.Free.FirstOrDefault(static c => c.IsNumber && c.Words.HasAny(Pieces));
        if (many is not null && best.Words.Plain.Contains("price", StringComparison.Ordinal) && !best.Words.HasAny(Totals))
        {
            pick.Advise(AdviceLevel.Warning, best.Name, $"‘{Wording.Cut(best.Name, 40)}’ is taken as the amount, but may be the price of one piece: it is not "
                + $"multiplied by ‘{Wording.Cut(many.Name, 40)}’. A column of the product of both would be the amount of a row");
        }
        if (best.Words.IsMinor)
        {
            pick.Advise(AdviceLevel.Note, best.Name, $"‘{Wording.Cut(best.Name, 40)}’ is in hundredths by its name: amounts are kept as they stand, "
                + "1050 and not 10.50");
        }
        return pick.Take(best, "amount");
    }

    private static readonly HashSet<string> Pieces = ["quantity", "qty", "menge", "quantite", "cantidad"];

    private static readonly HashSet<string> Totals = ["total", "sum", "order", "purchase", "sales"];

    /// <summary>Rows that a word says give money back, where amounts alone do not tell.</summary>
    private static void Refunds(ColumnPicker pick)
    {
        foreach (var column in pick.Columns.Where(static c => !c.IsNumber && c.Distinct is > 1 and <= ColumnPicker.MostWords))
        {
            var words = WordMeanings.Of(column.Values.Distinct(StringComparer.Ordinal), WordMeanings.Refunds);
            if (words.Count == 0 || words.Count == column.Distinct || ColumnPicker.Score(column, RoleNames.Outcome) > 0) continue;
            var name = column.Name;
            pick.Advise(AdviceLevel.Warning, name,
                $"rows with {WordMeanings.Listed(words)} in ‘{Wording.Cut(name, 40)}’ may give money back: they count as payments",
                Remedy("Set these rows aside", RefundUse.SetAside), Remedy("Keep them, marked as refunds", RefundUse.Keep));

            Remedy Remedy(string text, RefundUse use) => new(text,
                $"transactions.refunds = {{ \"column\": \"{name}\", \"words\": [{WordMeanings.Listed(words)}] }}",
                m => m.WithTransactions(t => t with { Refunds = new() { Use = use, Column = name, Words = words } }));
        }
    }
}
