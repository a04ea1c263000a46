using Investigator.Engine.Core;

namespace Investigator.Engine.Integrity;

/// <summary>Where a stored file is read: every reader asks here, and gets no path of a damaged file.</summary>
public static class CheckedFiles
{
    extension(StoredFile file)
    {
        /// <summary>Where a file is that the folder must hold.</summary>
        /// <exception cref="DamagedFileException">It is not as it was written.</exception>
        public string Require(string folder) => FileCheck.Require(file.Find(folder));

        /// <summary>Where a file is that the folder may have been written without; null where it was.</summary>
        /// <exception cref="DamagedFileException">It is not as it was written, or is lost.</exception>
        public string? FindKept(string folder) => FileCheck.Find(file.Find(folder));
    }
}
