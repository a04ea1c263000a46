using Investigator.Engine.Core;

namespace Investigator.Engine.Ingest.Guess;

/// <summary>The columns of events: what people looked at before they paid.</summary>
internal static class EventGuess
{
    private const int Offered = 4;

    /// <param name="mapping">With transactions, whose account the events share.</param>
    /// <param name="pick">Columns of the events.</param>
    public static Mapping Of(Mapping mapping, ColumnPicker pick)
    {
        if (mapping.Transactions.Account is not { } payer)
        {
            pick.Advise(AdviceLevel.Decide, null, "events belong to payments by their account, and the payments have none so far: say which column it is, or "
                + "leave the events out");
            payer = "";
        }
        var account = pick.Free.FirstOrDefault(c => c.Name == payer)
            ?? pick.Free.FirstOrDefault(c => payer.Length > 0 && c.Words.Plain == NameWords.Of(payer).Plain)
            ?? pick.Best(RoleNames.Account, static c => !c.IsTime);
        var accountName = account is not null ? pick.Take(account, "account")
            : Ask(pick, "account", "says whose event a row is", static (e, c) => e with { Account = c });
        var time = TimeGuess.Of(pick, "event", static (m, c) => m.Events is null ? m : m with { Events = m.Events with { Time = c } });
        var type = pick.Best(RoleNames.EventType, static c => !c.IsTime && !c.IsConstant) ?? pick.Best(RoleNames.EventType, static c => !c.IsTime);
        var typeName = type is not null ? pick.Take(type, "type")
            : Ask(pick, "type", "tells the page or the kind of event", static (e, c) => e with { Type = c });
        return mapping with
        {
            Events = new()
            {
                Account = accountName,
                Time = time.Time,
                TimeOfDay = time.TimeOfDay,
                Type = typeName,
                Transaction = pick.Optional("transaction", RoleNames.Id, c => c.Words.Words.Any(static w => w is not "id" and not "event") && Repeats(c)),
                Session = pick.Optional("session", RoleNames.Session, static c => !c.IsTime),
                DwellMs = pick.Optional("dwell_ms", RoleNames.Dwell, static c => c.IsNumber || c.IsEmpty),
            },
        };
    }

    /// <summary>Events that lie among the payments.</summary>
    public static Mapping OfLog(Mapping mapping, ColumnPicker pick, LogGuess log) => mapping is not { Events: null, Transactions.Account: { } account }
        ? mapping
        : mapping with
        {
            Events = new()
            {
                InTransactions = true,
                Account = account,
                Time = mapping.Transactions.Time,
                TimeOfDay = mapping.Transactions.TimeOfDay,
                Type = log.Column,
                Session = pick.Best(RoleNames.Session, static c => !c.IsTime)?.Name,
                Rows = log.Events,
            },
        };

    /// <summary>A number that is of one event only names that event, not a payment.</summary>
    private static bool Repeats(ColumnProfile c) => !c.IsTime && (!c.IsUnique || c.Given < ColumnProfile.FewestRows);

    private static string Ask(ColumnPicker pick, string role, string does, Func<EventMapping, string, EventMapping> mend)
    {
        var candidates = pick.Free.Where(static c => !c.IsTime && !c.IsConstant && !c.IsEmpty && !c.IsCounter).Take(Offered).ToList();
        if (candidates.Count == 0) candidates = [.. pick.Free.Take(Offered)];
        if (candidates.Count == 0)
        {
            throw new InputException($"there are too few columns to find '{role}' among", pick.File,
                value: string.Join(", ", pick.Columns.Select(static c => c.Name)), expected: "columns for account, time and page");
        }
        pick.Advise(AdviceLevel.Decide, null, $"no column of the events is called like one that {does}", [.. candidates.Select(c =>
            new Remedy($"‘{Wording.Cut(c.Name, 40)}’ does ({Wording.Cut(c.Values.Count > 0 ? c.Values[0] : "", 24)})", $"events.{role} = \"{c.Name}\"",
                m => m.Events is null ? m : m with { Events = mend(m.Events, c.Name) }))]);
        return pick.Take(candidates[0], role + " for want of a better one; it most likely needs correction");
    }
}
