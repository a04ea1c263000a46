using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace Investigator.Engine.Embedding.Network;

/// <summary>
/// The time-attention Bi-LSTM: pages and timing each through their own pair of LSTMs, pooled by an attention that looks at every step's own page, timing and
/// surprise.
/// </summary>
/// <remarks>
/// Each direction is an LSTM of its own, so that forward and backward states can be taught separately; the backward one reads the rows in reverse. The rows of
/// a batch have the same length, so there is no padding to mask, and reversing is a flip. With h the page states and g the time states (both directions side by
/// side), p and t the step's own page and timing vectors, and s how surprising the step is: <c>a = softmax(vT tanh(W [p, t, s] + b) + uT s)</c> over the
/// steps, <c>z = L2(Wz sum a [h, g])</c>. The sum has g beside h, so that rhythm decides a sequence's place as much as pages do. The attention does not look at
/// the states: those of the middle steps know the whole sequence, so attention went to the middle whatever happened there. u starts above zero, so that
/// attention first goes to what is unusual.
/// </remarks>
internal sealed class BehaviorNetwork : nn.Module
{
    private const int Surprises = 2;

    // The weight of a page that is e times as rare, and of a dwell that differs from the page's median by one TimeUnit (a factor of 4.7).
    private static readonly float[] SurpriseStart = [0.3f, 2];

    private readonly TorchSharp.Modules.Embedding _page;
    private readonly Linear _time;
    private readonly LSTM _pageForward;
    private readonly LSTM _pageBackward;
    private readonly LSTM _timeForward;
    private readonly LSTM _timeBackward;
    private readonly Linear _attend;
    private readonly Linear _score;
    private readonly Linear _surprise;
    private readonly Linear _project;
    private readonly Linear _nextType;
    private readonly Linear _nextDwell;
    private readonly Linear _previousType;
    private readonly Linear _previousGap;
    private readonly TorchSharp.Modules.Embedding _nextOfPage;
    private readonly TorchSharp.Modules.Embedding _previousOfPage;
    private readonly Parameter[] _weights;
    private readonly Device _device;

    /// <param name="vocabulary">Event types; "no event" is added behind them.</param>
    /// <param name="options">Sizes.</param>
    /// <param name="device">Where it lives and computes; null for the CPU. Weights, gradients and batches come from host memory and return to it.</param>
    public BehaviorNetwork(int vocabulary, EmbeddingOptions options, Device? device = null)
        : base(nameof(BehaviorNetwork))
    {
        var (states, pooled) = (options.Hidden + options.TimeHidden, 2 * (options.Hidden + options.TimeHidden));
        _page = nn.Embedding(vocabulary + 1, options.PageDimension);
        _time = nn.Linear(EventTiming.Features, options.TimeDimension);
        _pageForward = nn.LSTM(options.PageDimension, options.Hidden);
        _pageBackward = nn.LSTM(options.PageDimension, options.Hidden);
        _timeForward = nn.LSTM(options.TimeDimension, options.TimeHidden);
        _timeBackward = nn.LSTM(options.TimeDimension, options.TimeHidden);
        _attend = nn.Linear(options.PageDimension + options.TimeDimension + Surprises, options.Dimension);
        _surprise = nn.Linear(Surprises, 1, hasBias: false);
        _score = nn.Linear(options.Dimension, 1, hasBias: false);
        _project = nn.Linear(pooled, options.Dimension);
        _nextType = nn.Linear(states, vocabulary);
        _nextDwell = nn.Linear(states, vocabulary);
        _previousType = nn.Linear(states, vocabulary);
        _previousGap = nn.Linear(states, vocabulary);
        _nextOfPage = nn.Embedding(vocabulary, vocabulary);
        _previousOfPage = nn.Embedding(vocabulary, vocabulary);
        RegisterComponents();
        _device = device ?? CPU;
        if (_device.type != DeviceType.CPU) this.to(_device); // before the parameters are listed: moving makes new ones
        _weights = [.. named_parameters().OrderBy(static p => p.name, StringComparer.Ordinal).Select(static p => p.parameter)];
        WeightCount = _weights.Sum(static p => (int)p.numel());
    }

    public IReadOnlyList<Parameter> Weights => _weights;

    public int WeightCount { get; }

