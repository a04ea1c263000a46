using System.Globalization;
using Investigator.Engine.Core;

namespace Investigator.Engine.Ingest;

/// <summary>What one unit of each currency is worth, as a file: a line for each, <c>EUR,1.08</c>, with or without a header.</summary>
public static class RatesFile
{
    /// <summary>More than there are currencies.</summary>
    private const int MostLines = 10_000;

    /// <exception cref="InputException">No such file, or a line that is no rate.</exception>
    public static IReadOnlyDictionary<string, double> Read(string path)
    {
        if (!File.Exists(path)) throw new InputException("there is no such file", path, expected: "lines such as EUR,1.08");
        RegularFile.Require(path);
        var rates = new Dictionary<string, double>(StringComparer.Ordinal);
        var number = 0;
        foreach (var line in File.ReadLines(path))
        {
            if (++number > MostLines) throw new InputException("there are too many lines for rates of currencies", path, line: number);
            if (string.IsNullOrWhiteSpace(line)) continue;
            // A decimal comma needs another sign between the two: the first that stands in the line tells.
            var sign = line.Contains('\t', StringComparison.Ordinal) ? '\t' : line.Contains(';', StringComparison.Ordinal) ? ';' : ',';
            var cells = line.Split(sign, 2, StringSplitOptions.TrimEntries);
            var (currency, rate) = (cells[0].Trim('"'), Rate(cells, sign));
            if (rate is null && number == 1 && cells.Length == 2 && !cells[1].Any(char.IsAsciiDigit)) continue;
            if (rate is null || currency.Length == 0) throw new InputException("this is no rate", path, line: number, value: line,
                expected: "a currency and a number above 0, such as EUR,1.08");
            if (!rates.TryAdd(currency, rate.Value)) throw new InputException("one currency is given twice", path, line: number, value: currency,
                expected: "each currency once");
        }

        return rates.Count > 0 ? rates : throw new InputException("there are no rates", path, expected: "lines such as EUR,1.08");
    }

    private static double? Rate(string[] cells, char sign)
    {
        if (cells.Length < 2) return null;
        var text = cells[1].Trim('"');
        if (sign != ',') text = text.Replace(',', '.');
        return double.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var rate)
            && double.IsFinite(rate) && rate > 0 ? rate : null;
    }
}
