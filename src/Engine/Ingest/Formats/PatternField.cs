namespace Investigator.Engine.Ingest.Formats;

internal enum FieldKind
{
    Literal,
    Weekday,
    Year,
    Month,
    Day,
    Hour,
    Minute,
    Second,
    FractionPoint,
    Fraction,
    HalfDay,
    Zone,
}

/// <summary>A piece of a pattern of times.</summary>
/// <param name="Kind">What it stands for.</param>
/// <param name="Letters">As the pattern has it; of a literal one character.</param>
/// <param name="IsExact">Whether it has exactly as many digits as letters, because another field touches it.</param>
internal sealed record PatternField(FieldKind Kind, string Letters, bool IsExact)
{
    /// <summary>Whether it is of the time that is read, and does not just stand between such pieces.</summary>
    public bool IsRead => Kind is not (FieldKind.Literal or FieldKind.FractionPoint or FieldKind.Weekday);

    /// <summary>The pieces of a pattern; null where a letter means nothing. Text that is meant as it stands is put between '.</summary>
    public static List<PatternField>? Parse(string pattern)
    {
        var fields = new List<PatternField>();
        for (var i = 0; i < pattern.Length;)
        {
            if (pattern[i] == '\'')
            {
                var end = pattern.IndexOf('\'', i + 1);
                if (end < 0) return null;
                fields.AddRange(pattern[(i + 1)..end].Select(Literal));
                i = end + 1;
                continue;
            }

            var run = 1;
            while (i + run < pattern.Length && pattern[i + run] == pattern[i]) run++;
            var letters = pattern.Substring(i, run);
            if (!char.IsAsciiLetter(letters[0]) || letters is "T")
            {
                fields.AddRange(letters.Select(Literal));
            }
            else if (Of(letters) is { } kind)
            {
                fields.Add(new PatternField(kind, letters, IsExact: false));
            }
            else
            {
                return null;
            }

            i += run;
        }

        for (var i = 0; i < fields.Count; i++)
        {
            var touches = (i > 0 && IsDigits(fields[i - 1])) || (i + 1 < fields.Count && IsDigits(fields[i + 1]) && fields[i].Letters.Length > 1);
            if (IsDigits(fields[i]) && touches) fields[i] = fields[i] with { IsExact = true };
            if (fields[i].Kind == FieldKind.Fraction && i > 0 && fields[i - 1].Letters is "." or ",")
            {
                fields[i - 1] = fields[i - 1] with { Kind = FieldKind.FractionPoint };
            }
        }

        return fields;
    }

    private static PatternField Literal(char sign) => new(FieldKind.Literal, sign.ToString(), IsExact: false);

    private static FieldKind? Of(string letters) => letters switch
    {
        "yyyy" or "yy" => FieldKind.Year,
        "M" or "MM" or "MMM" or "MMMM" => FieldKind.Month,
        "d" or "dd" => FieldKind.Day,
        "ddd" or "dddd" => FieldKind.Weekday,
        "H" or "HH" or "h" or "hh" => FieldKind.Hour,
        "m" or "mm" => FieldKind.Minute,
        "s" or "ss" => FieldKind.Second,
        "tt" or "t" => FieldKind.HalfDay,
        "zzz" or "zz" or "z" => FieldKind.Zone,
        _ when letters.All(static c => c is 'f') || letters.All(static c => c is 'F') => FieldKind.Fraction,
        _ => null,
    };

    private static bool IsDigits(PatternField field) => field.Kind is FieldKind.Year or FieldKind.Day or FieldKind.Hour or FieldKind.Minute or FieldKind.Second
        || field is { Kind: FieldKind.Month, Letters.Length: <= 2 };
}
