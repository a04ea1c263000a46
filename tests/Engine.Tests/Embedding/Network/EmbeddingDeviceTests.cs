using Investigator.Engine.Core;
using Investigator.Engine.Embedding;
using Investigator.Engine.Embedding.Network;
using TorchSharp;
using static TorchSharp.torch;

namespace Investigator.Engine.Tests.Embedding.Network;

public class EmbeddingDeviceTests
{
    private static readonly ComputeDevice Card = new(DeviceChoice.Cuda, "a card");

    [Fact]
    public void Choose_RunOnACardThatLibtorchCanUse_IsTheCardFedByOneThread()
    {
        var (type, context) = EmbeddingDevice.Choose(new StageContext { Device = Card, Threads = 8, Seed = 3 }, static () => true);
        Assert.Equal((DeviceType.CUDA, 1, 3), (type, context.Threads, context.Seed));
    }

    [Fact]
    public void Choose_RunOnACardThatLibtorchCannotUse_IsTheCoresAsBefore()
    {
        var asked = new StageContext { Device = Card, Threads = 8 };
        var (type, context) = EmbeddingDevice.Choose(asked, static () => false);
        Assert.Equal(DeviceType.CPU, type);
        Assert.Same(asked, context);
    }

    [Fact]
    public void Choose_RunOnTheCores_IsTheCoresWithoutAskingForACard()
    {
        var (type, context) = EmbeddingDevice.Choose(new StageContext { Threads = 8 }, static () => throw new InvalidOperationException("asked for a card"));
        Assert.Equal((DeviceType.CPU, 8), (type, context.Threads));
    }

    [Fact]
    public void Of_RunOnACardWithABuildForCores_IsTheCores()
    {
        Assert.SkipWhen(TorchLibrary.HasCuda, "this build's libtorch can use a card");
        Assert.Equal(DeviceType.CPU, EmbeddingDevice.Of(new StageContext { Device = Card }).Device.type);
    }

    /// <summary>The meta device computes shapes and no values, and like a card refuses tensors that lie elsewhere.</summary>
    [Fact]
    public void Network_OnAnotherDevice_HasAllItsWeightsThere()
    {
        TorchLibrary.EnsureLoaded();
        var options = new EmbeddingOptions { Dimension = 4, Hidden = 3, TimeHidden = 2 };
        using var network = new BehaviorNetwork(5, options, META);
        using var host = new BehaviorNetwork(5, options);
        Assert.All(network.Weights, static weight => Assert.Equal(DeviceType.META, weight.device_type));
        Assert.Equal(host.Weights.Select(static w => w.shape), network.Weights.Select(static w => w.shape));
    }
}
