namespace Investigator.Engine.Embedding.Training;

/// <summary>All that a training needs to go on.</summary>
internal sealed record TrainingState
{
    /// <summary>How many arrays <see cref="All"/> gives, each as long as the weights.</summary>
    public const int Arrays = 4;

    public required float[] Weights { get; init; }

    /// <summary>The weights with the lowest held-out loss so far.</summary>
    public required float[] Best { get; init; }

    /// <summary>The optimiser's running means of gradients and of their squares.</summary>
    public required float[] Mean { get; init; }

    public required float[] Square { get; init; }

    public required TrainingPlace Place { get; init; }

    public IEnumerable<float[]> All() => [Weights, Best, Mean, Square];
}

/// <param name="Epoch">Epoch begun, from 0.</param>
/// <param name="Step">Steps of it done.</param>
/// <param name="Loss">Sum of the losses of the sequences that these steps saw.</param>
/// <param name="OptimizerSteps">Steps since the training began.</param>
/// <param name="Stale">Epochs since the best one.</param>
/// <param name="Epochs">Epochs done.</param>
internal sealed record TrainingPlace(int Epoch, int Step, double Loss, int OptimizerSteps, int Stale, IReadOnlyList<EpochLoss> Epochs);
