using System.Xml;
using Investigator.Engine.Ingest.Sources.Workbooks;

namespace Investigator.Engine.Tests.Ingest.Sources;

public class CellFormatsTests
{
    [Fact]
    public void Read_StyleWithoutAFormat_KeepsItsPlaceAmongTheOthers()
    {
        using var styles = XmlReader.Create(new StringReader("""
            <styleSheet><numFmts><numFmt numFmtId="164" formatCode="dd/mm/yyyy\ hh:mm"/></numFmts>
            <cellStyleXfs><xf/></cellStyleXfs><cellXfs><xf/><xf numFmtId="164"/></cellXfs></styleSheet>
            """));

        var formats = CellFormats.Read(styles);

        Assert.Equal("536365", formats.Text("536365", 0));
        Assert.Equal("2010-12-01 08:26:00", formats.Text("40513.3513888889", 1));
    }
}
