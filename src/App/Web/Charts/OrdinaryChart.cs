using Plotly.Blazor.LayoutLib;

namespace Investigator.Web.Charts;

/// <summary>What the ordinary charts have in common: their colours, and a layout that takes the page's surface and its width.</summary>
internal static class OrdinaryChart
{
    // Both stand out at 3:1 from the light and from the dark surface, and differ in lightness as well as in hue.
    public const string Strong = "#c2483f";
    public const string Quiet = "#7ba3c4";

    /// <summary>What <see cref="Strong"/> shows, where it is not complete yet.</summary>
    public const string Pale = "#d98f88";

    public static Plotly.Blazor.Layout Layout(XAxis x, YAxis y)
    {
        (x.ShowGrid, x.FixedRange, y.FixedRange) = (false, true, true);
        return new Plotly.Blazor.Layout
        {
            Height = 280,
            AutoSize = true,
            PaperBgColor = "rgba(0,0,0,0)",
            PlotBgColor = "rgba(0,0,0,0)",
            HoverMode = HoverModeEnum.X,
            Margin = new Margin { L = 48, R = 8, T = 8, B = 36 },
            Legend = [new Legend { Orientation = Plotly.Blazor.LayoutLib.LegendLib.OrientationEnum.H, Y = 1.15m, X = 0 }],
            XAxis = [x],
            YAxis = [y],
        };
    }
}
