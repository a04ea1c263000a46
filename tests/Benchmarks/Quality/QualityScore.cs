using Investigator.TestKit;

namespace Investigator.Benchmarks.Quality;

/// <summary>How one space did on one seed.</summary>
/// <param name="Rings">Null where no rings were planted.</param>
internal sealed record QualityScore(int Seed, QualitySpace Space, RingScore? Rings, ReviewScore Review);
