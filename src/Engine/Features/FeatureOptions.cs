using Investigator.Engine.Core;
using Investigator.Engine.Features.Catalog;
using Investigator.Engine.Features.Kinds;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Features;

/// <summary>What the catalogue holds.</summary>
public sealed record FeatureOptions
{
    /// <summary>Values of a text that keep their name, by frequency; the rest become <c>other</c>. 1 or more.</summary>
    public int TopLevels { get; init; } = 20;

    /// <summary>Event types with a share of their own, by frequency. 0 or more.</summary>
    public int TopPages { get; init; } = 10;

    /// <summary>
    /// Adds counts to both sides of each transaction (transactions, accounts, declines per entity; the same page sequence). They serve the space, where they
    /// bring together what acted together; as they are not causal, they stay out of rules.
    /// </summary>
    public bool LookAround { get; init; }

    /// <summary>
    /// Adds the groups that share entities (see <see cref="Facts.TransactionFacts.Groups"/>) for the space; not causal, so they stay out of rules.
    /// </summary>
    public bool EntityGrouping { get; init; } = true;

    /// <summary>
    /// The catalogue in the words of its file; null for the one that the mapping makes. With one, the options above are ignored, except <see
    /// cref="TopLevels"/>.
    /// </summary>
    public IReadOnlyList<CatalogEntry>? Catalog { get; init; }

    /// <summary>
    /// Features that experts added: kind <see cref="Expression"/> or <see cref="Category"/> with SQL of their own, or any other kind. SQL that looks at rows
    /// other than earlier ones (<c>p.row &lt; t.row</c>) is to be declared not causal.
    /// </summary>
    public IReadOnlyList<FeatureDefinition> Own { get; init; } = [];

    /// <exception cref="InputException">An option lies outside its range, or an added feature is not complete.</exception>
    public void Validate()
    {
        var check = new OptionCheck("feature");
        check.AtLeast(TopLevels, 1);
        check.AtLeast(TopPages, 0);
        if (Catalog is not null) CatalogCheck.Check(Catalog);
        foreach (var own in Own) Validate(own);
    }

    private static void Validate(FeatureDefinition own)
    {
        if (own.Name.Length == 0 || !own.Name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_') || char.IsAsciiDigit(own.Name[0])
            || own.Name == "row")
        {
            throw new InputException("an added feature's name cannot be used", value: own.Name, expected: "lower-case letters, digits and _, not 'row'");
        }
        if (own.Kind == Expression.Kind || own.Kind == Category.Kind)
        {
            if (string.IsNullOrWhiteSpace(own.Sql))
            {
                throw new InputException("an added feature has no SQL", column: own.Name, expected: "a DuckDB expression over the transaction t");
            }
            if (SqlExpression.FindFault(own.Sql) is { } fault)
            {
                throw new InputException("an added feature's SQL cannot be used: " + fault, column: own.Name, value: own.Sql,
                    expected: "one DuckDB expression over the transaction t");
            }
            return;
        }
        if (own.Kind.NeedsKey && string.IsNullOrEmpty(own.Key))
        {
            throw new InputException("an added feature has no key", column: own.Name, expected: "account, page_sequence or a mapped entity's column");
        }
        if (own.Kind.NeedsColumn && string.IsNullOrEmpty(own.Column)) throw new InputException("an added feature has no column", column: own.Name);
        if (own.Centered && (own.Causal || !own.Kind.CatalogKinds.Any(static k => k.Centered)))
        {
            throw new InputException("an added feature cannot look to both sides", column: own.Name, expected: "a count, not causal");
        }
        if (own.Window is { } window && window <= TimeSpan.Zero)
        {
            throw new InputException("an added feature's window is not above zero", column: own.Name, value: window.ToString());
        }
    }
}
