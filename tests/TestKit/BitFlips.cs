namespace Investigator.TestKit;

/// <summary>Damage as a bad disk does it: one bit of a file, here or there.</summary>
public static class BitFlips
{
    /// <summary>How many a test makes in each kind of file.</summary>
    public const int PerFile = 20;

    /// <summary>Calls <paramref name="check"/> with the file damaged, each time by another bit; afterwards it is as it was.</summary>
    /// <param name="path">A file that is not empty.</param>
    /// <param name="check">Looks at the damage.</param>
    /// <param name="count">How many bits, one after another.</param>
    public static void Each(string path, Action<string> check, int count = PerFile)
    {
        var whole = File.ReadAllBytes(path);
        var dice = new Random(whole.Length);
        var time = File.GetLastWriteTimeUtc(path);
        for (var i = 0; i < count; i++)
        {
            var (at, bit) = (dice.Next(whole.Length), dice.Next(8));
            var damaged = whole.ToArray();
            damaged[at] ^= (byte)(1 << bit);
            Write(damaged);
            check($"{Path.GetFileName(path)}, bit {bit} of byte {at} of {whole.Length}");
        }

        Write(whole);

        // Two writes within a tick of the file system's clock would look like one to whoever knew the file before.
        void Write(byte[] bytes)
        {
            File.WriteAllBytes(path, bytes);
            File.SetLastWriteTimeUtc(path, time = time.AddSeconds(1));
        }
    }
}
