using Investigator.Engine.Embedding;
using Plotly.Blazor;
using Plotly.Blazor.LayoutLib;
using Plotly.Blazor.Traces;
using Plotly.Blazor.Traces.ScatterLib;

namespace Investigator.Web.Charts;

/// <summary>How the network's loss fell, pass by pass: on the sequences it learned from and on those it never saw.</summary>
internal static class LossChart
{
    public static IReadOnlyList<ITrace> Traces(IReadOnlyList<EpochLoss> epochs) =>
    [
        Line("Unseen sequences", OrdinaryChart.Strong, epochs, static e => e.HeldOut),
        Line("Learned from", OrdinaryChart.Quiet, epochs, static e => e.Train),
    ];

    public static Plotly.Blazor.Layout Layout() =>
        OrdinaryChart.Layout(new XAxis { DTick = 1, Title = new Plotly.Blazor.LayoutLib.XAxisLib.Title { Text = "Pass" } }, new YAxis { TickFormat = ".2f" });

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
