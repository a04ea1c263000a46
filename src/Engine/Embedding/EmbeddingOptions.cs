using Investigator.Engine.Core;

namespace Investigator.Engine.Embedding;

/// <summary>The network's shape and how long it learns. The defaults suit sequences of about 20 events on two cores.</summary>
public sealed record EmbeddingOptions
{
    /// <summary>Length of a transaction's vector.</summary>
    public int Dimension { get; init; } = 32;

    /// <summary>States of the LSTM over pages, each direction.</summary>
    public int Hidden { get; init; } = 48;

    /// <summary>States of the LSTM over dwell and gap, each direction.</summary>
    public int TimeHidden { get; init; } = 24;

    /// <summary>Length of a page's own vector.</summary>
    public int PageDimension { get; init; } = 16;

    /// <summary>Length of the vector that dwell and gap of an event are mapped to.</summary>
    public int TimeDimension { get; init; } = 16;

    /// <summary>
    /// Passes over the training sequences at most; training stops earlier when the held-out loss no longer falls. 0 leaves the network as it was drawn.
    /// </summary>
    public int MaxEpochs { get; init; } = 5;

    /// <summary>
    /// Optimiser steps at most, rounded to whole passes, at least one: large sets need fewer passes. 480 steps are five passes over 6,000 sequences, three over
    /// 10,000, or one over 30,000.
    /// </summary>
    public int MaxSteps { get; init; } = 480;

    /// <summary>Epochs without a better held-out loss after which training stops.</summary>
    public int Patience { get; init; } = 2;

    /// <summary>Sequences per optimiser step.</summary>
    public int BatchSize { get; init; } = 64;

    /// <summary>The highest rate, reached after the warm-up.</summary>
    public double LearningRate { get; init; } = 1.2e-2;

    /// <summary>Distinct sequences to train on at most, drawn with the run's seed: more of them change the network little and cost time.</summary>
    public int TrainingSequences { get; init; } = 10_000;

    /// <summary>Weight of the contrastive loss between slices, relative to next- and previous-event prediction.</summary>
    public double ContrastWeight { get; init; } = 1;

    /// <summary>Temperature of the contrastive loss: the lower, the harder the nearest other sequences are pushed away.</summary>
    public double Temperature { get; init; } = 0.2;

    /// <summary>
    /// Folder of a model trained earlier (a run's results, for example), which is applied instead of training one; its shape is used and the options above are
    /// ignored. Null: train a model.
    /// </summary>
    public string? Model { get; init; }

    /// <exception cref="InputException">A value is out of its range.</exception>
    public void Validate()
    {
        var check = new OptionCheck("embedding");
        check.Between(Dimension, 2, 1024);
        check.Between(Hidden, 1, 2048);
        check.Between(TimeHidden, 1, 2048);
        check.Between(PageDimension, 1, 1024);
        check.Between(TimeDimension, 1, 1024);
        check.Between(MaxEpochs, 0, 10_000);
        check.AtLeast(MaxSteps, 1);
        check.Between(Patience, 1, 10_000);
        check.Between(BatchSize, 2, 65_536);
        check.AtLeast(TrainingSequences, 1);
        check.Between(LearningRate, 1e-7, 1);
        check.Between(ContrastWeight, 0, 1000);
        check.Between(Temperature, 0.01, 10);
    }
}
