using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Investigator.Engine.Core;

namespace Investigator.Protection;

/// <summary>The certificate that Kestrel's own settings name, read once before it is served with, so that what is wrong with it is said in words.</summary>
internal static class ServerCertificate
{
    public const string Section = "Kestrel:Certificates:Default";
    private const string Expected = "a certificate: PEM with its key named by KeyPath, or PFX, with its Password where it has one";

    /// <summary>Requires one that opens, and makes its paths full ones: they are relative to the data folder.</summary>
    /// <param name="configuration">Of the server.</param>
    /// <param name="folder">The data folder.</param>
    /// <exception cref="InputException">There is none, or it does not open.</exception>
    /// <returns>Null where it lies in a store of the system.</returns>
    public static X509Certificate2? Require(IConfiguration configuration, string folder)
    {
        var named = configuration.GetSection(Section);
        if (named["Subject"] is not null) return null;
        if (string.IsNullOrEmpty(named["Path"]))
        {
            throw new InputException("https needs a certificate, and none is named", expected: ServerSettings.Say($"{Section}:Path", folder));
        }

        foreach (var part in (string[])["Path", "KeyPath"])
        {
            if (named[part] is { Length: > 0 } path) named[part] = Path.GetFullPath(path, folder);
        }

        return Read(named["Path"]!, named["KeyPath"], named["Password"]);
    }

    /// <returns>What a browser would object to, in words.</returns>
    public static string? Doubt(X509Certificate2 certificate, DateTimeOffset now, IEnumerable<string> hosts)
    {
        if (now > certificate.NotAfter) return FormattableString.Invariant($"the certificate ended on {certificate.NotAfter.ToUniversalTime():yyyy-MM-dd}");
        if (now < certificate.NotBefore) return FormattableString.Invariant($"the certificate begins on {certificate.NotBefore.ToUniversalTime():yyyy-MM-dd}");
        var strange = hosts.Where(host => !certificate.MatchesHostname(host)).ToList();
        return strange.Count == 0 ? null : $"the certificate is not for {string.Join(", ", strange)}";
    }

    private static X509Certificate2 Read(string path, string? keyPath, string? password)
    {
        foreach (var file in (string?[])[path, keyPath])
        {
            if (file is not null && !RegularFile.Is(file)) throw new InputException($"there is no file {file}", expected: Expected);
        }

        try
        {
            return Open(path, keyPath, password);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw new InputException($"the certificate does not open: {e.Message.TrimEnd('.')}", path, expected: Expected);
        }
    }

    private static X509Certificate2 Open(string path, string? keyPath, string? password)
    {
        if (keyPath is null) return X509CertificateLoader.LoadPkcs12FromFile(path, password);
        return password is null ? X509Certificate2.CreateFromPemFile(path, keyPath) : X509Certificate2.CreateFromEncryptedPemFile(path, password, keyPath);
    }
}
