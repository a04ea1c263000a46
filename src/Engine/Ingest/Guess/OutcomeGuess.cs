using Investigator.Engine.Core;

namespace Investigator.Engine.Ingest.Guess;

/// <summary>Which columns hold what turned out to be true, and what the engine decided: known by their names and by what their words mean.</summary>
internal static class OutcomeGuess
{
    /// <summary>Columns whose words are looked for in the whole file, which takes a while each.</summary>
    private const int MostLooked = 3;

    public static OutcomeMapping? Outcome(ColumnPicker pick)
    {
        foreach (var column in pick.Named(RoleNames.Outcome, IsWords).Take(MostLooked).ToList())
        {
            var words = pick.Words(column, out var whole);
            if (words.Count > ColumnPicker.MostWords) continue;
            var fraud = WordMeanings.Of(words, WordMeanings.Fraud);
            List<string> legitimate = [.. WordMeanings.Of(words, WordMeanings.Legitimate).Except(fraud)];
            if (fraud.Count + legitimate.Count == 0) continue;
            List<string> unknown = [.. words.Except(fraud).Except(legitimate)];
            if (fraud.Count == 0) fraud = Opposites(legitimate);
            if (legitimate.Count == 0 && unknown.Count == 0) legitimate = Opposites(fraud);
            if (fraud.Count == 0 || (legitimate.Count == 0 && unknown.Count == 0)) continue;
            return Take(pick, column, fraud, legitimate, unknown, whole);
        }

        return null;
    }

    public static DecisionMapping? Decision(ColumnPicker pick)
    {
        foreach (var column in pick.Named(RoleNames.Decision, IsWords).Take(MostLooked).ToList())
        {
            var words = pick.Words(column, out var whole);
            var (approved, challenged, declined) = (WordMeanings.Of(words, WordMeanings.Approved), WordMeanings.Of(words, WordMeanings.Challenged),
                WordMeanings.Of(words, WordMeanings.Declined));
            // One kind of word alone decides nothing: a status of orders says "completed" too.
            if (new[] { approved, challenged, declined }.Count(static w => w.Count > 0) < 2 || words.Count > ColumnPicker.MostWords)
            {
                if (approved.Count + challenged.Count + declined.Count > 0) NoteUnread(pick, column, whole);
                continue;
            }
            List<string> unknown = [.. words.Except(approved).Except(challenged).Except(declined)];
            pick.Take(column, $"decision ({WordMeanings.Listed(approved)}; {WordMeanings.Listed(challenged)}; {WordMeanings.Listed(declined)})");
            Ignored(pick, column, unknown, whole, "decision");
            return new()
            {
                Column = column.Name,
                Approved = approved,
                Challenged = challenged,
                Declined = declined,
                Ignored = unknown.Count == 0 ? null : unknown,
            };
        }

        return null;
    }

    private static bool IsWords(ColumnProfile column) => column.Distinct <= ColumnPicker.MostWords && !column.IsTime;

    private static OutcomeMapping Take(ColumnPicker pick, ColumnProfile column, List<string> fraud, List<string> legitimate, List<string> unknown, bool whole)
    {
        pick.Take(column, $"outcome ({WordMeanings.Listed(fraud)}; {WordMeanings.Listed(legitimate)})");
        if (legitimate.Count == 0)
        {
            pick.Advise(AdviceLevel.Decide, column.Name, $"‘{column.Name}’ seems to say which payments were fraud ({WordMeanings.Listed(fraud)}), but not "
                + $"which of its words mean legitimate: {WordMeanings.Listed(unknown)}",
            [
                .. unknown.OrderByDescending(static w => w.All(char.IsAsciiDigit)).Take(3).Select(w => new Remedy(
                    $"‘{Wording.Quoted(w, 30)}’ is legitimate", $"transactions.outcome.legitimate = [\"{Wording.Cut(w, 30)}\"]", m => Legitimate(m, [w]))),
                new Remedy("All but fraud is legitimate", $"transactions.outcome.legitimate = [{WordMeanings.Listed(unknown)}]", m => Legitimate(m, unknown)),
                new Remedy("There are no outcomes", "transactions.outcome = null", static m => m.WithTransactions(static t => t with { Outcome = null })),
            ]);
        }
        else Ignored(pick, column, unknown, whole, "outcome");
        return new() { Column = column.Name, Fraud = fraud, Legitimate = legitimate, Ignored = unknown.Count == 0 ? null : unknown };
    }

    private static Mapping Legitimate(Mapping mapping, IReadOnlyList<string> words) => mapping.WithTransactions(t => t.Outcome is not { } o ? t : t with
    {
        Outcome = o with { Legitimate = words, Ignored = o.Ignored?.Except(words).ToList() is { Count: > 0 } left ? left : null },
    });

    private static void Ignored(ColumnPicker pick, ColumnProfile column, List<string> unknown, bool whole, string what)
    {
        if (unknown.Count > 0)
        {
            pick.Advise(AdviceLevel.Warning, column.Name, $"these words of ‘{column.Name}’ are taken as no {what}: {WordMeanings.Listed(unknown)}");
        }
        NoteUnread(pick, column, whole);
    }

    private static void NoteUnread(ColumnPicker pick, ColumnProfile column, bool whole)
    {
        if (!whole) pick.Note($"the file is too large to look for all words of '{column.Name}' now: some that first occur later may be missing");
    }

    /// <summary>Frauds are rare: the rows looked at may show only one of two opposite words, and the other's rows must not be refused for that.</summary>
    private static List<string> Opposites(List<string> words) => [.. words.Select(WordMeanings.Opposite).OfType<string>().Distinct(StringComparer.Ordinal)];
}
