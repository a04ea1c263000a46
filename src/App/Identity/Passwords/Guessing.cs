using System.Globalization;
using System.Text;

namespace Investigator.Identity.Passwords;

/// <summary>Whether a password is among the first that someone would try.</summary>
/// <remarks>Lists of leaked passwords are mostly few words with the same additions: a year, a sign at the end, 0 for o. So what was added is taken off and the
/// rest is compared: a password is refused where little of it is left beside two such words.</remarks>
internal static class Guessing
{
    /// <summary>Letters that belong to no guessed word: with fewer, the words are all there is to guess.</summary>
    private const int LeastOwn = 4;

    private const int MostWords = 2;

    /// <summary>A unit of this length or more, written twice, is judged by itself.</summary>
    private const int LongUnit = 7;

    private const int ShortestRun = 4;

    private const string Digits = "0123456789";

    private static readonly string[] Rows =
    [
        "abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "qwertzuiop", "azertyuiop", "asdfghjkl", "zxcvbnm", "yxcvbnm",
        "1q2w3e4r5t6y7u8i9o0p", "1qaz2wsx3edc4rfv5tgb6yhn7ujm", "qazwsxedcrfvtgbyhnujm", "qweasdzxc",
    ];

    private static readonly string[] Runs = [.. Rows, .. Rows.Select(static row => new string([.. row.Reverse()]))];

    // The sign at an index of the first is the letter at that index of the others.
    private const string Signs = "013456789@$!|+(";
    private static readonly string[] Letters = ["oieasgtbgasiitc", "oleasgtbgaslltc"];

    /// <param name="password">As it was typed.</param>
    /// <param name="own">Names that are no secret: the person's own.</param>
    public static bool IsGuessed(string password, IEnumerable<string> own)
    {
        var text = Fold(password);
        var words = own.SelectMany(static name => Parts(Fold(name))).Where(static w => w.Length > 2).ToHashSet(StringComparer.Ordinal);
        if (IsRepeated(text) || Left(text) < LeastOwn || IsNumberOfYears(text)) return true;
        return Readings(text).Any(reading => reading.Length > 0 && Own(reading, words) < LeastOwn);
    }

    /// <summary>The letters alone, as somebody may have meant them: signs for letters, or digits and signs before and after.</summary>
    private static IEnumerable<string> Readings(string text)
    {
        var first = 0;
        var last = text.Length;
        while (first < last && !char.IsLetter(text[first])) first++;
        while (last > first && !char.IsLetter(text[last - 1])) last--;
        foreach (var part in (string[])[text, text[first..last]])
        {
            yield return LettersOf(part);
            foreach (var letters in Letters)
            {
                yield return LettersOf(string.Concat(part.Select(c => Signs.IndexOf(c, StringComparison.Ordinal) is >= 0 and var at ? letters[at] : c)));
            }
        }
    }

    /// <summary>How many letters are in none of the words, at most two of them taken.</summary>
    private static int Own(string text, HashSet<string> words)
    {
        // best[k][i]: the fewest letters outside of words among the first i, with k words taken.
        var best = Enumerable.Range(0, MostWords + 1).Select(_ => Enumerable.Range(0, text.Length + 1).ToArray()).ToArray();
        for (var taken = 1; taken <= MostWords; taken++)
        {
            for (var end = 1; end <= text.Length; end++)
            {
                best[taken][end] = Math.Min(best[taken][end - 1] + 1, best[taken - 1][end]);
                for (var start = end - 1; start >= 0; start--)
                {
                    var word = text[start..end];
                    if (!words.Contains(word) && !GuessedWords.All.Contains(word)) continue;
                    best[taken][end] = Math.Min(best[taken][end], best[taken - 1][start]);
                }
            }
        }

        return best[MostWords][text.Length];
    }

    /// <summary>How many characters stand in no row of the keyboard or the alphabet.</summary>
    private static int Left(string text)
    {
        var left = 0;
        for (var at = 0; at < text.Length;)
        {
            var run = Runs.Max(row => RunAt(text, at, row));
            if (run < ShortestRun) left++;
            at += run < ShortestRun ? 1 : run;
        }

        return left;
    }

    private static int RunAt(string text, int at, string row)
    {
        var place = row.IndexOf(text[at], StringComparison.Ordinal);
        if (place < 0) return 0;
        var length = 1;
        while (at + length < text.Length && place + length < row.Length && text[at + length] == row[place + length]) length++;
        return length;
    }

    private static bool IsRepeated(string text) =>
        Enumerable.Range(1, Math.Min(LongUnit - 1, text.Length / 2)).Any(unit => text.Select((c, i) => c == text[i % unit]).All(static same => same));

    private static bool IsNumberOfYears(string text)
    {
        var digits = string.Concat(text.Where(c => Digits.Contains(c, StringComparison.Ordinal)));
        return text.All(static c => !char.IsLetter(c)) && digits.Chunk(4).All(static year => year.Length < 4 || year is ['1', '9', ..] or ['2', '0', ..]);
    }

    private static string LettersOf(string text) => string.Concat(text.Where(char.IsLetter));

    private static IEnumerable<string> Parts(string name) => name.Split([' ', '.', '-', '_', '@', ','], StringSplitOptions.RemoveEmptyEntries);

    private static string Fold(string text) => string.Concat(
        text.ToLowerInvariant().Normalize(NormalizationForm.FormD).Where(static c => char.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark));
}
