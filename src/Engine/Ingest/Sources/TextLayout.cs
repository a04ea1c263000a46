namespace Investigator.Engine.Ingest.Sources;

/// <summary>All that must be known of a text file to read its rows.</summary>
/// <param name="Encoding">One of <see cref="TextEncoding.Names"/>.</param>
/// <param name="Dialect">How its lines are made of fields.</param>
/// <param name="SkipLines">Lines above the header, or above the first row where there is none.</param>
/// <param name="Header">Whether the first line after those names the columns.</param>
/// <param name="OddLineEnds">Whether lines are seen to end in more than one way, or with \r alone.</param>
internal sealed record TextLayout(string Encoding, TextDialect Dialect, int SkipLines, bool Header, bool OddLineEnds)
{
    public SourceFormat Format => new()
    {
        Encoding = Encoding,
        Delimiter = Dialect.Delimiter == '\t' ? "tab" : Dialect.Delimiter.ToString(),
        SkipLines = SkipLines,
        Header = Header,
    };
}

/// <summary>A record of a text, or a row of a sheet.</summary>
/// <param name="Line">Lines (rows) before it.</param>
/// <param name="Fields">Its values.</param>
/// <param name="IsWellFormed">Whether its quotes pair.</param>
internal sealed record SourceRecord(int Line, IReadOnlyList<string> Fields, bool IsWellFormed = true)
{
    public int Filled => Fields.Count(static f => !string.IsNullOrWhiteSpace(f));
}
