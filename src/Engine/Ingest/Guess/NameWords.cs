using System.Globalization;
using System.Text;

namespace Investigator.Engine.Ingest.Guess;

/// <summary>A column's name as words: <c>TransactionAmount (INR)</c> is transaction, amount and inr; <c>Währung</c> is wahrung.</summary>
internal sealed record NameWords(IReadOnlyList<string> Words)
{
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

    /// <summary>How well the name is a phrase: 3 the same, 2 its words are the last ones, 1 they are among its words, 0 not.</summary>
    /// <param name="phrase">
    /// Words with spaces between them; several are looked for anywhere, a single one only at the end. With = in front it must be the whole name.
    /// </param>
    public int Match(string phrase)
    {
        if (phrase[0] == '=') return Plain == phrase[1..] ? 3 : 0;
        var words = phrase.Split(' ');
        var plain = string.Concat(words);
        if (Plain == plain) return 3;
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
        foreach (var c in name.Normalize(NormalizationForm.FormD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark) continue;
            var at = Array.IndexOf(NotLatin, char.ToLowerInvariant(c).ToString());
            text.Append(at >= 0 && at % 2 == 0 ? NotLatin[at + 1] : c.ToString());
        }

        return text.ToString();
    }
}
