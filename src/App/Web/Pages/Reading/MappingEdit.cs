using Investigator.Engine.Ingest;

namespace Investigator.Web.Pages.Reading;

/// <summary>One change of a mapping by hand.</summary>
/// <param name="What">What it says now, in a few words: shown beside the button that takes it back.</param>
/// <param name="Mend">Gives the changed mapping.</param>
public sealed record MappingEdit(string What, Func<Mapping, Mapping> Mend)
{
    public static MappingEdit OfTransactions(string what, Func<TransactionMapping, TransactionMapping> mend) =>
        new(what, mapping => mapping.WithTransactions(mend));

    public static MappingEdit OfEvents(string what, Func<EventMapping, EventMapping> mend) =>
        new(what, mapping => mapping.Events is null ? mapping : mapping with { Events = mend(mapping.Events) });

    public static MappingEdit OfFormat(string table, string what, Func<SourceFormat, SourceFormat> mend) =>
        new(what, mapping => mapping.WithFormat(table, mend));
}
