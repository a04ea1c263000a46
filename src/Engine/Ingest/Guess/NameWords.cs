using System.Globalization;
using System.Text;

namespace Investigator.Engine.Ingest.Guess;

/// <summary>A column's name as words: <c>TransactionAmount (INR)</c> is transaction, amount and inr; <c>Währung</c> is wahrung.</summary>
internal sealed record NameWords(IReadOnlyList<string> Words)
{
    /// <summary>Letters of European languages; the library's own table of them is not part of a program that knows no cultures.</summary>
    private const string Accented = "àáâãäåçèéêëìíîïñòóôõöùúûüýÿąćčďęěğįľńňőřśşšţťůűźżž";
    private const string Plainly = "aaaaaaceeeeiiiinooooouuuuyyaccdeegilnnorsssttuuzzz";

    private static readonly string[] NotLatin = ["ß", "ss", "ł", "l", "ø", "o", "æ", "ae", "œ", "oe", "đ", "d"];

    /// <summary>Without spaces and signs.</summary>
    public string Plain { get; } = string.Concat(Words);

    /// <param name="name">As the source spells it.</param>
    public static NameWords Of(string name)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        var before = ' ';
        foreach (var c in Latin(name))
        {
            var starts = !char.IsLetterOrDigit(c) || (char.IsUpper(c) && char.IsLower(before));
            if (starts && word.Length > 0)
            {
                words.Add(word.ToString());
                word.Clear();
            }
            if (char.IsLetterOrDigit(c)) word.Append(char.ToLowerInvariant(c));
            before = c;
        }

        if (word.Length > 0) words.Add(word.ToString());
        return new NameWords(words);
    }

    /// <summary>Units that names of amounts end with: amount_cents, betrag_in_eur.</summary>
    private static readonly HashSet<string> Units = [.. ("cents cent ct minor units pence pennies eur euro euros usd dollar dollars gbp pounds chf jpy inr rub "
        + "brl pln sek nok dkk cny aud cad try").Split(' ')];

    /// <summary>Whether the name says that amounts are in the hundredths of a currency.</summary>
    public bool IsMinor => Words.Skip(1).Any(static w => w is "cents" or "cent" or "ct" or "minor" or "pence" or "pennies");

    /// <summary>The name without the unit at its end; itself where there is none.</summary>
    public NameWords WithoutUnit
    {
        get
        {
            var left = Words.Count;
            while (left > 1 && Units.Contains(Words[left - 1])) left--;
            if (left < Words.Count && left > 1 && Words[left - 1] == "in") left--;
            return left == Words.Count ? this : new NameWords([.. Words.Take(left)]);
        }
    }

    /// <summary>How well the name is a phrase: 3 the same, 2 its words are the last ones, 1 they are among its words, 0 not.</summary>
    /// <param name="phrase">Of several words is looked for anywhere, of a single one only at the end.</param>
    public int Match(NamePhrase phrase)
    {
        var (words, plain) = (phrase.Words, phrase.Plain);
        if (Plain == plain) return 3;
        if (phrase.IsWhole) return 0;
        if (EndsWith(words) || (plain.Length > 4 && Plain.EndsWith(plain, StringComparison.Ordinal))) return 2;
        return words.Length > 1 && Enumerable.Range(0, Math.Max(0, Words.Count - words.Length + 1)).Any(i => HasAt(i, words)) ? 1 : 0;
    }

    /// <summary>Whether one of the words is among the name's.</summary>
    public bool HasAny(IReadOnlySet<string> words) => Words.Any(words.Contains);

    private bool EndsWith(string[] words) => words.Length <= Words.Count && HasAt(Words.Count - words.Length, words);

    private bool HasAt(int start, string[] words)
    {
        for (var i = 0; i < words.Length; i++) if (Words[start + i] != words[i]) return false;
        return true;
    }

    /// <summary>Without accents.</summary>
    private static string Latin(string name)
    {
        var text = new StringBuilder();
        foreach (var c in name)
        {
            if (CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark) continue;
            var small = char.ToLowerInvariant(c);
            var accent = Accented.IndexOf(small, StringComparison.Ordinal);
            var other = Array.IndexOf(NotLatin, small.ToString());
            var letter = accent >= 0 ? Plainly[accent].ToString() : other >= 0 && other % 2 == 0 ? NotLatin[other + 1] : small.ToString();
            text.Append(char.IsUpper(c) ? letter.ToUpperInvariant() : letter);
        }

        return text.ToString();
    }
}

/// <summary>What a column may be called.</summary>
/// <param name="Words">In small letters without accents.</param>
/// <param name="IsWhole">Whether the name must be this and no more.</param>
internal sealed record NamePhrase(string[] Words, bool IsWhole)
{
    /// <summary>Without spaces.</summary>
    public string Plain { get; } = string.Concat(Words);

    /// <param name="text">Words with spaces between them; = in front where nothing else may stand in the name.</param>
    public static NamePhrase Of(string text) => new(text.TrimStart('=').Split(' '), text[0] == '=');
}
