namespace Investigator.Engine.VectorSearch.Gpu.Kernels;

/// <summary>Sums of one query against 8 points. The compiler keeps them in 8 registers.</summary>
internal struct Float8
{
    public float S0;
    public float S1;
    public float S2;
    public float S3;
    public float S4;
    public float S5;
    public float S6;
    public float S7;

    public Float8(Float4 low, Float4 high) => (S0, S1, S2, S3, S4, S5, S6, S7) = (low.A, low.B, low.C, low.D, high.A, high.B, high.C, high.D);

    public readonly Float4 Low => new(S0, S1, S2, S3);

    public readonly Float4 High => new(S4, S5, S6, S7);

    public readonly bool AnyAbove(float threshold) =>
        (S0 > threshold) | (S1 > threshold) | (S2 > threshold) | (S3 > threshold) | (S4 > threshold) | (S5 > threshold) | (S6 > threshold) | (S7 > threshold);

    public readonly Float8 Add<TForm>(float query, Float4 low, Float4 high)
        where TForm : struct, IScoreForm
    {
        var form = default(TForm);
        Float8 next;
        next.S0 = form.Add(S0, query, low.A);
        next.S1 = form.Add(S1, query, low.B);
        next.S2 = form.Add(S2, query, low.C);
        next.S3 = form.Add(S3, query, low.D);
        next.S4 = form.Add(S4, query, high.A);
        next.S5 = form.Add(S5, query, high.B);
        next.S6 = form.Add(S6, query, high.C);
        next.S7 = form.Add(S7, query, high.D);
        return next;
    }
}
