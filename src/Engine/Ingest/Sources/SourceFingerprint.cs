using System.Security.Cryptography;
using System.Text.Json;
using Investigator.Engine.Core;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Ingest.Sources;

/// <summary>Identity of a load: SHA-256 over what the files hold (not where they lie) and the mapping.</summary>
internal static class SourceFingerprint
{
    /// <summary>Part of every fingerprint: raise it when the same source would give other canonical files, so that the old ones are not used.</summary>
    private const string Format = "investigator-dataset-3";

    /// <returns>64 lower-case hexadecimal digits.</returns>
    /// <exception cref="InputException">Two files hold the same.</exception>
    public static string Of(IReadOnlyList<SourceFile> transactions, IReadOnlyList<SourceFile> events, Mapping mapping, StageContext context)
    {
        var meter = context.StartBytes(StageNames.Ingest, transactions.Concat(events).Sum(static f => f.Bytes), "fingerprint");
        using var whole = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        whole.AppendData(JsonSerializer.SerializeToUtf8Bytes(new { Format, mapping, transactions = transactions.Count }, JsonFile.Options));
        var seen = new Dictionary<string, SourceFile>();
        foreach (var file in transactions.Concat(events))
        {
            var hash = HashOf(file.Content, meter);
            if (!seen.TryAdd(Convert.ToHexString(hash), file))
                throw new InputException($"the file holds exactly what {seen[Convert.ToHexString(hash)].Name} holds: the same file was given twice",
                    file.Path, expected: "each file once");
            whole.AppendData(hash);
        }

        meter.Finish();
        return Convert.ToHexStringLower(whole.GetHashAndReset());
    }

    private static byte[] HashOf(SourceContent content, ProgressMeter meter)
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var file = content.OpenRaw();
        var buffer = new byte[1 << 20];
        for (int read; (read = file.Read(buffer)) > 0;)
        {
            sha.AppendData(buffer, 0, read);
            meter.Add(read);
        }

        return sha.GetHashAndReset();
    }
}
