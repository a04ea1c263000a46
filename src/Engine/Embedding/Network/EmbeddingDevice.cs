using Investigator.Engine.Core;
using TorchSharp;
using static TorchSharp.torch;

namespace Investigator.Engine.Embedding.Network;

/// <summary>Where the network's tensors live: on the GPU when the run computes on one and this build's libtorch can use it, otherwise on the CPU.</summary>
internal static class EmbeddingDevice
{
    /// <summary>The device, and the context to work with there.</summary>
    public static (Device Device, StageContext Context) Of(StageContext context)
    {
        TorchLibrary.EnsureLoaded();
        var (type, own) = Choose(context, static () => TorchLibrary.HasCuda && cuda.is_available());
        return (type == DeviceType.CUDA ? CUDA : CPU, own);
    }

    /// <summary>
    /// One thread is enough for a GPU: its work is queued there whichever thread submits it. Batches are cut as for the CPU, because the contrastive loss
    /// compares the rows of one shard.
    /// </summary>
    /// <param name="usable">Whether libtorch can use a GPU; not asked when the run computes on the CPU.</param>
    internal static (DeviceType Type, StageContext Context) Choose(StageContext context, Func<bool> usable) =>
        context.Device.Choice == DeviceChoice.Cuda && usable() ? (DeviceType.CUDA, context with { Threads = 1 }) : (DeviceType.CPU, context);

    /// <summary>The tensor itself if it is already on that device, otherwise a copy there.</summary>
    public static Tensor On(this Tensor tensor, Device device) => tensor.device_type == device.type ? tensor : tensor.to(device);

    /// <summary>As <see cref="On"/>, on the device of another tensor.</summary>
    public static Tensor Beside(this Tensor tensor, Tensor other) => tensor.device_type == other.device_type ? tensor : tensor.to(other.device);

    /// <summary>All values, row-major, in host memory.</summary>
    public static T[] Values<T>(this Tensor tensor)
        where T : unmanaged
    {
        if (tensor.device_type == DeviceType.CPU) return tensor.data<T>().ToArray();
        using var host = tensor.cpu();
        return host.data<T>().ToArray();
    }
}
