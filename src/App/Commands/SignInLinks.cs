using Investigator.Access;
using Investigator.Identity;
using Investigator.Identity.People;
using QRCoder;

namespace Investigator.Commands;

/// <summary>What a start prints for those who have no account yet.</summary>
internal static class SignInLinks
{
    /// <summary>The link that makes the administrator, while there is none.</summary>
    public static async Task PrintFirstAsync(IServiceProvider services, string url, CancellationToken cancel)
    {
        if (await services.GetRequiredService<Installation>().HasAdministratorAsync(cancel)) return;
        var link = url + AccountAddress.First(await services.GetRequiredService<FirstAdministrator>().MakeLinkAsync(cancel));
        Console.WriteLine($"Nobody has an account yet. This link makes whoever opens it the administrator, once, within a day:");
        Print(link);
    }

    /// <summary>The link into a demo.</summary>
    public static void PrintDemo(IServiceProvider services, string url, bool opens)
    {
        var link = url + AccountAddress.Demo(services.GetRequiredService<DemoAccess>().Open());
        Console.WriteLine("This link signs you in as the demo's user, who may play any role; it works on this machine, while the demo runs:");
        Print(link);
        if (opens && !Console.IsOutputRedirected) LocalBrowser.TryOpen(link);
    }

    /// <summary>A link for someone who has lost the way in.</summary>
    /// <exception cref="Engine.Core.InputException">Nobody signs in with this name.</exception>
    public static async Task<string> RecoveryAsync(IServiceProvider services, string url, string name, CancellationToken cancel)
    {
        await using var scope = services.CreateAsyncScope();
        var make = scope.ServiceProvider.GetRequiredService<MakeRecoveryLink>();
        return url + AccountAddress.Invitation(await make.ForUserNameAsync(Actor.Local, name, cancel));
    }

    public static void PrintRecovery(string name, string link)
    {
        Console.WriteLine($"This link lets {name} set a new password, once, within a day; an authenticator and passkeys of before are taken off:");
        Print(link);
    }

    private static void Print(string link)
    {
        Console.WriteLine($"  {link}");
        if (Console.IsOutputRedirected) return;
        using var code = QRCodeGenerator.GenerateQrCode(link, QRCodeGenerator.ECCLevel.L);
        Console.WriteLine(new AsciiQRCode(code).GetGraphicSmall());
    }
}
