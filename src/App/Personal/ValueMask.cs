using System.Diagnostics.CodeAnalysis;
using Investigator.Engine.Ingest;

namespace Investigator.Personal;

/// <summary>One dataset's personal values as one person may see them: as they are, or as pseudonyms.</summary>
public sealed class ValueMask
{
    private readonly IReadOnlyDictionary<string, string> _personal;
    private readonly byte[] _key;
    private readonly PseudonymBook? _book;

    /// <param name="personal">Stored columns of the transactions that hold personal values, each with its name.</param>
    /// <param name="key">Of the dataset.</param>
    /// <param name="book">Keeps what was shown.</param>
    /// <param name="isOpen">Whether the person may see them.</param>
    internal ValueMask(IReadOnlyDictionary<string, string> personal, byte[] key, PseudonymBook book, bool isOpen) =>
        (_personal, _key, _book, IsOpen) = (personal, key, book, isOpen);

    private ValueMask() => (_personal, _key, IsOpen) = (new Dictionary<string, string>(), [], true);

    /// <summary>Shows every value.</summary>
    public static ValueMask None { get; } = new();

    /// <summary>Whether every value is shown as it is.</summary>
    public bool IsOpen { get; }

    /// <summary>The columns that hold personal values, whoever looks.</summary>
    public IReadOnlyDictionary<string, string> Personal => _personal;

    /// <param name="column">A stored column of the transactions: <c>account</c>, <c>entity_ip</c>, <c>attribute_email</c>.</param>
    public bool Hides(string column) => !IsOpen && _personal.ContainsKey(column);

    /// <summary>A value of a column as the person may see it.</summary>
    [return: NotNullIfNotNull(nameof(value))]
    public string? Show(string column, string? value)
    {
        if (value is null || !Hides(column)) return value;
        var pseudonym = PseudonymOf(column, value);
        _book!.Keep(pseudonym, value);
        return pseudonym;
    }

    /// <param name="column">One of <see cref="Personal"/>.</param>
    /// <param name="value">As the source spells it.</param>
    public string PseudonymOf(string column, string value) => Pseudonym.Of(_key, _personal[column], value);

    /// <summary>The pseudonyms of many values, none of which is kept in memory.</summary>
    public Func<string, string> Of(string column) => value => PseudonymOf(column, value);

    /// <summary>A number by which rows are sorted in the place of values whose order would tell them.</summary>
    public long Salt => BitConverter.ToInt64(_key) & long.MaxValue;

    /// <summary>The columns of the source's files that hold what this hides.</summary>
    public IReadOnlySet<string> HiddenSources(Mapping mapping)
    {
        var transactions = mapping.Transactions;
        var names = IsOpen ? [] : _personal.Values.ToHashSet(StringComparer.Ordinal);
        IEnumerable<string?> accounts = names.Contains(PersonalColumns.Account) ? [transactions.Account, mapping.Events?.Account] : [];
        return accounts.OfType<string>().Concat(transactions.Entities.Where(e => names.Contains(e.Key)).Select(static e => e.Value))
            .Concat(transactions.Attributes.Where(names.Contains)).ToHashSet(StringComparer.Ordinal);
    }
}
