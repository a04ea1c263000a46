namespace Investigator.Engine.Facts;

/// <summary>
/// Divides accounts into parts that stay the same in every run and every dataset: who is kept apart depends on nothing but the account's own id.
/// </summary>
public static class AccountHash
{
    /// <summary>0 to 255, evenly: FNV-1a over the id's UTF-16 code units, mixed by the finalizer of MurmurHash3, of which the highest byte counts.</summary>
    public static byte Of(string account)
    {
        var hash = 14695981039346656037UL;
        foreach (var c in account)
        {
            hash = (hash ^ (byte)c) * 1099511628211UL;
            hash = (hash ^ (byte)(c >> 8)) * 1099511628211UL;
        }

        // FNV alone leaves ids that differ in their last character close together in the high bits.
        hash = (hash ^ (hash >> 33)) * 0xff51afd7ed558ccdUL;
        hash = (hash ^ (hash >> 33)) * 0xc4ceb9fe1a85ec53UL;
        return (byte)((hash ^ (hash >> 33)) >> 56);
    }
}
