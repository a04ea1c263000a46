using Investigator.Engine.Embedding;
using Plotly.Blazor;
using Plotly.Blazor.LayoutLib;
using Plotly.Blazor.Traces;
using Plotly.Blazor.Traces.ScatterLib;

namespace Investigator.Charts;

/// <summary>How the network's loss fell, pass by pass: on the sequences it learned from and on those it never saw.</summary>
internal static class LossChart
{
    // As the bars of the day chart: 3:1 from either surface, and different in lightness.
    private const string HeldOutColor = "#c2483f";
    private const string TrainColor = "#7ba3c4";

    public static IReadOnlyList<ITrace> Traces(IReadOnlyList<EpochLoss> epochs) =>
    [
        Line("Unseen sequences", HeldOutColor, epochs, static e => e.HeldOut),
        Line("Learned from", TrainColor, epochs, static e => e.Train),
    ];

    public static Plotly.Blazor.Layout Layout() => new()
    {
        Height = 220,
        AutoSize = true,
        PaperBgColor = "rgba(0,0,0,0)",
        PlotBgColor = "rgba(0,0,0,0)",
        HoverMode = HoverModeEnum.X,
        Margin = new Margin { L = 48, R = 8, T = 8, B = 36 },
        Legend = [new Legend { Orientation = Plotly.Blazor.LayoutLib.LegendLib.OrientationEnum.H, Y = 1.2m, X = 0 }],
        XAxis = [new XAxis { ShowGrid = false, FixedRange = true, DTick = 1, Title = new Plotly.Blazor.LayoutLib.XAxisLib.Title { Text = "Pass" } }],
        YAxis = [new YAxis { FixedRange = true, TickFormat = ".2f" }],
    };

    private static Scatter Line(string name, string color, IReadOnlyList<EpochLoss> epochs, Func<EpochLoss, double> loss) => new()
    {
        Name = name,
        X = [.. epochs.Select(static object (e) => e.Epoch)],
        Y = [.. epochs.Select(object (e) => loss(e))],
        Mode = ModeFlag.Lines | ModeFlag.Markers,
        Line = new Line { Color = color },
        Marker = new Marker { Color = color },
        HoverTemplate = "%{y:.3f}",
    };
}
