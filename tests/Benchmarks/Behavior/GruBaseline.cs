using Investigator.Engine.Embedding;
using Investigator.Engine.Sequences;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Investigator.Benchmarks.Behavior;

/// <summary>A plain recurrent network (GRU, Cho et al. 2014) that reads the same pages and timing and learns nothing but to foretell the next event: as many states, passes and sequences a step as the model.</summary>
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
        using var optimizer = optim.AdamW(parameters(), _options.LearningRate, weight_decay: 0.01);
        var random = new Random(seed);
        var steps = (rows.Length + _options.BatchSize - 1) / _options.BatchSize * _options.MaxEpochs;
        var step = 0;
        for (var epoch = 0; epoch < _options.MaxEpochs; epoch++)
        {
            random.Shuffle(rows);
            var batches = rows.Chunk(_options.BatchSize * SortedBatches).SelectMany(run => run.OrderBy(set.Length).Chunk(_options.BatchSize)).ToArray();
            random.Shuffle(batches);
            foreach (var part in batches)
            {
                using var scope = NewDisposeScope();
                var batch = SequenceBatch.Build(set, SelfSupervision.Slice(set, part, random));
                if (batch.Steps == 1) continue;
                foreach (var group in optimizer.ParamGroups) group.LearningRate = _options.LearningRate * NetworkTraining.Schedule(step, steps);
                step++;
                optimizer.zero_grad();
                Loss(batch).backward();
                nn.utils.clip_grad_norm_(parameters(), NetworkTraining.LargestGradient);
                optimizer.step();
            }
        }
    }

    /// <summary>As <see cref="BehaviorNetwork.Foretell"/>.</summary>
    public (Tensor Type, Tensor Dwell) Foretell(SequenceBatch batch)
    {
        var before = (batch.Steps - 1) * batch.Rows;
        var pages = _page.forward(tensor(batch.Types.AsSpan(0, before).ToArray(), batch.Steps - 1, batch.Rows));
        var times = _time.forward(tensor(batch.Timing.AsSpan(0, before * EventTiming.Features).ToArray(), batch.Steps - 1, batch.Rows, EventTiming.Features)).tanh();
        var states = _states.forward(cat([pages, times], 2)).Item1.flatten(0, 1);
        var dwell = _dwell.forward(states).gather(1, tensor(batch.Types.AsSpan(batch.Rows).ToArray()).unsqueeze(1)).squeeze(1);
        return (_type.forward(states), dwell * SelfSupervision.TimeUnit);
    }

    private Tensor Loss(SequenceBatch batch)
    {
        var (type, dwell) = Foretell(batch);
        var size = (batch.Steps - 1) * batch.Rows;
        var truth = tensor(Enumerable.Range(batch.Rows, size).Select(batch.LogDwell).ToArray());
        return nn.functional.cross_entropy(type, tensor(batch.Types.AsSpan(batch.Rows).ToArray())) + nn.functional.mse_loss(dwell / SelfSupervision.TimeUnit, truth / SelfSupervision.TimeUnit);
    }
}
