using Investigator.Benchmarks;

// benchmarks cpu [rows] [columns]: seconds of each stage of the clustering, on this machine's cores.
if (args is ["cpu", .. var sizes])
{
    CpuTimes.Print(sizes.Length > 0 ? int.Parse(sizes[0], System.Globalization.CultureInfo.InvariantCulture) : 20_000, sizes.Length > 1 ? int.Parse(sizes[1], System.Globalization.CultureInfo.InvariantCulture) : 64);
    return 0;
}

Console.Error.WriteLine("usage: benchmarks cpu [rows] [columns]");
return 2;
