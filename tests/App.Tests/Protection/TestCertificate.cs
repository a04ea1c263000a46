using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Investigator.App.Tests.Protection;

/// <summary>A certificate that signs itself, as files.</summary>
internal static class TestCertificate
{
    public const string Subject = "CN=Investigator's tests";
    public const string Password = "a password of the file";

    /// <summary>Writes <c>cert.pem</c> with <c>key.pem</c>, and the same as <c>cert.pfx</c>.</summary>
    /// <param name="folder">Where.</param>
    /// <param name="from">When it begins.</param>
    /// <param name="names">That it is for.</param>
    public static void Write(string folder, DateTimeOffset from, params IEnumerable<string> names)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var alternatives = new SubjectAlternativeNameBuilder();
        foreach (var name in names) alternatives.AddDnsName(name);
        var request = new CertificateRequest(Subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(alternatives.Build());
        using var certificate = request.CreateSelfSigned(from, from.AddDays(30));
        File.WriteAllText(Path.Combine(folder, "cert.pem"), certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(folder, "key.pem"), key.ExportPkcs8PrivateKeyPem());
        File.WriteAllBytes(Path.Combine(folder, "cert.pfx"), certificate.Export(X509ContentType.Pfx, Password));
    }
}
