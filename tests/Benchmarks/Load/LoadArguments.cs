using System.Globalization;

namespace Investigator.Benchmarks.Load;

/// <summary>What to try.</summary>
/// <param name="People">How many work at once.</param>
/// <param name="Seconds">How long.</param>
/// <param name="Run">Whether runs go on meanwhile, in a second round.</param>
/// <param name="Left">Seconds to wait after all have left before memory is read.</param>
/// <param name="Data">A data folder with a finished run 1; by default a new one is made, with the demo of 20,000.</param>
/// <param name="Settings">Environment of the server, NAME=VALUE.</param>
internal sealed record LoadArguments(int People, int Seconds, bool Run, int Left, string? Data, IReadOnlyList<string> Settings)
{
    /// <summary>One person opens every page this often instead, and each is measured by itself; null for people at work.</summary>
    public int? Rounds { get; init; }

    /// <summary>Only pages whose name holds this.</summary>
    public string Only { get; init; } = "";

    /// <summary>Another build's <c>Investigator.dll</c>.</summary>
    public string? App { get; init; }

    public static LoadArguments Read(IReadOnlyList<string> words)
    {
        var read = new LoadArguments(20, 60, false, 100, null, []);
        for (var i = 0; i < words.Count; i++)
        {
            read = words[i] switch
            {
                "--people" => read with { People = Number(words[++i]) },
                "--seconds" => read with { Seconds = Number(words[++i]) },
                "--run" => read with { Run = true },
                "--left" => read with { Left = Number(words[++i]) },
                "--data" => read with { Data = words[++i] },
                "--walk" => read with { Rounds = read.Rounds ?? 10 },
                "--rounds" => read with { Rounds = Number(words[++i]) },
                "--only" => read with { Only = words[++i] },
                "--app" => read with { App = words[++i] },
                "--set" => read with { Settings = [.. read.Settings, words[++i]] },
                _ => throw new ArgumentException($"load knows no '{words[i]}'"),
            };
        }

        return read;
    }

    private static int Number(string word) => int.Parse(word, CultureInfo.InvariantCulture);
}
