namespace Investigator.Benchmarks.Quality;

/// <summary>What a clustering is made from; every other stage stays the same.</summary>
internal enum QualitySpace
{
    /// <summary>The learned embedding, nothing else.</summary>
    Embedding,

    /// <summary>The experts' features and the groups that share entities, nothing else.</summary>
    Features,

    /// <summary>All of them, as a run makes it.</summary>
    Hybrid,

    /// <summary>
    /// The hybrid with pages and dwells counted and thrown on random directions in place of the learned embedding, as many as that has: what learning and order
    /// add is what this lacks.
    /// </summary>
    RandomProjection,
}
