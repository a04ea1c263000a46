using Investigator.Engine.Core;

namespace Investigator.Engine.Neighbors;

/// <summary>An exact search of all points for all points, made ready: panels packed, in an order that keeps near points together.</summary>
internal interface IExactSearch : IDisposable
{
    /// <summary>Searches for a few points, and tells what that took.</summary>
    ExactSample Sample(StageContext context);

    /// <summary>Searches for all points.</summary>
    NeighborGraph Find(ProgressMeter meter, StageContext context);
}
