using System.Collections.Frozen;

namespace Investigator.Identity.Passwords;

/// <summary>Words that whoever guesses passwords tries first.</summary>
internal static class GuessedWords
{
    private const string Resource = "Investigator.Identity.Passwords.guessed-first.txt";

    private static readonly Lazy<FrozenSet<string>> Known = new(Read);

    public static FrozenSet<string> All => Known.Value;

    private static FrozenSet<string> Read()
    {
        using var stream = typeof(GuessedWords).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The build left out {Resource}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);
    }
}
