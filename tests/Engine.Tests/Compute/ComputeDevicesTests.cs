using Investigator.Engine.Compute;

namespace Investigator.Engine.Tests.Compute;

public class ComputeDevicesTests
{
    [Theory]
    [InlineData(DeviceChoice.Auto)]
    [InlineData(DeviceChoice.Cpu)]
    public void Choose_NoCardNeeded_IsTheCores(DeviceChoice choice) => Assert.Equal(ComputeDevice.Cpu, ComputeDevices.Choose(choice));

    [Fact]
    public void Choose_Cuda_SaysWhatToChoose() => Assert.Equal("device", Assert.Throws<InputException>(() => ComputeDevices.Choose(DeviceChoice.Cuda)).Column);
}
