namespace Investigator.Engine.Ingest.Guess;

/// <summary>Which columns tell who someone is: by their names, and by the look of their values where a name does not say it.</summary>
internal static class PersonalGuess
{
    /// <summary>What belongs to one person; devices and shops are met by many.</summary>
    private static readonly string[] Own = ["ip", "card", "iban", "address", "email", "phone"];

    private static readonly NamePhrase[] Phrases =
        [.. RoleNames.Entities.Where(static e => Own.Contains(e.Entity)).SelectMany(static e => e.Names), .. RoleNames.PersonName];

    /// <summary>Names that ask whether something is so, and do not hold it.</summary>
    private static readonly HashSet<string> Asking = ["is", "has", "was", "same", "new", "valid", "verified"];

    /// <summary>A card may be a kind of card: of one word, the name must be it and no more.</summary>
    private static readonly HashSet<string> WholeOnly = ["card", "carte", "karte", "tarjeta", "cartao", "mobile", "pan"];

    public static bool IsCalledSo(string name)
    {
        var words = NameWords.Of(name);
        if (words.Words.Count > 1 && Asking.Contains(words.Words[0])) return false;
        return Phrases.Any(phrase => words.Match(phrase) >= (phrase.Words is [var only] && WholeOnly.Contains(only) ? 3 : 2));
    }

    /// <summary>The mapping, with marks where the names alone would miss a column.</summary>
    public static TransactionMapping Mark(ColumnPicker pick, TransactionMapping mapping)
    {
        var looks = pick.Columns.Where(LooksPersonal).Select(static c => c.Name).ToHashSet(StringComparer.Ordinal);
        var seen = mapping.Entities.Where(e => looks.Contains(e.Value)).Select(static e => e.Key).Concat(mapping.Attributes.Where(looks.Contains));
        var usual = PersonalColumns.Of(mapping);
        string[] missed = [.. seen.Except(usual)];
        if (missed.Length == 0) return mapping;
        pick.Note($"marked as personal by the look of their values: {string.Join(", ", missed)}");
        return mapping with { Personal = [.. usual, .. missed] };
    }

    private static bool LooksPersonal(ColumnProfile c) => c.Mostly(ValueShapes.IsEmail) || c.Mostly(ValueShapes.IsIp) || c.Mostly(ValueShapes.IsIban)
        || c.Mostly(ValueShapes.IsCardNumber);
}
