using Investigator.Engine.Core;
using Investigator.Engine.Ingest;
using Investigator.Engine.Ingest.Checks;
using Investigator.Engine.Ingest.Guess;
using Investigator.Engine.Ingest.Sources;

namespace Investigator.Commands;

/// <summary>What a command was told of its data.</summary>
internal sealed record GivenSource
{
    public required string Transactions { get; init; }

    public required string? Events { get; init; }

    /// <summary>Null: the mapping is guessed.</summary>
    public required string? MappingPath { get; init; }

    /// <summary>What of it is set on the command line.</summary>
    public required IReadOnlyList<MappingSetting> Settings { get; init; }

    public required string? RatesPath { get; init; }

    /// <summary>Null: as loads allow by themselves.</summary>
    public required double? MaxRejectShare { get; init; }

    /// <summary>Files and folders that are read, as messages call them.</summary>
    public IEnumerable<(string Name, string? Path)> Inputs =>
        [("the transactions", Transactions), ("the events", Events), ("the mapping", MappingPath), ("the rates", RatesPath)];

    /// <summary>What is to be loaded, with the mapping that was given or guessed.</summary>
    /// <param name="name">Of the dataset.</param>
    /// <param name="context">Guesses read the files' first, middle and last rows.</param>
    /// <exception cref="InputException">A file cannot be read, or a setting does not fit.</exception>
    public ResolvedSource Resolve(string name, StageContext context)
    {
        var guess = MappingPath is null ? Guess(context) : null;
        var mapping = guess?.Mapping ?? MappingFile.Read(MappingPath!);
        mapping = WithSettings(mapping);
        if (RatesPath is not null)
        {
            mapping = mapping with { Transactions = mapping.Transactions with { Rates = RatesFile.Read(RatesPath) } };
            if (mapping.Transactions.Currency is null) throw new InputException("there are rates, but no column of currencies",
                value: $"--rates {Path.GetFileName(RatesPath)}", expected: "--set transactions.currency=COLUMN, or no rates");
        }

        var request = new LoadRequest { Transactions = Transactions, Events = Events, Mapping = mapping, Name = name };
        if (MaxRejectShare is { } share) request = request with { MaxRejectShare = share };
        var asked = guess is null ? [] : guess.Advice.Where(a => !IsAnswered(a, guess.Mapping)).ToList();
        return new ResolvedSource(request, guess is not null, asked);
    }

    /// <summary>In any order: a setting that does not fit yet may fit beside a later one, such as a column that the guess uses for something else.</summary>
    private Mapping WithSettings(Mapping mapping)
    {
        var left = Settings.Where(s => Fits(s, mapping)).ToList();
        while (left.Count > 0)
        {
            var (before, first) = (left.Count, (InputException?)null);
            left.RemoveAll(setting =>
            {
                try
                {
                    mapping = setting.On(mapping);
                    return true;
                }
                catch (InputException e)
                {
                    first ??= e;
                    return false;
                }
            });
            if (left.Count == before) throw first!;
        }

        return mapping;
    }

    private MappingGuess Guess(StageContext context)
    {
        using var transactions = Preview(Transactions, TableNames.Transactions, context);
        using var events = Events is null ? null : Preview(Events, TableNames.Events, context);
        return MappingGuess.From(transactions, events, context.Cancel);
    }

    private SourcePreview Preview(string path, string table, StageContext context) =>
        SourcePreview.Read(path, 0, cancel: context.Cancel, table: table, format: FormatOf(table));

    /// <summary>What the settings say of a table's format; null where they say nothing.</summary>
    private SourceFormat? FormatOf(string table)
    {
        var mapping = new Mapping
        {
            Transactions = new TransactionMapping { Account = "account", Time = "time" },
            Events = new EventMapping { Account = "account", Time = "time", Type = "type" },
        };
        foreach (var setting in Settings.Where(s => s.Key.StartsWith($"{table}.format.", StringComparison.Ordinal))) mapping = setting.On(mapping);
        return mapping.FormatOf(table);
    }

    /// <exception cref="InputException">It is of events, and there are none.</exception>
    private static bool Fits(MappingSetting setting, Mapping mapping) =>
        mapping.Events is not null || !setting.Key.StartsWith("events.format.", StringComparison.Ordinal) ? true
            : throw new InputException("there are no events whose format could be set", value: setting.ToString(), expected: "--events FILE beside it");

    /// <summary>Whether one of the settings says what a guess asks for.</summary>
    private bool IsAnswered(Advice advice, Mapping guessed)
    {
        var keys = advice.Remedies.SelectMany(r => RemedyArguments.Keys(r, guessed)).ToHashSet(StringComparer.Ordinal);
        return Settings.Any(s => keys.Any(k => k == s.Key || s.Key.StartsWith(k + ".", StringComparison.Ordinal)));
    }
}

/// <summary>What a command is to load.</summary>
/// <param name="Request">With the mapping that was given or guessed.</param>
/// <param name="IsGuessed">Whether the mapping was guessed.</param>
/// <param name="Asked">What the guess wants said or decided, without what the command line says already.</param>
internal sealed record ResolvedSource(LoadRequest Request, bool IsGuessed, IReadOnlyList<Advice> Asked)
{
    /// <summary>The request, for commands that do not list what is to be decided.</summary>
    /// <exception cref="InputException">Something is.</exception>
    public LoadRequest Require() => Asked.FirstOrDefault(static a => a.Level == AdviceLevel.Decide) is not { } first ? Request
        : throw new InputException($"{first.Table}: {first.Text}", Request.Transactions, expected: "a decision: \"check\" lists the choices");

    /// <summary>What a check finds, and what the guess wants said or decided.</summary>
    public IReadOnlyList<Advice> Advice(CheckReport report) => report.With(Asked);
}
