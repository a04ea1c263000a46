using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Investigator.Engine.Core;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using TorchSharp;

namespace Investigator.Engine.Embedding.Network;

/// <summary>Loads libtorch once, before anything else touches TorchSharp.</summary>
/// <remarks>
/// TorchSharp's native half is linked against GCC 13's libstdc++. Where that library is older (Debian 12, RHEL 9) it does not load, and TorchSharp then speaks
/// of a missing package. The stock library is tried first; only if it fails is a patched private copy (<see cref="ElfPatch"/>) loaded, whose SONAME answers
/// every later load by name. The installed file is never written to: output folders hold hard links into the package cache. libtorch runs on one thread an
/// operation here: batches are spread over threads above it, which scales better at these sizes, leaves no spinning threads to starve other work, and makes
/// results independent of the thread count.
/// </remarks>
public static partial class TorchLibrary
{
    private const string Name = "libLibTorchSharp.so";

    /// <summary>In the order in which they need one another; those of CUDA are passed over where the build has none.</summary>
    private static readonly string[] Dependencies = ["libgomp-98b21ff3.so.1", "libc10.so", "libtorch_cpu.so", "libc10_cuda.so", "libtorch_cuda.so",
        "libtorch.so"];

    private static readonly Lock Gate = new();
    private static string? _loaded;

    /// <summary>Loads the library if it is not loaded yet.</summary>
    /// <returns>Which file serves: <c>stock</c> or the path of the private copy.</returns>
    /// <exception cref="InputException">libtorch is not there or cannot be loaded on this machine.</exception>
    public static string EnsureLoaded(ILogger? log = null)
    {
        lock (Gate)
        {
            if (_loaded is not null) return _loaded;
            log ??= NullLogger.Instance;
            var loaded = OperatingSystem.IsLinux() ? LoadOnLinux(log) : "stock";
            try
            {
                torch.set_num_threads(1);
            }
            catch (Exception e) when (e is NotSupportedException or TypeInitializationException or DllNotFoundException)
            {
                throw new InputException("libtorch could not be loaded: " + (e.InnerException ?? e).Message.ReplaceLineEndings(" "),
                    expected: "the libtorch package of this platform beside the program");
            }

            return _loaded = loaded;
        }
    }

    /// <summary>
    /// Whether this build came with CUDA's part of libtorch (<c>-p:Torch=cuda-12.8</c>). The one for cores must not even be asked for a GPU: TorchSharp then
    /// looks for packages that are not there.
    /// </summary>
    internal static bool HasCuda => FindFolder(OperatingSystem.IsWindows() ? "torch_cuda.dll" : "libtorch_cuda.so") is not null;

    private static string LoadOnLinux(ILogger log)
    {
        // Read by libgomp and MKL when they load. The runtime's own environment is a copy that native code does not see.
        foreach (var (key, value) in (ReadOnlySpan<(string, string)>)[("OMP_WAIT_POLICY", "passive"), ("KMP_BLOCKTIME", "0"), ("OMP_NUM_THREADS", "1")])
        {
            SetEnvironment(key, value, overwrite: 0);
        }

        if (FindFolder() is not { } folder) return "stock";
        foreach (var dependency in Dependencies) NativeLibrary.TryLoad(Path.Combine(folder, dependency), out _);
        var stock = Path.Combine(folder, Name);
        if (NativeLibrary.TryLoad(stock, out _)) return "stock";

        var copy = PatchedCopy(stock, Path.Combine(CacheFolder(), "native"));
        if (copy is null || !NativeLibrary.TryLoad(copy, out _))
        {
            LogNotPatched(log, stock);
            return "stock";
        }

        LogPatched(log, copy, ElfPatch.NewVersion);
        return copy;
    }

    /// <summary>Writes the patched copy unless it is there already; null when the library is not of the kind that can be patched.</summary>
    /// <remarks>Named by its source's content and moved into place whole, so that processes starting together neither collide nor see half a file.</remarks>
    internal static string? PatchedCopy(string stock, string cache)
    {
        var image = File.ReadAllBytes(stock);
        var folder = Path.Combine(cache, "torchsharp-" + Convert.ToHexStringLower(SHA256.HashData(image))[..16]);
        var copy = Path.Combine(folder, Name);
        if (!ElfPatch.TryApply(image)) return null;
        if (File.Exists(copy) && File.ReadAllBytes(copy).AsSpan().SequenceEqual(image)) return copy;
        Directory.CreateDirectory(folder);
        var partial = Path.Combine(folder, Guid.NewGuid().ToString("N") + ".partial");
        File.WriteAllBytes(partial, image);
        File.Move(partial, copy, overwrite: true);
        return copy;
    }

    /// <returns>The first folder of native libraries that holds a file; null when none does.</returns>
    internal static string? FindFolder(string name = Name)
    {
        var searched = (AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        var own = AppContext.BaseDirectory;
        return searched.Append(own).Append(Path.Combine(own, "runtimes", RuntimeInformation.RuntimeIdentifier, "native"))
            .Append(Path.Combine(own, "runtimes", "linux-x64", "native"))
            .FirstOrDefault(folder => File.Exists(Path.Combine(folder, name)));
    }

    /// <summary>A folder of this user's own, so that no one else can put a library there.</summary>
    private static string CacheFolder()
    {
        var local = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        if (local.Length > 0 && TryCreate(Path.Combine(local, "investigator", "cache")) is { } kept) return kept;
        return Directory.CreateTempSubdirectory("investigator-native-").FullName;
    }

    private static string? TryCreate(string folder)
    {
        try
        {
            return Directory.CreateDirectory(folder).FullName;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironment(string name, string value, int overwrite);

    [LoggerMessage(Level = LogLevel.Information,
        Message = "This system's libstdc++ is older than TorchSharp asks for; loaded a private copy that does without {Version}: {Path}")]
    private static partial void LogPatched(ILogger log, string path, string version);

    [LoggerMessage(Level = LogLevel.Warning, Message = "TorchSharp's native library does not load as shipped and could not be adapted: {Path}")]
    private static partial void LogNotPatched(ILogger log, string path);
}
