using System.Globalization;
using System.Text;
using QRCoder;

namespace Investigator.Identity.SecondFactor;

/// <summary>What an authenticator app is given.</summary>
/// <param name="Text">The key in base 32, to be typed where no camera is at hand.</param>
/// <param name="Address">The same as the apps scan it: <c>otpauth://totp/…</c>.</param>
public sealed record AuthenticatorKey(string Text, string Address)
{
    private const string Issuer = "Investigator";

    private const int PixelsPerModule = 5;

    internal static AuthenticatorKey Of(string key, UserEntity user)
    {
        var label = Uri.EscapeDataString($"{Issuer}:{user.UserName}");
        return new AuthenticatorKey(Spaced(key), $"otpauth://totp/{label}?secret={key}&issuer={Issuer}&digits=6");
    }

    /// <summary>The address as a picture: an <c>svg</c> element.</summary>
    public string Picture()
    {
        using var code = QRCodeGenerator.GenerateQrCode(Address, QRCodeGenerator.ECCLevel.M);
        using var picture = new SvgQRCode(code);
        return picture.GetGraphic(PixelsPerModule);
    }

    private static string Spaced(string key)
    {
        var text = new StringBuilder();
        foreach (var four in key.Chunk(4)) text.Append(CultureInfo.InvariantCulture, $"{new string(four)} ");
        return text.ToString().TrimEnd();
    }
}
