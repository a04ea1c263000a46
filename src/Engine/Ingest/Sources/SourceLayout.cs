namespace Investigator.Engine.Ingest.Sources;

/// <summary>What the files of a source say of their layout, together.</summary>
internal static class SourceLayout
{
    /// <summary>A format with the layout that was found, where the format itself says nothing of it.</summary>
    /// <param name="files">Of one source.</param>
    /// <param name="format">How its values are written.</param>
    public static SourceFormat Of(IReadOnlyList<SourceFile> files, SourceFormat format)
    {
        var found = files[0].Layout;
        return format with
        {
            Encoding = format.Encoding ?? found.Encoding,
            Delimiter = format.Delimiter ?? found.Delimiter,
            SkipLines = format.SkipLines ?? found.SkipLines,
            Header = format.Header ?? found.Header,
            Sheet = format.Sheet ?? found.Sheet,
            Entry = format.Entry ?? found.Entry,
        };
    }

    /// <summary>What a mapping must say of a format: all of it but the layout of plain CSV; null where nothing is left.</summary>
    public static SourceFormat? Unusual(this SourceFormat format)
    {
        var unusual = format with
        {
            Encoding = format.Encoding == TextEncoding.Utf8 ? null : format.Encoding,
            Delimiter = format.Delimiter == "," ? null : format.Delimiter,
            SkipLines = format.SkipLines == 0 ? null : format.SkipLines,
            Header = format.Header == true ? null : format.Header,
        };
        return unusual == new SourceFormat() ? null : unusual;
    }

    /// <summary>All that a person should know or decide of it, each once.</summary>
    public static IEnumerable<Advice> Advice(IEnumerable<SourceFile> files) => files.SelectMany(static f => f.Advice).DistinctBy(static a => a.Text);
}
