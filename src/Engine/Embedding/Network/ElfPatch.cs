using System.Buffers.Binary;
using System.Text;

namespace Investigator.Engine.Embedding.Network;

/// <summary>Makes a 64-bit little-endian ELF library that was linked against GCC 13's libstdc++ loadable beside an older one.</summary>
/// <remarks>
/// Such a library asks for <c>std::ios_base_library_init()</c> under the version <c>GLIBCXX_3.4.32</c> and for nothing else that new. Older libraries do the
/// same in <c>std::ios_base::Init::Init()</c>, which reads nothing of the object it is called on, so the call can be redirected there unchanged. Two changes in
/// the dynamic section, both in place and neither longer than what it replaces: the version need points at the name <c>GLIBCXX_3.4</c> (offset and ELF hash),
/// and the undefined symbol's name is overwritten. Layout after the System V ABI and the LSB's symbol versioning chapter.
/// </remarks>
internal static class ElfPatch
{
    public const string NewVersion = "GLIBCXX_3.4.32";
    private const string OldVersion = "GLIBCXX_3.4";
    private const string NewSymbol = "_ZSt21ios_base_library_initv";
    private const string OldSymbol = "_ZNSt8ios_base4InitC1Ev";
    private const uint DynamicStrings = 3;          // sh_type of a string table
    private const uint VersionNeeds = 0x6ffffffe;   // sh_type of .gnu.version_r

    /// <summary>Patches <paramref name="image"/>; false, and nothing changed, when it is not a library of that kind.</summary>
    public static bool TryApply(Span<byte> image)
    {
        if (image.Length < 64 || !image[..4].SequenceEqual("\u007fELF"u8) || image[4] != 2 || image[5] != 1) return false;
        if (FindSection(image, VersionNeeds) is not { } needs || SectionAt(image, needs.Link) is not { Type: DynamicStrings } names) return false;
        var strings = image.Slice(names.Offset, names.Size);
        if (FindString(strings, OldVersion) is not { } oldVersion || FindString(strings, NewSymbol) is not { } symbol) return false;
        if (FindVersionNeed(image.Slice(needs.Offset, needs.Size), strings, NewVersion) is not { } need) return false;

        var entry = image[(needs.Offset + need)..];
        BinaryPrimitives.WriteUInt32LittleEndian(entry, ElfHash(OldVersion));
        BinaryPrimitives.WriteUInt32LittleEndian(entry[8..], (uint)oldVersion);
        var name = strings.Slice(symbol, NewSymbol.Length);
        name.Clear();
        Encoding.ASCII.GetBytes(OldSymbol, name);
        return true;
    }

    /// <summary>The hash of the System V ABI, figure 5-13.</summary>
    internal static uint ElfHash(string name)
    {
        uint hash = 0;
        foreach (var c in name)
        {
            hash = (hash << 4) + c;
            var high = hash & 0xf0000000;
            hash = (hash ^ (high >> 24)) & ~high;
        }

        return hash;
    }

    private static (uint Type, int Offset, int Size, int Link)? SectionAt(ReadOnlySpan<byte> image, int index)
    {
        var start = BinaryPrimitives.ReadInt64LittleEndian(image[40..]);
        var size = BinaryPrimitives.ReadUInt16LittleEndian(image[58..]);
        var count = BinaryPrimitives.ReadUInt16LittleEndian(image[60..]);
        if (index < 0 || index >= count || size < 64 || start < 0 || start + ((long)count * size) > image.Length) return null;
        var header = image.Slice((int)start + (index * size), size);
        var (offset, length) = (BinaryPrimitives.ReadInt64LittleEndian(header[24..]), BinaryPrimitives.ReadInt64LittleEndian(header[32..]));
        if (offset < 0 || length < 0 || offset > image.Length - length) return null;
        return (BinaryPrimitives.ReadUInt32LittleEndian(header[4..]), (int)offset, (int)length, BinaryPrimitives.ReadInt32LittleEndian(header[40..]));
    }

    private static (uint Type, int Offset, int Size, int Link)? FindSection(ReadOnlySpan<byte> image, uint type)
    {
        var count = BinaryPrimitives.ReadUInt16LittleEndian(image[60..]);
        for (var i = 0; i < count; i++)
        {
            if (SectionAt(image, i) is { } section && section.Type == type) return section;
        }

        return null;
    }

    private static int? FindString(ReadOnlySpan<byte> strings, string text)
    {
        var at = strings.IndexOf(Encoding.ASCII.GetBytes("\0" + text + "\0"));
        return at < 0 ? null : at + 1;
    }

    /// <summary>Offset of the auxiliary entry (hash, flags, index, name, next) that needs <paramref name="version"/>.</summary>
    private static int? FindVersionNeed(ReadOnlySpan<byte> needs, ReadOnlySpan<byte> strings, string version)
    {
        for (int file = 0, nextFile; file >= 0 && file + 16 <= needs.Length; file = nextFile == 0 ? -1 : file + nextFile)
        {
            nextFile = BinaryPrimitives.ReadInt32LittleEndian(needs[(file + 12)..]);
            var auxiliary = file + BinaryPrimitives.ReadInt32LittleEndian(needs[(file + 8)..]);
            for (int next; auxiliary >= 0 && auxiliary + 16 <= needs.Length; auxiliary = next == 0 ? -1 : auxiliary + next)
            {
                next = BinaryPrimitives.ReadInt32LittleEndian(needs[(auxiliary + 12)..]);
                var name = BinaryPrimitives.ReadInt32LittleEndian(needs[(auxiliary + 8)..]);
                if (name >= 0 && name + version.Length < strings.Length
                    && strings.Slice(name, version.Length).SequenceEqual(Encoding.ASCII.GetBytes(version)) && strings[name + version.Length] == 0)
                {
                    return auxiliary;
                }
            }
        }

        return null;
    }
}
