using Investigator.Identity;
using Investigator.TestKit;
using Microsoft.AspNetCore.DataProtection;

namespace Investigator.App.Tests.Identity;

public class StepSealTests
{
    private readonly HandClock _clock = new();
    private readonly StepSeal _steps;

    public StepSealTests() => _steps = new StepSeal(new EphemeralDataProtectionProvider(), _clock);

    [Fact]
    public void Step_WithinItsTime_IsOpenedOftenAndFinishedOnce()
    {
        var token = _steps.Close(StepUse.Code, "what");
        _clock.Pass(StepSeal.Lasts - TimeSpan.FromSeconds(1));
        Assert.Equal("what", _steps.Open(StepUse.Code, token)?.What);
        var step = _steps.Open(StepUse.Code, token)!;
        Assert.True(_steps.Finish(step));
        Assert.False(_steps.Finish(step));
        Assert.Null(_steps.Open(StepUse.Code, token));
    }

    [Fact]
    public void Step_TooOldOrOfAnotherUseOrForged_IsNotOpened()
    {
        var token = _steps.Close(StepUse.Code, "what");
        Assert.Null(_steps.Open(StepUse.PasskeySignIn, token));
        Assert.Null(_steps.Open(StepUse.Code, token[..^2]));
        Assert.Null(_steps.Open(StepUse.Code, null));
        Assert.Null(new StepSeal(new EphemeralDataProtectionProvider(), _clock).Open(StepUse.Code, token));
        _clock.Pass(StepSeal.Lasts);
        Assert.Null(_steps.Open(StepUse.Code, token));
    }
}
