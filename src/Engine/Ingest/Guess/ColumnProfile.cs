using System.Globalization;
using Investigator.Engine.Ingest.Formats;
using Investigator.Engine.Ingest.Sources;

namespace Investigator.Engine.Ingest.Guess;

/// <summary>One column as a sample's rows show it: its name as words, and what its values could be.</summary>
internal sealed class ColumnProfile
{
    /// <summary>One value in so many may be a word for nothing or a slip among numbers.</summary>
    private const double Nearly = 0.97;

    /// <summary>Fewer rows tell little of how often values repeat.</summary>
    public const int FewestRows = 20;

    private readonly List<string> _values;
    private readonly Lazy<List<double>> _numbers;
    private readonly Lazy<bool> _isNumber;
    private readonly Lazy<bool> _isTimeOfDay;
    private readonly Lazy<bool> _isTimeNumber;

    /// <param name="column">As the preview shows it.</param>
    /// <param name="look">What the judge makes of it.</param>
    /// <param name="values">One a row.</param>
    public ColumnProfile(PreviewColumn column, ColumnLook? look, IReadOnlyList<string?> values)
    {
        (Column, Look, Rows) = (column, look, values.Count);
        _values = [.. values.OfType<string>()];
        Words = NameWords.Of(column.Name);
        var open = column.Name.IndexOfAny(['(', '[']);
        Short = (open > 0 ? NameWords.Of(column.Name[..open]) : Words).WithoutUnit;
        var groups = _values.GroupBy(static v => v, StringComparer.Ordinal).Select(static g => g.Count()).ToList();
        Distinct = groups.Count;
        TopShare = _values.Count == 0 ? 0 : (double)groups.Max() / _values.Count;
        _numbers = new(() => [.. _values.Select(Number).OfType<double>()]);
        _isNumber = new(() => Given > 0 && (Column.Type == PreviewType.Number || Numbers.Count >= Nearly * Given));
        _isTimeOfDay = new(() => All(ValueShapes.IsTimeOfDay));
        _isTimeNumber = new(() => look is { Type: not PreviewType.Time, IsTimeCertain: true, IsTimeLike: true } || IsEpoch || All(ValueShapes.IsCompactDate));
    }

    public PreviewColumn Column { get; }

    private ColumnLook? Look { get; }

    public string Name => Column.Name;

    public NameWords Words { get; }

    /// <summary>The name without what stands in brackets at its end, and without a unit.</summary>
    public NameWords Short { get; }

    /// <summary>Whether the file has no name for it.</summary>
    public bool IsUnnamed => Words.Words is ["column", _];

    public int Rows { get; }

    /// <summary>Rows with a value.</summary>
    public int Given => _values.Count;

    public int Distinct { get; }

    /// <summary>Share of the most frequent value.</summary>
    public double TopShare { get; }

    public IReadOnlyList<string> Values => _values;

    public IReadOnlyList<double> Numbers => _numbers.Value;

    public bool IsEmpty => Given == 0;

    public bool IsConstant => Distinct == 1 && Given >= FewestRows;

    public bool IsWhole => Given == Rows;

    /// <summary>Nearly all values are numbers.</summary>
    public bool IsNumber => _isNumber.Value;

    public bool IsWholeNumbers => IsNumber && Numbers.All(static n => n == Math.Floor(n));

    /// <summary>Texts that are times, or numbers that can be and are called so.</summary>
    public bool IsTime => !IsTimeOfDay && (Column.Type == PreviewType.Time || (IsTimeNumber && IsCalledTime));

    /// <summary>The same, and numbers of which a person must say how they are times.</summary>
    public bool MayBeTime => IsTime || (IsCalledTime && Look is { IsTimeLike: true });

    /// <summary>Numbers that are a time if they are called so: since 1970, or a date without signs.</summary>
    public bool IsTimeNumber => _isTimeNumber.Value;

    private bool IsCalledTime => Words.HasAny(RoleNames.TimeWords) || Words.Plain.EndsWith("time", StringComparison.Ordinal)
        || Words.Plain.EndsWith("date", StringComparison.Ordinal) || Words.Plain.EndsWith("timestamp", StringComparison.Ordinal);

    public bool IsTimeOfDay => _isTimeOfDay.Value;

    /// <summary>A time of day, with signs between hours and minutes or without.</summary>
    public bool MayBeTimeOfDay => IsTimeOfDay || Look is { IsTimeOfDay: true };

    public bool IsDateOnly => IsTime && !IsEpoch && All(static v => ValueShapes.IsDateOnly(v) && v.Length <= 20);

    /// <summary>Since 1970, from 1990 to 2100, in seconds, milliseconds, microseconds or nanoseconds.</summary>
    public bool IsEpoch => IsNumber && Numbers.All(static n => n is (> 6.3e8 and < 4.2e9) or (> 6.3e11 and < 4.2e12) or (> 6.3e14 and < 4.2e15)
        or (> 6.3e17 and < 4.2e18));

    /// <summary>No value twice.</summary>
    public bool IsUnique => Distinct == Given && Given > 1;

    public bool IsNearlyUnique => Given >= FewestRows && Distinct >= 0.9 * Given;

    /// <summary>Whole numbers that mostly go up by one from row to row.</summary>
    public bool IsCounter => IsUnique && Given >= 3 && IsWholeNumbers && Numbers.Count == Given
        && Numbers.Zip(Numbers.Skip(1), static (a, b) => b - a == 1).Count(static s => s) >= 0.8 * (Given - 1);

    /// <summary>Whole numbers from a start on that never go down: hours, days or rows of a simulation.</summary>
    public bool IsStep => IsNumber && !IsTimeNumber && Numbers.Count > 0 && Numbers.All(static n => n >= 0) && Distinct > 1
        && Numbers.Zip(Numbers.Skip(1), static (a, b) => b >= a).Count(static s => s) >= 0.99 * (Numbers.Count - 1);

    public bool All(Func<string, bool> test) => Given > 0 && _values.TrueForAll(v => test(v));

    /// <summary>Whether nearly all values look so.</summary>
    public bool Mostly(Func<string, bool> test) => Given > 0 && _values.Count(v => test(v)) >= Nearly * Given;

    /// <summary>The same column in some of the rows.</summary>
    /// <param name="column">As the preview shows it.</param>
    /// <param name="values">Of the whole sample.</param>
    /// <param name="rows">Those that count.</param>
    /// <param name="look">What the judge makes of it.</param>
    public static ColumnProfile Of(PreviewColumn column, ColumnLook? look, IReadOnlyList<string?> values, IReadOnlyList<int>? rows) =>
        new(column, look, rows is null ? values : [.. rows.Select(r => values[r])]);

    private static double? Number(string text)
    {
        var plain = text.Trim('$', '€', '£', '¥', ' ', '\u00a0');
        if (double.TryParse(plain, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)) return number;
        // Of numbers with a decimal comma only size and repetition are looked at here; how they are read is the judge's.
        var swapped = plain.Replace(".", "", StringComparison.Ordinal).Replace(",", ".", StringComparison.Ordinal);
        if (double.TryParse(swapped, NumberStyles.Float, CultureInfo.InvariantCulture, out number)) return number;
        return double.TryParse(plain.Replace(",", "", StringComparison.Ordinal), NumberStyles.Float, CultureInfo.InvariantCulture, out number) ? number : null;
    }
}
