using Investigator.Engine.Core;
using Investigator.Engine.Devices;

namespace Investigator.Engine.Tests.Devices;

public class DeviceSelectionTests
{
    [Fact]
    public void Choose_Cpu_IsTheCores() => Assert.Equal(ComputeDevice.Cpu, DeviceSelection.Choose(DeviceChoice.Cpu));

    [Fact]
    public void Choose_Auto_IsTheGpuWhereThereIsOne()
    {
        var device = DeviceSelection.Choose(DeviceChoice.Auto);
        Assert.Equal(Accelerators.Cuda is null ? DeviceChoice.Cpu : DeviceChoice.Cuda, device.Choice);
        Assert.Equal(Accelerators.Cuda is null ? ComputeDevice.Cpu.Name : Accelerators.NameOf(Accelerators.Cuda), device.Name);
    }

    [Fact]
    public void Choose_CudaWithoutAGpu_SaysWhatToChoose()
    {
        if (Accelerators.Cuda is not null) Assert.Skip("this machine has a GPU");
        var error = Assert.Throws<InputException>(() => DeviceSelection.Choose(DeviceChoice.Cuda));
        Assert.Equal(("device", "cuda"), (error.Column, error.Value));
        Assert.Contains("NVIDIA", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void NameOf_AnyAccelerator_SaysItsMemory()
    {
        using var accelerator = Accelerators.OpenForTests();
        Assert.EndsWith(" GB", Accelerators.NameOf(accelerator), StringComparison.Ordinal);
    }
}
