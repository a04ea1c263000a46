using Investigator.Engine.Core;
using Investigator.Engine.Ingest;
using Investigator.TestKit;

namespace Investigator.Engine.Tests.Ingest;

public class RatesFileTests
{
    [Theory]
    [InlineData("currency,rate\nUSD,1\nEUR,1.08\n")]
    [InlineData("USD,1\n\nEUR,1.08")]
    [InlineData("Währung;Kurs\nUSD;1\nEUR;1,08\n")]
    [InlineData("\"USD\"\t\"1\"\n\"EUR\"\t\"1.08\"\n")]
    public void Read_HoweverWritten_GivesTheRates(string text)
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder.File("rates.csv"), text);
        var rates = RatesFile.Read(folder.File("rates.csv"));
        Assert.Equal([("EUR", 1.08), ("USD", 1.0)], rates.OrderBy(static r => r.Key, StringComparer.Ordinal).Select(static r => (r.Key, r.Value)));
    }

    [Theory]
    [InlineData("USD,1\nEUR\n", "line 2")]
    [InlineData("USD,1\nEUR,0\n", "line 2")]
    [InlineData("USD,1\nEUR,-2\n", "line 2")]
    [InlineData("USD,1\nUSD,2\n", "given twice")]
    [InlineData("USD,1,08\n", "line 1")]
    [InlineData("currency,rate\n", "no rates")]
    public void Read_NoRate_IsRefusedByLine(string text, string says)
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder.File("rates.csv"), text);
        Assert.Contains(says, Assert.Throws<InputException>(() => RatesFile.Read(folder.File("rates.csv"))).Message, StringComparison.Ordinal);
    }
}
