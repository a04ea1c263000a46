using System.Globalization;
using Investigator.Benchmarks.Quality.Sets;
using Investigator.Engine;
using Investigator.Engine.Core;
using Investigator.Engine.Simulation;

namespace Investigator.Benchmarks.Quality;

/// <summary>What follows <c>quality</c>: words that say which data, and options by name.</summary>
/// <param name="Words">In their order.</param>
/// <param name="Named">By name, with the dashes; a flag has an empty value.</param>
internal sealed record SetArguments(IReadOnlyList<string> Words, IReadOnlyDictionary<string, string> Named)
{
    private static readonly string[] Flags = ["--no-spaces"];

    /// <summary>Kept back from the run; null for what each set asks for.</summary>
    public double? Withhold => Named.TryGetValue("--withhold", out var text) ? Share(text) : null;

    /// <summary>The options to run with, each with what the tables call it: two where they are compared.</summary>
    public IReadOnlyList<(string Name, RunOptions Options)> Runs
    {
        get
        {
            var own = Named.TryGetValue("--options", out var file) ? RunOptionsFile.Read(file) : new RunOptions();
            if (!Named.TryGetValue("--beside", out var other)) return [("", own)];
            var name = file is null ? "defaults" : Path.GetFileNameWithoutExtension(file);
            return [(name, own), (Path.GetFileNameWithoutExtension(other), RunOptionsFile.Read(other))];
        }
    }

    /// <exception cref="InputException">A name that is not among those allowed, twice, or without its value.</exception>
    public static SetArguments Read(IReadOnlyList<string> rest, params string[] allowed)
    {
        var (words, named) = (new List<string>(), new Dictionary<string, string>());
        for (var i = 0; i < rest.Count; i++)
        {
            if (!rest[i].StartsWith('-'))
            {
                words.Add(rest[i]);
                continue;
            }

            var flag = Flags.Contains(rest[i]);
            if (!allowed.Contains(rest[i]) || (!flag && i + 1 == rest.Count) || !named.TryAdd(rest[i], flag ? "" : rest[i + 1]))
            {
                throw new InputException("an argument is not understood", value: rest[i],
                    expected: string.Join(", ", allowed) + ", each once and with its value");
            }
            if (!flag) i++;
        }

        return new SetArguments(words, named);
    }

    public int Number(string what, int place, int otherwise) => place < Words.Count ? Number(what, Words[place]) : otherwise;

    /// <summary>Seeds <c>FIRST-LAST</c>, or one.</summary>
    public IEnumerable<int> Seeds(int otherwise)
    {
        var ends = Named.GetValueOrDefault("--seeds", otherwise.ToString(CultureInfo.InvariantCulture)).Split('-');
        var (first, last) = (Number("seeds", ends[0]), Number("seeds", ends[^1]));
        return last >= first ? Enumerable.Range(first, last - first + 1)
            : throw new InputException("the last seed is below the first", value: $"{first} {last}");
    }

    private static int Number(string what, string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number
            : throw new InputException($"{what} cannot be used", value: text, expected: "a whole number above 0");

    private static double Share(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var share) && share is >= 0 and <= 1 ? share
            : throw new InputException("the share to withhold cannot be used", value: text, expected: "0 to 1");
}
