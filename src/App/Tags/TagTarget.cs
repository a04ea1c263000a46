namespace Investigator.Tags;

/// <summary>What a tag is put on: a cluster or a selection of a run, never both.</summary>
public sealed record TagTarget
{
    private TagTarget(int run, int? cluster, int? selection) => (Run, Cluster, Selection) = (run, cluster, selection);

    public int Run { get; }

    public int? Cluster { get; }

    public int? Selection { get; }

    public static TagTarget OfCluster(int run, int label) => new(run, label, null);

    public static TagTarget OfSelection(int run, int selection) => new(run, null, selection);
}