    /// <summary>
    /// Draws all weights: uniform within 1/sqrt(inputs), page vectors within 1. Drawn here and not by libtorch, whose generator is shared by the whole process.
    /// </summary>
    public void Draw(int seed)
    {
        using var scope = NewDisposeScope();
        var random = new Random(seed);
        var weights = new float[WeightCount];
        var at = 0;
        foreach (var (name, parameter) in named_parameters().OrderBy(static p => p.name, StringComparer.Ordinal))
        {
            var fan = name.StartsWith("_page.", StringComparison.Ordinal) ? 1 : parameter.shape.Length > 1 ? parameter.shape[^1] : 64;
            var bound = 1 / MathF.Sqrt(fan);
            for (var i = 0; i < parameter.numel(); i++) weights[at++] = ((random.NextSingle() * 2) - 1) * bound;
        }

        WriteWeights(weights);
    }

    public float[] ReadWeights()
    {
        using var scope = NewDisposeScope();
        var weights = new float[WeightCount];
        var at = 0;
        foreach (var parameter in _weights)
        {
            parameter.detach().Values<float>().CopyTo(weights, at);
            at += (int)parameter.numel();
        }

        return weights;
    }

    /// <summary>Adds the gradients of the last backward pass to <paramref name="sum"/> and clears them.</summary>
    public void TakeGradients(float[] sum)
    {
        using var scope = NewDisposeScope(); // each read of a gradient makes a new tensor, which nothing else would dispose of
        var at = 0;
        foreach (var parameter in _weights)
        {
            var size = (int)parameter.numel();
            if (parameter.grad is { } gradient)
            {
                var own = sum.AsSpan(at, size);
                TensorPrimitives.Add(own, gradient.Values<float>(), own);
                gradient.zero_();
            }

            at += size;
        }
    }

    public void WriteWeights(float[] weights)
    {
        using var scope = NewDisposeScope();
        using var free = no_grad();
        var at = 0;
        foreach (var parameter in _weights)
        {
            var size = (int)parameter.numel();
            parameter.copy_(tensor(weights.AsSpan(at, size).ToArray(), parameter.shape));
            at += size;
        }
    }

    /// <summary>Runs a batch. Tensors belong to the caller's dispose scope.</summary>
    public EncodedBatch Encode(SequenceBatch batch)
    {
        var (steps, rows) = (batch.Steps, batch.Rows);
        var types = tensor(batch.Types, steps, rows).On(_device);
        var pages = _page.forward(types);
        // A tensor made from a managed array may lie at any address, and MKL sums in another order where it is not aligned: a copy of libtorch's own always is.
        var times = _time.forward(tensor(batch.Timing, steps, rows, EventTiming.Features).clone().On(_device)).tanh();
        var (turnedPages, turnedTimes) = (pages.flip(0), times.flip(0));
        var forward = cat([Run(_pageForward, pages), Run(_timeForward, times)], 2);
        var backward = cat([Run(_pageBackward, turnedPages), Run(_timeBackward, turnedTimes)], 2).flip(0);
        var states = cat([forward, backward], 2);
        var surprise = Surprise(batch);
        var scores = _score.forward(_attend.forward(cat([pages, times, surprise], 2)).tanh()).Plus(_surprise.forward(surprise)).squeeze(2);
        var attention = scores.softmax(0);
        var pooled = (attention.unsqueeze(2) * states).sum(dim: 0);
        var vectors = nn.functional.normalize(_project.forward(pooled), dim: 1);
        return new EncodedBatch(vectors, attention, forward, backward);
    }

    /// <summary>Starts the predictions from what counting gives, so that the states only have to learn what goes beyond it.</summary>
    public void StartFrom(MarkovBaseline habits)
    {
        using var scope = NewDisposeScope();
        using var free = no_grad();
        foreach (var (parameter, values) in (ReadOnlySpan<(Parameter, float[])>)[
            (_nextOfPage.weight!, habits.Next), (_previousOfPage.weight!, habits.Previous), (_nextDwell.bias!, InUnits(habits.Dwell)),
                (_previousGap.bias!, InUnits(habits.Gap))])
        {
            parameter.copy_(tensor(values, parameter.shape));
        }

        _surprise.weight!.copy_(tensor(SurpriseStart, 1, Surprises));
        foreach (var head in (ReadOnlySpan<Linear>)[_nextType, _previousType, _nextDwell, _previousGap]) head.weight!.zero_();
        _nextType.bias!.zero_();
        _previousType.bias!.zero_();

        static float[] InUnits(float[] logs) => Array.ConvertAll(logs, static log => log / EventTiming.TimeUnit);
    }

