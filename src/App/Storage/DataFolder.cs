using Investigator.Engine.Core;

namespace Investigator.Storage;

/// <summary>Where everything lives: one folder, held by one process at a time.</summary>
/// <remarks><c>investigator.db</c> people's data; <c>datasets/</c> and <c>runs/</c> what machines compute; <c>uploads/</c> files given in the browser; <c>lock</c> held while a process works here.</remarks>
public sealed class DataFolder : IDisposable
{
    /// <summary>Environment variable that names the folder when <c>--data</c> does not.</summary>
    public const string Variable = "INVESTIGATOR_DATA";

    private readonly FileStream? _lock;

    private DataFolder(string path, FileStream? held) => (Path, _lock) = (path, held);

    public string Path { get; }

    public string Database => System.IO.Path.Combine(Path, "investigator.db");

    public string Datasets => System.IO.Path.Combine(Path, "datasets");

    public string Runs => System.IO.Path.Combine(Path, "runs");

    public string Uploads => System.IO.Path.Combine(Path, "uploads");

    public string DatasetFolder(string name) => System.IO.Path.Combine(Datasets, name);

    public string RunFolder(string name) => System.IO.Path.Combine(Runs, name);

    /// <summary>The folder asked for, else the variable's, else the user's local application data.</summary>
    public static string Resolve(string? asked) =>
        System.IO.Path.GetFullPath(
            asked
            ?? Environment.GetEnvironmentVariable(Variable)
            ?? System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create), "Investigator"));

    /// <summary>Creates what is missing and takes the folder for this process.</summary>
    /// <exception cref="InputException">No write access, or another process holds it.</exception>
    public static DataFolder Open(string path)
    {
        FileStream held;
        try
        {
            Directory.CreateDirectory(path);
            held = new FileStream(System.IO.Path.Combine(path, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (UnauthorizedAccessException)
        {
            throw new InputException($"there is no right to write in the data folder {path}", expected: $"a folder that this user may write to: give --data DIR or set {Variable}");
        }
        catch (IOException e) when (File.Exists(System.IO.Path.Combine(path, "lock")))
        {
            throw new InputException($"another Investigator already works on the data folder {path} ({e.Message})", expected: "one process a folder: stop the other one or give another --data DIR");
        }
        catch (IOException e)
        {
            throw new InputException($"the data folder {path} cannot be used ({e.Message})", expected: "a folder that can be created and written to");
        }

        var folder = new DataFolder(path, held);
        foreach (var part in (string[])[folder.Datasets, folder.Runs, folder.Uploads]) Directory.CreateDirectory(part);
        return folder;
    }

    public void Dispose() => _lock?.Dispose();
}
