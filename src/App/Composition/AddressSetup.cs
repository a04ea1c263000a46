using Investigator.Commands;
using Investigator.Engine.Core;
using Investigator.Protection;

namespace Investigator.Composition;

/// <summary>Where the server listens, and with which certificate.</summary>
internal static class AddressSetup
{
    private const string Endpoints = "Kestrel:Endpoints";

    /// <summary>The one address is given to Kestrel as its settings would: then it reads a renewed certificate by itself.</summary>
    /// <param name="builder">Of the server.</param>
    /// <param name="folder">The data folder.</param>
    /// <param name="options">What was asked for.</param>
    /// <param name="names">Under which people ask.</param>
    /// <exception cref="InputException">The settings name other addresses, or the certificate does not open.</exception>
    public static WebApplicationBuilder AddAddress(this WebApplicationBuilder builder, string folder, ServerOptions options, OwnNames names)
    {
        ServerSettings.AddFile(builder.Configuration, folder);
        if (builder.Configuration.GetSection(Endpoints).GetChildren().FirstOrDefault() is { } other)
        {
            throw new InputException("the settings name an address to listen on", value: other.Path, expected: "it by --url alone");
        }

        if (ServedAddress.Read(options.Url).IsSecure)
        {
            using var certificate = ServerCertificate.Require(builder.Configuration, folder);
            if (certificate is not null) Warn(ServerCertificate.Doubt(certificate, TimeProvider.System.GetUtcNow(), names.Public));
        }

        // The environment may name addresses too, and may have them preferred.
        builder.WebHost.UseUrls().PreferHostingUrls(false);
        builder.Configuration[$"{Endpoints}:Served:Url"] = options.Url;
        return builder;
    }

    private static void Warn(string? doubt)
    {
        if (doubt is not null) Console.Error.WriteLine($"Browsers will warn of this server: {doubt}.");
    }
}
