namespace Investigator.Tags;

/// <summary>What a tag is put on: a finding or a selection of a run, never both.</summary>
public sealed record TagTarget
{
    private TagTarget(int run, int? finding, int? selection) => (Run, Finding, Selection) = (run, finding, selection);

    public int Run { get; }

    public int? Finding { get; }

    public int? Selection { get; }

    public static TagTarget OfFinding(int run, int number) => new(run, number, null);

    public static TagTarget OfSelection(int run, int selection) => new(run, null, selection);
}
