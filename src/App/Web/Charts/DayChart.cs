using System.Globalization;
using Investigator.Transactions;
using Plotly.Blazor;
using Plotly.Blazor.LayoutLib;
using Plotly.Blazor.Traces;
using Plotly.Blazor.Traces.BarLib;

namespace Investigator.Web.Charts;

/// <summary>
/// Bars a day: payments in risky findings, and payments that the engine approved and that are known as fraud; paler where some are still to come.
/// </summary>
internal static class DayChart
{
    public static IReadOnlyList<ITrace> Traces(IReadOnlyList<DayTotals> days)
    {
        var x = days.Select(object (d) => d.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)).ToList();
        return
        [
            Bars("In risky findings", OrdinaryChart.Quiet, x, days.Select(object (d) => d.Risky)),
            Bars("Missed fraud", OrdinaryChart.Strong, x, days.Select(object (d) => d.IsImmature ? 0 : d.MissedFraud)),
            Bars("Missed fraud known so far (outcomes still to come)", OrdinaryChart.Pale, x, days.Select(object (d) => d.IsImmature ? d.MissedFraud : 0)),
        ];
    }

    public static Plotly.Blazor.Layout Layout()
    {
        var layout = OrdinaryChart.Layout(
            new XAxis { Type = Plotly.Blazor.LayoutLib.XAxisLib.TypeEnum.Date },
            new YAxis { RangeMode = Plotly.Blazor.LayoutLib.YAxisLib.RangeModeEnum.ToZero, TickFormat = ",d" });
        (layout.BarMode, layout.BarGap) = (BarModeEnum.Overlay, 0.25m);
        return layout;
    }

    private static Bar Bars(string name, string color, IList<object> x, IEnumerable<object> y) => new()
    {
        Name = name,
        X = x,
        Y = [.. y],
        Marker = new Marker { Color = color },
        HoverTemplate = "%{y:,d}",
    };
}
