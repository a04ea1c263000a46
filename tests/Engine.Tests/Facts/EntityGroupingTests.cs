using Investigator.Engine.Facts;

namespace Investigator.Engine.Tests.Facts;

public class EntityGroupingTests
{
    private static readonly long Day = TimeSpan.FromDays(1).Ticks / TimeSpan.TicksPerMicrosecond;

    [Fact]
    public void Number_CrewOnTwoSharedEntities_IsOneGroupAndStrangersAreInNone()
    {
        // Rows 0..5: three accounts on one device (0) and one address (0). Rows 6..8: strangers who share the address of a carrier alone.
        var device = KeyGroups.Of([0, 0, 0, 0, 0, 0, 6, 7, 8]);
        var ip = KeyGroups.Of([0, 0, 0, 0, 0, 0, 6, 6, 6]);
        int[] accounts = [0, 1, 2, 0, 1, 2, 6, 7, 8];
        var groups = EntityGrouping.Number([device, ip], accounts, Times(9, Day));
        Assert.All(groups[..6], g => Assert.Equal(0, g));
        Assert.All(groups[6..], g => Assert.Equal(-1, g));
    }

    [Fact]
    public void Number_PairsThatHandOnTheirThings_AreOneChain()
    {
        // Accounts 0-1-2-3: each device and address is worn out by two of them, and every account pays twice.
        var device = KeyGroups.Of([0, 0, 0, 3, 3, 3, 6, 6]);
        var address = KeyGroups.Of([0, 1, 1, 1, 1, 5, 5, 5]);
        int[] accounts = [0, 0, 1, 1, 2, 2, 3, 3];
        var groups = EntityGrouping.Number([device, address], accounts, Times(8, Day));
        Assert.All(groups[2..6], g => Assert.Equal(0, g));
    }

    [Fact]
    public void Number_CoupleWithOneDeviceAndOneAddress_IsNoGroup()
    {
        var home = KeyGroups.Of(new int[8]);
        Assert.All(EntityGrouping.Number([home, home], [0, 1, 0, 1, 0, 1, 0, 1], Times(8, Day)), g => Assert.Equal(-1, g));
    }

    [Fact]
    public void Number_WhatAnAccountBoughtBeforeItWasStolen_StaysOut()
    {
        // Rows 0 and 1: the owner of account 0 at home. Rows 2..7: the crew, account 0 among them.
        var device = KeyGroups.Of([0, 0, 2, 2, 2, 2, 2, 2]);
        var groups = EntityGrouping.Number([device, device], [0, 0, 2, 3, 0, 2, 3, 7], Times(8, Day));
        Assert.All(groups[..2], g => Assert.Equal(-1, g));
        Assert.All(groups[2..], g => Assert.Equal(0, g));
    }

    /// <summary>Everybody pays at one of 25 terminals, and some share the address of a carrier: no crew. The first six have one device as well.</summary>
    [Theory]
    [InlineData(25, false)]
    [InlineData(400, true)]
    public void Number_KindThatMostPaymentsShare_TiesNobody(int terminals, bool ties)
    {
        int[] accounts = [.. Enumerable.Range(0, 500).Select(static i => i < 6 ? i % 3 : i)];
        var terminal = KeyGroups.Of([.. accounts.Select((_, i) => i % terminals)]);
        var address = KeyGroups.Of([.. accounts.Select(static (_, i) => i < 6 ? 0 : i % 5 == 0 ? 10 + (i / 5 % 2 * 5) : i)]);
        var device = KeyGroups.Of([.. accounts.Select(static (_, i) => i < 6 ? 0 : i)]);
        var groups = EntityGrouping.Number([terminal, address, device], accounts, Times(500, Day / 24));
        Assert.All(groups[..6], static g => Assert.Equal(0, g));
        Assert.Equal(ties, groups[6..].Any(static g => g >= 0));
    }

    [Fact]
    public void Number_TwoMonthsApart_AreTwoGroups()
    {
        var shared = KeyGroups.Of(new int[12]);
        int[] accounts = [0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2];
        var times = Times(12, Day);
        for (var i = 6; i < 12; i++) times[i] += 60 * Day;
        var groups = EntityGrouping.Number([shared, shared], accounts, times);
        Assert.Equal([0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1], groups);
    }

    [Fact]
    public void Number_NoEntities_IsNoGroup() => Assert.All(EntityGrouping.Number([], [0, 1, 2, 3, 4], Times(5, Day)), g => Assert.Equal(-1, g));

    private static long[] Times(int count, long step) => [.. Enumerable.Range(0, count).Select(i => i * step)];
}
