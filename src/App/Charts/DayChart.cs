using System.Globalization;
using Investigator.Store.Queries;
using Plotly.Blazor;
using Plotly.Blazor.LayoutLib;
using Plotly.Blazor.Traces;
using Plotly.Blazor.Traces.BarLib;

namespace Investigator.Charts;

/// <summary>Bars a day: transactions in risky clusters, and those of them that the engine approved and that are known as fraud.</summary>
internal static class DayChart
{
    // Both stand out at 3:1 from the light and from the dark surface, and differ in lightness as well as in hue.
    private const string RiskyColor = "#7ba3c4";
    private const string MissedColor = "#c2483f";

    public static IReadOnlyList<ITrace> Traces(IReadOnlyList<DayTotals> days)
    {
        var x = days.Select(object (d) => d.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)).ToList();
        return
        [
            Bars("In risky clusters", RiskyColor, x, days.Select(object (d) => d.Risky)),
            Bars("Missed fraud", MissedColor, x, days.Select(object (d) => d.MissedFraud)),
        ];
    }

    public static Plotly.Blazor.Layout Layout() => new()
    {
        BarMode = BarModeEnum.Overlay,
        BarGap = 0.25m,
        Height = 280,
        AutoSize = true,
        PaperBgColor = "rgba(0,0,0,0)",
        PlotBgColor = "rgba(0,0,0,0)",
        HoverMode = HoverModeEnum.X,
        Margin = new Margin { L = 48, R = 8, T = 8, B = 36 },
        Legend = [new Legend { Orientation = Plotly.Blazor.LayoutLib.LegendLib.OrientationEnum.H, Y = 1.15m, X = 0 }],
        XAxis = [new XAxis { Type = Plotly.Blazor.LayoutLib.XAxisLib.TypeEnum.Date, ShowGrid = false, FixedRange = true }],
        YAxis = [new YAxis { RangeMode = Plotly.Blazor.LayoutLib.YAxisLib.RangeModeEnum.ToZero, FixedRange = true, TickFormat = ",d" }],
    };

    private static Bar Bars(string name, string color, IList<object> x, IEnumerable<object> y) => new() { Name = name, X = x, Y = [.. y], Marker = new Marker { Color = color }, HoverTemplate = "%{y:,d}" };
}
