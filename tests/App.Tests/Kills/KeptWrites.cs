namespace Investigator.App.Tests.Kills;

/// <summary>What the server said was done, by whom it was told.</summary>
internal sealed class KeptWrites
{
    private readonly Lock _gate = new();

    /// <summary>Set with the first of each life of the server.</summary>
    public TaskCompletionSource First { get; private set; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public HashSet<int> Selections { get; } = [];

    public HashSet<int> DeletedSelections { get; } = [];

    /// <summary>Selections of which it was asked that they be deleted: whether they were, only an answer says.</summary>
    public HashSet<int> AskedToDelete { get; } = [];

    public HashSet<string> Tags { get; } = [];

    public HashSet<string> Datasets { get; } = [];

    public HashSet<int> Runs { get; } = [];

    /// <summary>Cookies of sign-ins that were answered.</summary>
    public HashSet<string> SignIns { get; } = [];

    /// <summary>Those of them that were signed out again.</summary>
    public HashSet<string> SignOuts { get; } = [];

    /// <summary>Those of which that was asked, answered or not.</summary>
    public HashSet<string> AskedToSignOut { get; } = [];

    /// <summary>By their reasons.</summary>
    public HashSet<string> Requests { get; } = [];

    public HashSet<string> Approved { get; } = [];

    public HashSet<string> Rejected { get; } = [];

    public int Count
    {
        get
        {
            lock (_gate) return Selections.Count + DeletedSelections.Count + Runs.Count + Texts.Sum(static t => t.Count);
        }
    }

    private HashSet<string>[] Texts => [Tags, Datasets, SignIns, SignOuts, Requests, Approved, Rejected];

    public void Add<T>(HashSet<T> kind, T what)
    {
        lock (_gate) kind.Add(what);
        First.TrySetResult();
    }

    public void BeginLife() => First = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public override string ToString() => FormattableString.Invariant(
        $"{Selections.Count} selections ({DeletedSelections.Count} deleted again), {Tags.Count} tags, {Datasets.Count} datasets, {Runs.Count} runs, ")
        + FormattableString.Invariant($"{SignIns.Count} sign-ins ({SignOuts.Count} signed out), {Requests.Count} requests ({Approved.Count} approved, ")
        + FormattableString.Invariant($"{Rejected.Count} rejected)");
}
