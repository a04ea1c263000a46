using System.Security.Cryptography;
using Investigator.Engine.Core;
using ZstdSharp;

namespace Investigator.Engine.Ingest.Sources;

/// <summary>What goes wrong when a packed file is damaged.</summary>
internal static class PackedFault
{
    public static bool Is(Exception e) => e is InvalidDataException or CryptographicException or ZstdException or EndOfStreamException;

    public static InputException Of(string path) => new("the file cannot be read: what it is packed with is damaged", path, expected: "a whole file");
}
