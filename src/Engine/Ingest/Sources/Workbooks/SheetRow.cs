namespace Investigator.Engine.Ingest.Sources.Workbooks;

/// <summary>A row of a sheet.</summary>
/// <param name="Number">1-based, blank ones counted.</param>
/// <param name="Cells">Up to the last one that holds something; formulas as what they were when the workbook was saved.</param>
/// <param name="StatedWidth">Columns that the sheet says it has, most of which may be empty.</param>
internal sealed record SheetRow(int Number, IReadOnlyList<SheetCell> Cells, int StatedWidth)
{
    /// <param name="number">Of the row.</param>
    /// <param name="row">Values by letters: A, B, …, AA.</param>
    /// <param name="from1904">Whether days are counted from 1904.</param>
    public static SheetRow Of(int number, IDictionary<string, object?> row, bool from1904)
    {
        var cells = new List<SheetCell>(row.Count);
        foreach (var (letters, value) in row)
        {
            var cell = CellText.Of(value, from1904);
            if (cell.Text.Length == 0) continue;
            var column = Column(letters);
            while (cells.Count <= column) cells.Add(CellText.Empty);
            cells[column] = cell;
        }

        return new SheetRow(number, cells, row.Count);
    }

    /// <summary>Empty behind the last cell.</summary>
    public string Text(int column) => column < Cells.Count ? Cells[column].Text : "";

    /// <summary>0-based.</summary>
    private static int Column(string letters)
    {
        var column = 0;
        foreach (var letter in letters) column = (column * 26) + (letter - 'A' + 1);
        return column - 1;
    }
}
