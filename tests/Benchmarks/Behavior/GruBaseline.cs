using Investigator.Engine.Embedding;
using Investigator.Engine.Embedding.Network;
using Investigator.Engine.Embedding.Training;
using Investigator.Engine.Sequences;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using AdamW = Investigator.Engine.Embedding.Training.AdamW;

namespace Investigator.Benchmarks.Behavior;

/// <summary>
/// A plain recurrent network (GRU, Cho et al. 2014) that reads the same pages and timing and learns nothing but to predict the next event: as many states,
/// passes and sequences a step as the model.
/// </summary>
internal sealed class GruBaseline : nn.Module
{
    private const int SortedBatches = 16;
    private readonly EmbeddingOptions _options;
    private readonly TorchSharp.Modules.Embedding _page;
    private readonly Linear _time;
    private readonly GRU _states;
    private readonly Linear _type;
    private readonly Linear _dwell;

    public GruBaseline(int vocabulary, EmbeddingOptions options, int seed)
        : base(nameof(GruBaseline))
    {
        manual_seed(seed);
        var states = options.Hidden + options.TimeHidden;
        _options = options;
        _page = nn.Embedding(vocabulary + 1, options.PageDimension);
        _time = nn.Linear(EventTiming.Features, options.TimeDimension);
        _states = nn.GRU(options.PageDimension + options.TimeDimension, states);
        _type = nn.Linear(states, vocabulary);
        _dwell = nn.Linear(states, vocabulary); // of every page that might come, as the median knows the page too
        RegisterComponents();
    }

    public void Train(SequenceSet set, int[] rows, int seed)
    {
        var all = parameters().ToArray();
        var weights = all.SelectMany(static p => p.detach().data<float>().ToArray()).ToArray();
        var (optimizer, gradient) = (new AdamW(weights.Length), new float[weights.Length]);
        var random = new Random(seed);
        var passes = NetworkTraining.Passes(_options, rows.Length);
        var steps = (rows.Length + _options.BatchSize - 1) / _options.BatchSize * passes;
        var step = 0;
        for (var epoch = 0; epoch < passes; epoch++)
        {
            random.Shuffle(rows);
            var batches = rows.Chunk(_options.BatchSize * SortedBatches).SelectMany(run => run.OrderBy(set.Length).Chunk(_options.BatchSize)).ToArray();
            random.Shuffle(batches);
            foreach (var part in batches)
            {
                using var scope = NewDisposeScope();
                var batch = SequenceBatch.Build(set, SelfSupervision.Slice(set, part, random));
                if (batch.Steps == 1) continue;
                zero_grad();
                Loss(batch).backward();
                ReadGradient(all, gradient);
                optimizer.Step(weights, gradient, _options.LearningRate * NetworkTraining.Schedule(step++, steps));
                Write(all, weights);
            }
        }
    }

    /// <summary>As <see cref="BehaviorNetwork.PredictNextEvent"/>.</summary>
    public (Tensor Type, Tensor Dwell) PredictNextEvent(SequenceBatch batch)
    {
        var before = (batch.Steps - 1) * batch.Rows;
        var pages = _page.forward(tensor(batch.Types.AsSpan(0, before).ToArray(), batch.Steps - 1, batch.Rows));
        var times = _time.forward(tensor(batch.Timing.AsSpan(0, before * EventTiming.Features)
            .ToArray(), batch.Steps - 1, batch.Rows, EventTiming.Features)).tanh();
        var states = _states.forward(cat([pages, times], 2)).Item1.flatten(0, 1);
        var dwell = _dwell.forward(states).gather(1, tensor(batch.Types.AsSpan(batch.Rows).ToArray()).unsqueeze(1)).squeeze(1);
        return (_type.forward(states), dwell.Times(EventTiming.TimeUnit));
    }

    private Tensor Loss(SequenceBatch batch)
    {
        var (type, dwell) = PredictNextEvent(batch);
        var size = (batch.Steps - 1) * batch.Rows;
        var truth = tensor(Enumerable.Range(batch.Rows, size).Select(batch.LogDwell).ToArray());
        const double Unit = 1 / (EventTiming.TimeUnit * EventTiming.TimeUnit);
        return nn.functional.cross_entropy(type, tensor(batch.Types.AsSpan(batch.Rows).ToArray())).Plus(nn.functional.mse_loss(dwell, truth).Times(Unit));
    }

    private static void Write(Parameter[] all, float[] weights)
    {
        using var free = no_grad();
        var at = 0;
        foreach (var parameter in all)
        {
            var size = (int)parameter.numel();
            parameter.copy_(tensor(weights.AsSpan(at, size).ToArray(), parameter.shape));
            at += size;
        }
    }

    private static void ReadGradient(Parameter[] all, float[] into)
    {
        var at = 0;
        foreach (var parameter in all)
        {
            var from = parameter.grad!.data<float>().ToArray();
            from.CopyTo(into, at);
            at += from.Length;
        }
    }
}
