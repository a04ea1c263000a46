using Investigator.Engine.Core;

namespace Investigator.Commands;

/// <summary>Keeps a command from writing over what it reads: the same file is the same by any path, through links of either kind.</summary>
internal static class OutputGuard
{
    /// <param name="inputs">Files and folders that are read, each as messages call it; null is none.</param>
    /// <param name="outputs">Files and folders that are written, each with its option.</param>
    /// <exception cref="InputException">An output is an input or holds one, or two outputs are one.</exception>
    public static void Refuse(IEnumerable<(string Name, string? Path)> inputs, IReadOnlyList<(string Option, string? Path)> outputs)
    {
        var read = inputs.Where(static i => i.Path is not null).ToList();
        for (var o = 0; o < outputs.Count; o++)
        {
            var (option, output) = outputs[o];
            if (output is null) continue;
            foreach (var (name, input) in read)
            {
                if (FileIdentity.AreSame(input!, output)) throw new InputException(
                    $"{option} would write over {name}", value: output, expected: "another file to write to");
                if (FileIdentity.IsWithin(input!, output)) throw new InputException(
                    $"{option} would write into the folder that holds {name}", value: output, expected: "another folder to write to");
                if (Path.GetDirectoryName(Path.GetFullPath(output)) is { } parent && Directory.Exists(input) && FileIdentity.AreSame(parent, input!))
                {
                    throw new InputException($"{option} would write among the files of {name}", value: output, expected: "a place outside that folder");
                }
            }

            foreach (var (other, twin) in outputs.Take(o))
            {
                if (twin is not null && FileIdentity.AreSame(twin, output)) throw new InputException(
                    $"{other} and {option} are the same file", output, expected: "two files");
            }
        }
    }

    /// <exception cref="InputException">The file is there already and may not be replaced.</exception>
    public static void RefuseExisting(string file, bool force)
    {
        if (Directory.Exists(file)) throw new InputException($"{file} is a folder", expected: "a file to write to");
        if (File.Exists(file) && !force) throw new InputException($"the file {file} is there already", expected: "a new file, or --force to replace it");
    }
}
