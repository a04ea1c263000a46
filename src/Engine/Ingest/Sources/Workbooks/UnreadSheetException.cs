using Investigator.Engine.Core;

namespace Investigator.Engine.Ingest.Sources.Workbooks;

/// <summary>A sheet that holds no cells, such as a chart, or lies where no sheet of cells is looked for.</summary>
/// <param name="path">The workbook.</param>
/// <param name="sheet">Its name.</param>
internal sealed class UnreadSheetException(string path, string sheet) : InputException("the sheet cannot be read", path, value: sheet,
    expected: "a sheet with cells, of a workbook saved by Excel, or the table saved as CSV");
