namespace Investigator.Engine.Simulation.Groups;

/// <summary>Which rings and look-alikes there will be, of what size and when.</summary>
internal static class GroupPlan
{
    private const int RingKinds = (int)GroupKind.FlashSale;
    private const int SmallestGroup = 5;
    private const int UsualSmallest = 20;

    // A shop of 20,000 transactions has rings of about 60; ten times the shop has rings two and a half times as large, and four times as many.
    private const double RingSizeAt20K = 60;
    private const double RingGrowth = 0.4;

    // Mean sizes at 20,000 transactions. A family or a traveller does not grow with the shop, a sale or an office does.
    private static readonly (GroupKind Kind, double Size, double Growth, double Share)[] LookAlikes =
    [
        (GroupKind.FlashSale, 80, 0.4, 0.4),
        (GroupKind.SharedOffice, 60, 0.25, 0.3),
        (GroupKind.SharedDevice, 28, 0, 0.15),
        (GroupKind.Traveller, 28, 0, 0.15),
    ];

    /// <summary>The groups, numbered from 1, whose orders end at <see cref="SimulationOptions.Transactions"/>.</summary>
    public static PlannedGroup[] Make(SimulationOptions options)
    {
        var dice = new Dice(options.Seed, DiceUse.GroupSizes, 0);
        var sizes = new List<(GroupKind Kind, int Size)>();
        var scale = options.Transactions / 20_000.0;
        var ringRows = (long)(options.Transactions * options.RingShare);
        var mean = RingSizeAt20K * Math.Pow(Math.Max(1, scale), RingGrowth);
        var rings = (int)Math.Min(ringRows / SmallestGroup, Math.Max(RingKinds, Math.Round(ringRows / mean)));
        foreach (var (i, size) in Split(dice, ringRows, rings).Index()) sizes.Add(((GroupKind)(i % RingKinds), size));
        foreach (var (kind, size, growth, share) in LookAlikes)
        {
            var rows = (long)(options.Transactions * options.LookAlikeShare * share);
            var count = (int)Math.Min(rows / SmallestGroup, Math.Max(1, Math.Round(rows / (size * Math.Pow(Math.Max(1, scale), growth)))));
            sizes.AddRange(Split(dice, rows, count).Select(s => (kind, s)));
        }

        return Place(dice, options, sizes, rings);
    }

    private static PlannedGroup[] Place(Dice dice, SimulationOptions options, List<(GroupKind Kind, int Size)> sizes, int rings)
    {
        // Each ring starts in a slice of its own, in shuffled order: early rings have outcomes by the end, late ones none.
        var slices = new int[sizes.Count];
        for (var i = 0; i < slices.Length; i++)
        {
            var j = dice.Below(i + 1);
            (slices[i], slices[j]) = (slices[j], i);
        }

        var next = options.Transactions - sizes.Sum(static s => (long)s.Size);
        var twins = new int[Enum.GetValues<GroupKind>().Length];
        var groups = new PlannedGroup[sizes.Count];
        for (var i = 0; i < groups.Length; i++)
        {
            var (kind, size) = sizes[i];
            var total = sizes.Count(s => s.Kind == kind);
            groups[i] = new PlannedGroup(i + 1, kind, twins[(int)kind]++, total, size, next, (slices[i] + dice.Uniform()) / slices.Length);
            next += size;
        }

        return groups;
    }

    /// <summary>Uneven sizes that sum to <paramref name="rows"/>, none under 20 where there is room for that.</summary>
    private static int[] Split(Dice dice, long rows, int count)
    {
        if (count == 0) return [];
        var floor = (int)Math.Min(UsualSmallest, rows / count);
        var weights = Enumerable.Range(0, count).Select(_ => Math.Clamp(dice.LogNormal(1, 0.6), 0.3, 3)).ToArray();
        var sum = weights.Sum();
        var spare = rows - ((long)floor * count);
        var sizes = weights.Select(w => floor + (int)(spare * w / sum)).ToArray();
        for (var i = 0; sizes.Sum(static s => (long)s) < rows; i++) sizes[i % count]++;
        return sizes;
    }
}
