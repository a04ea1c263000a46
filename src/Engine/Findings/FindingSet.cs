using Investigator.Engine.Core;
using Investigator.Engine.Integrity;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Findings;

/// <summary>Which finding each row belongs to.</summary>
public sealed record FindingSet
{
    /// <summary><c>[n]</c> number of the row's finding; -1 for noise.</summary>
    public required int[] Numbers { get; init; }

    /// <summary>By number: <c>Items[k].Number == k</c>; each has a row or more.</summary>
    public required IReadOnlyList<Finding> Items { get; init; }

    /// <summary>Rows of each finding in ascending order, by number.</summary>
    public int[][] Members()
    {
        var members = new int[Items.Count][];
        for (var k = 0; k < members.Length; k++) members[k] = new int[Items[k].Size];
        var filled = new int[members.Length];
        for (var row = 0; row < Numbers.Length; row++)
        {
            if (Numbers[row] is >= 0 and var k) members[k][filled[k]++] = row;
        }

        return members;
    }

    public void Save(string folder)
    {
        NpyFile.Write<int>(KnownFiles.FindingNumbers.In(folder), Numbers, Numbers.Length);
        JsonFile.Write(KnownFiles.FindingList.In(folder), Items);
    }

    public static FindingSet Load(string folder) => new()
    {
        Numbers = NpyFile.Read<int>(KnownFiles.FindingNumbers.Require(folder), out _),
        Items = StoredJson.Read<List<Finding>>(KnownFiles.FindingList.Require(folder)),
    };
}
