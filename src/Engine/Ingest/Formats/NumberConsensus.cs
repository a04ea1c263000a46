namespace Investigator.Engine.Ingest.Formats;

/// <summary>What a table's columns together tell of its numbers: a program writes one decimal sign.</summary>
internal static class NumberConsensus
{
    /// <param name="table">transactions or events.</param>
    /// <param name="judged">Its columns.</param>
    /// <param name="given">What a person says already; it wins.</param>
    /// <param name="advice">Gets what must be decided.</param>
    /// <returns>What was given, and what was found.</returns>
    public static SourceFormat Of(string table, IReadOnlyList<JudgedColumn> judged, SourceFormat given, List<Advice> advice)
    {
        var numeric = judged.Where(static c => c.IsNumber).ToList();
        var told = numeric.Where(static c => c is { IsTyped: false, Numbers.Tells: true }).Select(static c => c.Numbers.Formats[0].Decimal).Distinct().ToList();
        var found = new Dictionary<string, NumberFormat>();
        foreach (var column in numeric)
        {
            var fits = column.Numbers.Formats;
            if (fits.Count > 1 && told.Count == 1) fits = [.. fits.Where(f => f.Decimal == told[0])];
            // Whole numbers with signs between thousands do not tell the decimal sign, but the others do.
            if (!column.Numbers.Tells && told.Count == 1 && fits is [{ Thousands: { } sign } whole] && sign != told[0])
            {
                fits = [whole with { Decimal = told[0] }];
            }

            if (fits.Count > 1) advice.Add(FormatAdvice.Numbers(table, column.Name, column.Numbers));
            else if (column.IsTyped || column.Numbers.Tells || fits.Count < column.Numbers.Formats.Count) found[column.Name] = fits[0];
            else if (fits[0].Thousands is not null) found[column.Name] = fits[0];
        }

        // Of a table that is given its signs, what is found for a column is the same: nothing else was tried.
        var written = found.Where(f => !judged.First(c => c.Name == f.Key).IsTyped).Select(static f => f.Value).ToList();
        var common = written.GroupBy(static f => f).OrderByDescending(static g => g.Count()).ThenByDescending(static g => g.Key.Thousands is not null)
            .Select(static g => g.Key).FirstOrDefault() ?? NumberFormat.Plain;
        // A column whose numbers have no thousands reads the same with a sign between them.
        if (common == NumberFormat.Plain && written.Find(static f => f is { Decimal: '.', Thousands: not null }) is { } grouped) common = grouped;
        var format = given with { Decimal = given.Decimal ?? Point(common), Thousands = given.Thousands ?? Between(common) };
        foreach (var (name, way) in found.Where(f => f.Value != common && !(f.Value == NumberFormat.Plain && common.Decimal == '.')))
        {
            if (given.Decimal is not null && given.Thousands is not null) break;
            var (point, between) = (way.Decimal.ToString(), way.Thousands?.ToString() ?? "");
            format = format.WithColumn(name, c => c with { Decimal = c.Decimal ?? point, Thousands = c.Thousands ?? between });
        }

        return format;
    }

    private static string? Point(NumberFormat way) => way.Decimal == '.' ? null : way.Decimal.ToString();

    /// <summary>Null for the usual one (<see cref="NumberFormat.Parse"/>).</summary>
    private static string? Between(NumberFormat way) => way is { Decimal: ',', Thousands: '.' } or { Thousands: null } ? null : way.Thousands.ToString();
}
