namespace Investigator.TestKit;

/// <summary>One band of predicted probabilities and what became of its rows.</summary>
/// <param name="Low">The band's lower end, included.</param>
/// <param name="High">Its upper end, excluded, but for 1.</param>
/// <param name="Rows">Rows with a held-out outcome.</param>
/// <param name="Fraud">Frauds among them.</param>
/// <param name="Predicted">Sum of the probabilities said.</param>
public sealed record CalibrationBand(double Low, double High, int Rows, int Fraud, double Predicted)
{
    /// <summary>NaN without rows.</summary>
    public double Share => (double)Fraud / Rows;

    /// <summary>Mean of what was said; NaN without rows.</summary>
    public double Said => Predicted / Rows;
}

/// <summary>Probabilities that were said against outcomes that were held out, in bands of a tenth; the first and the last are cut finer.</summary>
public sealed class Calibration
{
    private static readonly double[] Edges = [0, 0.001, 0.01, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1];

    private readonly int[] _rows = new int[Edges.Length - 1];
    private readonly int[] _fraud = new int[Edges.Length - 1];
    private readonly double[] _predicted = new double[Edges.Length - 1];

    public IReadOnlyList<CalibrationBand> Bands =>
        [.. _rows.Select((rows, b) => new CalibrationBand(Edges[b], Edges[b + 1], rows, _fraud[b], _predicted[b]))];

    /// <param name="probability">As it was said, 0 to 1.</param>
    /// <param name="isFraud">As it turned out.</param>
    public void Add(double probability, bool isFraud)
    {
        var band = _rows.Length - 1;
        while (band > 0 && probability < Edges[band]) band--;
        _rows[band]++;
        _predicted[band] += probability;
        if (isFraud) _fraud[band]++;
    }

    public void Add(Calibration other)
    {
        for (var b = 0; b < _rows.Length; b++)
        {
            _rows[b] += other._rows[b];
            _fraud[b] += other._fraud[b];
            _predicted[b] += other._predicted[b];
        }
    }
}
