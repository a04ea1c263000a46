namespace Investigator.Engine.Core;

/// <summary>How much of a run's folder stays once the run is finished; each level holds the one before it.</summary>
public enum Retention
{
    /// <summary>What is handed to people and programs, and the behaviour model for later runs.</summary>
    Results,

    /// <summary>
    /// Also what pages need to explain a cluster: stories in parts, the events before each payment, and where attention lay. The app's default.
    /// </summary>
    Explain,

    /// <summary>Also what the stages handed to each other: the space, neighbours, spanning tree and labels as arrays.</summary>
    All,
}
