namespace Investigator.Engine.VectorSearch.Gpu.Kernels;

/// <summary>Four adjacent values, moved by one instruction of 16 bytes.</summary>
internal struct Float4
{
    public float A;
    public float B;
    public float C;
    public float D;

    public Float4(float a, float b, float c, float d) => (A, B, C, D) = (a, b, c, d);
}
