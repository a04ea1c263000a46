using Investigator.Storage.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Investigator.App.Tests;

/// <summary>A page over a store that may hold the sample run.</summary>
public abstract class SamplePageTest : PageTest
{
    protected Task<int> AddRunAsync() => SampleRun.AddAsync(Data, Services.GetRequiredService<IDbContextFactory<InvestigatorContext>>());
}