    /// <summary>
    /// What the states before each step predict for all steps but the first, in step order: page scores <c>[n, pages]</c>, and log dwells <c>[n]</c> in
    /// <see cref="EventTiming.TimeUnit"/>.
    /// </summary>
    /// <remarks>
    /// The log dwell is predicted for every page and looked up for the page that came: how long people stay depends mostly on the page. The dwell itself is not
    /// an input.
    /// </remarks>
    public (Tensor Type, Tensor Dwell) PredictNext(SequenceBatch batch, EncodedBatch encoded) =>
        Predict(encoded.Forward.narrow(0, 0, batch.Steps - 1).flatten(0, 1), batch.Types[..^batch.Rows], batch.Types[batch.Rows..], _nextType, _nextOfPage,
            _nextDwell);

    /// <summary>What the states after each step predict for all steps but the last, in the same way: page scores and log gaps.</summary>
    public (Tensor Type, Tensor Gap) PredictPrevious(SequenceBatch batch, EncodedBatch encoded) =>
        Predict(encoded.Backward.narrow(0, 1, batch.Steps - 1).flatten(0, 1), batch.Types[batch.Rows..], batch.Types[..^batch.Rows], _previousType,
            _previousOfPage, _previousGap);

    /// <summary>Page scores and log dwells of every step but the first, from the steps before it: what <see cref="PredictionScore"/> judges.</summary>
    public (Tensor Type, Tensor Dwell) PredictNextEvent(SequenceBatch batch)
    {
        var (type, dwell) = PredictNext(batch, Encode(batch));
        return (type, dwell.Times(EventTiming.TimeUnit));
    }

    private static (Tensor Type, Tensor Time) Predict(Tensor states, long[] known, long[] asked, Linear type, TorchSharp.Modules.Embedding ofPage,
        Linear time) =>
        (type.forward(states).Plus(ofPage.forward(tensor(known).Beside(states))),
            time.forward(states).gather(1, tensor(asked).Beside(states).unsqueeze(1)).squeeze(1));

    /// <summary>
    /// How surprising each step is, given the page before it and its own page, <c>[steps, rows, 2]</c>: the page's information in nats, and the distance of the
    /// log dwell from the page's median.
    /// </summary>
    private Tensor Surprise(SequenceBatch batch)
    {
        using var free = no_grad();
        var values = new float[batch.Types.Length * Surprises];
        var known = _nextDwell.bias!.Values<float>();
        var shares = _nextOfPage.weight!.log_softmax(1).Values<float>();
        for (var i = 0; i < batch.Types.Length; i++)
        {
            var page = batch.Types[i];
            if (page == known.Length) continue;
            if (i >= batch.Rows) values[i * Surprises] = -shares[(batch.Types[i - batch.Rows] * known.Length) + page];
            if (!EventTiming.IsKnown(batch.Timing.AsSpan(i * EventTiming.Features, EventTiming.Features), 0)) continue;
            values[(i * Surprises) + 1] = MathF.Abs((batch.LogDwell(i) / EventTiming.TimeUnit) - known[page]);
        }

        return tensor(values, batch.Steps, batch.Rows, Surprises).clone().On(_device);
    }

    private static Tensor Run(LSTM lstm, Tensor input)
    {
        var (states, _, _) = lstm.forward(input);
        return states;
    }
}

/// <param name="Vectors"><c>[rows, dimension]</c>, L2-normal.</param>
/// <param name="Attention"><c>[steps, rows]</c>, summing to 1 over the steps.</param>
/// <param name="Forward"><c>[steps, rows, states]</c>: has seen steps up to its own.</param>
/// <param name="Backward"><c>[steps, rows, states]</c>: has seen steps from its own on.</param>
internal sealed record EncodedBatch(Tensor Vectors, Tensor Attention, Tensor Forward, Tensor Backward);
