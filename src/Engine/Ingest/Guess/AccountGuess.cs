using Investigator.Engine.Core;

namespace Investigator.Engine.Ingest.Guess;

/// <summary>Which column says whose payment a row is.</summary>
internal static class AccountGuess
{
    /// <summary>What a person should know where nothing is the account.</summary>
    public const string NoAccount = "no column says whose payment a row is: each payment stands alone, and habits of people cannot be seen";

    private const int Offered = 3;

    /// <summary>Last words of names of things that someone has and comes back with.</summary>
    private static readonly HashSet<string> Naming =
        [.. ("id key number num no nr hash token ip device card addr address phone email mail iban name account konto user customer client kunde "
            + "msisdn").Split(' ')];

    /// <param name="pick">Gives the columns.</param>
    /// <param name="whole">The same columns in all rows, where a log's events are among them: whoever looks comes back oftener than whoever buys.</param>
    /// <returns>Null where no column does, or a person must say which.</returns>
    public static string? Of(ColumnPicker pick, IReadOnlyList<ColumnProfile> whole)
    {
        if (pick.Best(RoleNames.Account, static c => Fits(c)
            && (ColumnPicker.IsExact(c, RoleNames.Account) || !c.Words.HasAny(RoleNames.NotAccount))) is { } named) return pick.Take(named, "account");
        foreach (var entity in new[] { "email", "card" })
        {
            var names = RoleNames.Entities.First(e => e.Entity == entity).Names;
            if (pick.Best(names, c => Fits(c) && Looks(entity, c) && !c.Words.HasAny(Others)) is { } own)
            {
                pick.Note($"no column is called like an account: payments of one {entity} are taken as one customer's");
                return pick.Take(own, "account");
            }
        }

        if (pick.Free.FirstOrDefault(static c => c.Mostly(ValueShapes.IsEmail) && Fits(c)) is { } mail) return pick.Take(mail, "account");
        Ask(pick, whole);
        return null;
    }

    private static HashSet<string> Others { get; } = [.. "merchant seller receiver to shop support bin".Split(' ')];

    private static void Ask(ColumnPicker pick, IReadOnlyList<ColumnProfile> whole)
    {
        var free = pick.Free.Select(static c => c.Name).ToHashSet(StringComparer.Ordinal);
        var candidates = whole.Where(c => free.Contains(c.Name))
            .Where(static c => Repeats(c) && !c.IsConstant && !IsMeasure(c) && (IsNaming(c) || c.Mostly(ValueShapes.IsIban) || IsCode(c)
                || (c.IsUnnamed && c.IsWholeNumbers && c.Numbers.Max() > 20)))
            .OrderByDescending(Likely).Take(Offered).ToList();
        if (candidates.Count == 0)
        {
            pick.Advise(AdviceLevel.Warning, null, NoAccount);
            return;
        }
        pick.Advise(AdviceLevel.Decide, null, "no column is called like the account or customer whose payment a row is",
        [
            .. candidates.Select(static c => new Remedy($"‘{Wording.Cut(c.Name, 40)}’ says whose it is (for example {Wording.Cut(c.Values[0], 24)})",
                $"transactions.account = \"{c.Name}\"", m => m.WithoutFeatures(c.Name).WithTransactions(t => t with { Account = c.Name }))),
            new Remedy("None does: each payment stands alone", "transactions.account = null",
                static m => m.WithTransactions(static t => t with { Account = null })),
        ]);
    }

    /// <summary>Not the number of the row, no measure, not nearly always empty or the same.</summary>
    private static bool Fits(ColumnProfile c) => !c.IsConstant && !c.IsTime && !(c.IsNumber && !c.IsWholeNumbers) && c.Given * 2 >= c.Rows
        && !(c.IsCounter && c.Given >= ColumnProfile.FewestRows);

    /// <summary>Nobody's card is called 3: such numbers tell the cards of one person apart.</summary>
    private static bool Looks(string entity, ColumnProfile c) => entity != "card" || !c.IsWholeNumbers || c.Numbers.All(static n => n >= 1000);

    /// <summary>Whoever comes back is on several rows, and is not everybody.</summary>
    private static bool Repeats(ColumnProfile c) => !c.IsTime && !c.IsTimeOfDay && !(c.IsNumber && !c.IsWholeNumbers) && c.Given * 2 >= c.Rows && !c.IsUnique
        && c.Distinct >= 5 && c.TopShare < 0.5 && (c.Given < ColumnProfile.FewestRows || c.Distinct < 0.95 * c.Given);

    /// <summary>Numbers that hardly ever come again measure or number something.</summary>
    private static bool IsMeasure(ColumnProfile c) => (c.IsNumber && c.Given >= ColumnProfile.FewestRows && c.Distinct > 0.8 * c.Given)
        || c.Words.HasAny(Measuring);

    private static readonly HashSet<string> Measuring = [.. "amount price quantity qty balance betrag saldo menge montant solde importe score rate".Split(' ')];

    /// <summary>Texts without spaces that hold digits, many different ones.</summary>
    private static bool IsCode(ColumnProfile c) => !c.IsNumber && c.Distinct > 0.1 * c.Given
        && c.Mostly(static v => v.Any(char.IsAsciiDigit) && !v.Contains(' '));

    /// <summary>Whether the name speaks of something that has an owner: card1 as well as card.</summary>
    private static bool IsNaming(ColumnProfile c) => c.Words.Words.Any(static w => Naming.Contains(w.TrimEnd([.. "0123456789"])));

    private static double Likely(ColumnProfile c) => (IsNaming(c) ? 1 : 0) + ((double)c.Distinct / c.Given)
        - (c.Words.HasAny(RoleNames.NotAccount) ? 0.5 : 0);
}
