using System.Text.RegularExpressions;

namespace Investigator.Engine.Ingest.Sources;

/// <summary>What a text looks like, whatever it means.</summary>
internal enum LookKind
{
    Nothing,
    Number,
    Time,
    Word,
}

/// <summary>Tells texts that look like numbers or times from names, in any language's way of writing them: enough to know a header from a row.</summary>
internal static partial class ValueLook
{
    private const int Longest = 60;

    private static readonly HashSet<string> Nothing = new(["null", "na", "n/a", "nan", "none", "-", "--", "?", "unknown"], StringComparer.OrdinalIgnoreCase);

    /// <summary>Words with which a time may begin.</summary>
    private static readonly string[] Beginnings =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec", "mon", "tue", "wed", "thu", "fri", "sat", "sun"];

    public static LookKind Of(string text)
    {
        var value = text.AsSpan().Trim();
        if (value.IsEmpty) return LookKind.Nothing;
        if (value.Length > Longest) return LookKind.Word;
        if (value.Length <= 7 && Nothing.Contains(value.ToString())) return LookKind.Nothing;
        return NumberLike().IsMatch(value) ? LookKind.Number : IsTime(value) ? LookKind.Time : LookKind.Word;
    }

    /// <summary>Several short numbers with what stands between the parts of a time, and few words.</summary>
    private static bool IsTime(ReadOnlySpan<char> value)
    {
        var (numbers, last) = (0, LookKind.Nothing);
        for (var i = 0; i < value.Length;)
        {
            var start = i;
            if (char.IsAsciiDigit(value[i]))
            {
                while (i < value.Length && char.IsAsciiDigit(value[i])) i++;
                if (i - start > (numbers < 3 ? 4 : 9)) return false;
                (numbers, last) = (numbers + 1, LookKind.Number);
            }
            else if (char.IsLetter(value[i]))
            {
                while (i < value.Length && (char.IsLetter(value[i]) || (numbers > 1 && value[i] is '/' or '_'))) i++;
                var word = value[start..i];
                if (last != LookKind.Number && numbers < 3 && !Begins(word)) return false;
                if (word.Length > 9 && numbers < 3) return false;
                last = LookKind.Word;
            }
            else if (value[i] is '-' or '/' or '.' or ':' or ',' or '+' or ' ' or '[' or ']')
            {
                i++;
            }
            else
            {
                return false;
            }
        }

        return numbers > 1;
    }

    private static bool Begins(ReadOnlySpan<char> word)
    {
        foreach (var beginning in Beginnings)
        {
            if (word.StartsWith(beginning, StringComparison.OrdinalIgnoreCase) && word.Length <= 9) return true;
        }

        return false;
    }

    [GeneratedRegex(@"^[(\-+]?\s*(?:[A-Z]{3}\s|\p{Sc})?\s*[\-+]?[\d.,'\s\u00a0\u202f’]*\d[.,]?(?:[eE][+\-]?\d+)?\s*(?:\p{Sc}|%|[A-Z]{3})?\s*[)\-]?$")]
    private static partial Regex NumberLike();
}
