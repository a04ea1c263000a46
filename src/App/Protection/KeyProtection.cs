using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Investigator.Engine.Core;
using Microsoft.AspNetCore.DataProtection.KeyManagement;

namespace Investigator.Protection;

/// <summary>The keys that seal cookies and people's values lie in the data folder. A certificate that lies elsewhere makes them of no use to who has the
/// folder alone.</summary>
internal static class KeyProtection
{
    private const string Certificate = "Keys:Certificate";
    private const string Password = "Keys:Password";

    /// <returns>The certificate that the settings name; null where they name none.</returns>
    /// <exception cref="InputException">It does not open, or holds no private key.</exception>
    public static X509Certificate2? Read(IConfiguration configuration, string folder)
    {
        if (configuration[Certificate] is not { Length: > 0 } named) return null;
        var path = Path.GetFullPath(named, folder);
        var expected = $"a PFX file with its private key by {ServerSettings.Say(Certificate, folder)}, its password by {ServerSettings.Say(Password, folder)}";
        if (!RegularFile.Is(path)) throw new InputException($"there is no file {path}, which is to protect the keys", expected: expected);
        try
        {
            var certificate = X509CertificateLoader.LoadPkcs12FromFile(path, configuration[Password]);
            if (certificate.GetRSAPrivateKey() is not null) return certificate;
            certificate.Dispose();
            throw new InputException("the certificate that is to protect the keys has no private RSA key", path, expected: expected);
        }
        catch (CryptographicException e)
        {
            throw new InputException($"the certificate that is to protect the keys does not open: {e.Message.TrimEnd('.')}", path, expected: expected);
        }
    }

    /// <summary>Opens every key that there is. With one that stays shut everybody would be signed out, and people's values would be lost one by one.</summary>
    /// <param name="keys">Of the server.</param>
    /// <param name="folder">The data folder.</param>
    /// <exception cref="InputException">One was sealed with another certificate.</exception>
    public static void Require(IKeyManager keys, string folder)
    {
        foreach (var key in keys.GetAllKeys().Where(static k => !k.IsRevoked))
        {
            try
            {
                _ = key.Descriptor;
            }
            catch (Exception e) when (e is CryptographicException or InvalidOperationException)
            {
                throw new InputException(
                    $"the key {key.KeyId} in the data folder was sealed with another certificate than the settings name now",
                    expected: $"that certificate by {ServerSettings.Say(Certificate, folder)}");
            }
        }
    }
}
