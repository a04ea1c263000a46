using Investigator.Transactions;
using Investigator.Web.Pages.Finding;


namespace Investigator.App.Tests.Finding;

public sealed class TimelineLayoutTests
{
    private static readonly DateTime Time = new(2026, 3, 1, 0, 0, 0, DateTimeKind.Utc);

    private static Timeline Of(params TimelineStep[] steps) => new(TimelineRole.Typical, 0, "T", "A", Time, null, null, 0, 1, steps);

    [Fact]
    public void Blocks_LongerDwell_IsWiderAndAllFit()
    {
        var timeline = Of(new("login", 1, 0.2f), new("product", 60, 0.8f), new("login", 3600, 0));
        var blocks = TimelineLayout.Blocks(timeline, TimelineLayout.Legend([timeline]), TimelineLayout.Length(timeline));
        Assert.True(blocks[0].Width < blocks[1].Width && blocks[1].Width < blocks[2].Width);
        Assert.Equal(TimelineLayout.FullWidth, blocks[^1].X + blocks[^1].Width, 6);
        Assert.Equal(blocks[0].Color, blocks[2].Color);
        Assert.Equal([0.25, 1, 0], blocks.Select(b => Math.Round(b.Opacity, 6)));
    }

    [Fact]
    public void Blocks_NoDwellAndNoAttention_AreStillSeen()
    {
        var timeline = Of(new("login", 0, 0), new("pay", 0, 0));
        var blocks = TimelineLayout.Blocks(timeline, TimelineLayout.Legend([timeline]), TimelineLayout.Length(timeline));
        Assert.All(blocks, b => Assert.True(b.Width > 0));
        Assert.All(blocks, b => Assert.Equal(0, b.Opacity));
    }

    [Fact]
    public void Words_NoEvents_SaysSo() => Assert.Equal("no events before it", TimelineLayout.Words(Of()));
}
