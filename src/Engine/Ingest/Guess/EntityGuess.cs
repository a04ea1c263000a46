namespace Investigator.Engine.Ingest.Guess;

/// <summary>Which columns name things that several payments may have in common.</summary>
internal static class EntityGuess
{
    /// <summary>A value on more rows than this ties strangers together; a shop may well have so many.</summary>
    private const double MostShare = 0.5;

    public static Dictionary<string, string> Of(ColumnPicker pick)
    {
        var entities = new Dictionary<string, string>();
        foreach (var (entity, names) in RoleNames.Entities)
        {
            if (pick.Optional("entity " + entity, names, c => Fits(entity, c)) is { } column) entities[entity] = column;
        }

        // Files without names of columns, or in other languages: what it is can be seen.
        Seen("ip", static c => c.Mostly(ValueShapes.IsIp));
        Seen("email", static c => c.Mostly(ValueShapes.IsEmail));
        Seen("iban", static c => c.Mostly(ValueShapes.IsIban));
        return entities;

        void Seen(string entity, Func<ColumnProfile, bool> looks)
        {
            if (entities.ContainsKey(entity) || pick.Free.FirstOrDefault(c => looks(c) && Fits(entity, c)) is not { } found) return;
            entities[entity] = pick.Take(found, "entity " + entity);
        }
    }

    private static bool Fits(string entity, ColumnProfile c)
    {
        // Some programs write the four bytes of an address as one number.
        if (entity == "ip" && c.IsNumber) return c.Distinct > 10 && c.TopShare <= MostShare;
        if (c.IsTime || c.IsTimeOfDay || c.IsConstant || (c.IsNumber && !c.IsWholeNumbers)) return false;
        if (entity is "device" or "card" or "phone" && c.IsWholeNumbers && c.Numbers.All(static n => n < 10_000)) return false;
        return entity == "merchant" || c.Given < ColumnProfile.FewestRows || c.TopShare <= MostShare;
    }
}
