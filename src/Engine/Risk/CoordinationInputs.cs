namespace Investigator.Engine.Risk;

/// <summary>A finding's signals as the few numbers from which the model tells how likely it is a ring, each 0..1.</summary>
/// <remarks>
/// One strong family is what innocents show too: an office shares an address, a sale brings a burst at one price, a traveller new addresses. What they do not
/// show is a tie together with another strong family, so that is an input of its own, <see cref="Agreement"/>: the weaker of the strongest tie and of the
/// strongest family beside it. A farm needs no second sign.
/// </remarks>
internal sealed class CoordinationInputs
{
    public const int Count = 9;

    /// <summary>The last input.</summary>
    public const int Agreement = 8;

    private CoordinationInputs(double[] values, IReadOnlyList<int> leading) => (Values, Leading) = (values, leading);

    /// <summary><c>[inputs]</c> a family each, in the order of <see cref="SignalFamily"/>; then their agreement.</summary>
    public double[] Values { get; }

    /// <summary>Places, in the list of signals, of those that stand for their families.</summary>
    public IReadOnlyList<int> Leading { get; }

    /// <param name="signals">Of one finding.</param>
    /// <param name="strengths">What is left of each signal's strength after chance and habit are taken off.</param>
    public static CoordinationInputs Of(IReadOnlyList<Signal> signals, IReadOnlyList<double> strengths)
    {
        var values = new double[Count];
        var leading = new int[Agreement];
        Array.Fill(leading, -1);
        for (var s = 0; s < signals.Count; s++)
        {
            var family = (int)signals[s].Family;
            if (strengths[s] <= values[family]) continue;
            (values[family], leading[family]) = (strengths[s], s);
        }

        for (var tie = 0; tie < signals.Count; tie++)
        {
            if (!Ties(signals[tie].Kind)) continue;
            for (var other = 0; other < signals.Count; other++)
            {
                if (!Independent(signals[tie], signals[other])) continue;
                values[Agreement] = Math.Max(values[Agreement], Math.Min(strengths[tie], strengths[other]));
            }
        }
        return new CoordinationInputs(values, [.. leading.Where(static s => s >= 0)]);
    }

    /// <summary>Whether strangers do not show it.</summary>
    private static bool Ties(SignalKind kind) => kind is SignalKind.EntitySharing or SignalKind.EntitySpread or SignalKind.AccountFarm or SignalKind.SamePace;

    /// <summary>Whether two signals speak of two things: whoever changes an address often has many of them, and all of them new.</summary>
    private static bool Independent(Signal tie, Signal other) =>
        tie.Family != other.Family && !(tie.Family is SignalFamily.Sharing or SignalFamily.Farm && other.Family is SignalFamily.Sharing or SignalFamily.Farm)
        && !(tie.Family == SignalFamily.Spread && other.Kind == SignalKind.NewEntities && tie.Entity == other.Entity);
}
