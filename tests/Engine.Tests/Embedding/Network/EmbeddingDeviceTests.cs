using Investigator.Engine.Core;
using Investigator.Engine.Embedding;
using Investigator.Engine.Embedding.Network;
using TorchSharp;
using static TorchSharp.torch;

namespace Investigator.Engine.Tests.Embedding.Network;

public class EmbeddingDeviceTests
{
    private static readonly ComputeDevice Gpu = new(DeviceChoice.Cuda, "a GPU");

    [Fact]
    public void Choose_GpuThatLibtorchCanUse_IsTheGpuFedByOneThread()
    {
        var (type, context) = EmbeddingDevice.Choose(new StageContext { Device = Gpu, Threads = 8, Seed = 3 }, static () => true);
        Assert.Equal((DeviceType.CUDA, 1, 3), (type, context.Threads, context.Seed));
    }

    [Fact]
    public void Choose_GpuThatLibtorchCannotUse_IsTheCpuWithTheSameThreads()
    {
        var asked = new StageContext { Device = Gpu, Threads = 8 };
        var (type, context) = EmbeddingDevice.Choose(asked, static () => false);
        Assert.Equal(DeviceType.CPU, type);
        Assert.Same(asked, context);
    }

    [Fact]
    public void Choose_Cpu_IsTheCpuWithoutAskingForAGpu()
    {
        var (type, context) = EmbeddingDevice.Choose(new StageContext { Threads = 8 }, static () => throw new InvalidOperationException("asked for a GPU"));
        Assert.Equal((DeviceType.CPU, 8), (type, context.Threads));
    }

    [Fact]
    public void Of_GpuWithABuildForCpus_IsTheCpu()
    {
        Assert.SkipWhen(TorchLibrary.HasCuda, "this build's libtorch can use a GPU");
        Assert.Equal(DeviceType.CPU, EmbeddingDevice.Of(new StageContext { Device = Gpu }).Device.type);
    }

    /// <summary>The meta device computes shapes and no values, and like a GPU refuses tensors that lie elsewhere.</summary>
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
