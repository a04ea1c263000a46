using Investigator.Access;
using Investigator.Api;
using Investigator.Identity;
using Investigator.Identity.Keys;
using Investigator.Identity.Passkeys;
using Investigator.Identity.Passwords;
using Investigator.Identity.People;
using Investigator.Identity.SecondFactor;
using Investigator.Limits;
using Investigator.Protection;
using Investigator.Storage;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Investigator.Composition;

internal static class IdentitySetup
{
    // By a key where one is shown for data, else by the cookie.
    private const string Caller = "Caller";

    // Names, passwords, codes and what a passkey signs; whoever is not known yet sends no more.
    private const int LargestForm = 1 << 15;

    /// <summary>Accounts and who may do what, as far as pages ask.</summary>
    public static IServiceCollection AddAccounts(this IServiceCollection services)
    {
        services.AddIdentityCore<UserEntity>(Configure).AddUserStore<AccountStore>().AddSignInManager().AddDefaultTokenProviders();

        // Ours says all that a password must be, in one sentence.
        services.RemoveAll<IPasswordValidator<UserEntity>>().AddScoped<IPasswordValidator<UserEntity>, PasswordRules>()
            .Configure<IdentityPasskeyOptions>(Configure).AddAccountWrites().AddPeople();
        return services.AddHttpContextAccessor()
            .AddSingleton<Sessions>()
            .AddSingleton<ActorResolver>()
            .AddSingleton<Accounts>()
            .AddSingleton<Installation>()
            .AddSingleton<OneTimeLinks>()
            .AddSingleton<FirstAdministrator>()
            .AddSingleton<DemoAccess>()
            .AddScoped<CurrentActor>()
            .AddScoped<BeginSession>()
            .AddScoped<EndSession>()
            .AddScoped<PasswordSignIn>()
            .AddScoped<PlayRole>()
            .AddSingleton<KnownKeys>()
            .AddScoped<KeyQueries>()
            .AddScoped<MakeKey>()
            .AddScoped<RevokeKey>();
    }

    /// <summary>What a person does with the own account.</summary>
    private static IServiceCollection AddAccountWrites(this IServiceCollection services) => services
        .AddSingleton<StepSeal>()
        .AddScoped<OwnAccount>()
        .AddScoped<ChangePassword>()
        .AddScoped<BeginAuthenticator>()
        .AddScoped<ConfirmAuthenticator>()
        .AddScoped<RenewRecoveryCodes>()
        .AddScoped<RemoveAuthenticator>()
        .AddScoped<CodeSignIn>()
        .AddScoped<PasskeySignIn>()
        .AddScoped<AddPasskey>()
        .AddScoped<RenamePasskey>()
        .AddScoped<RemovePasskey>()
        .AddScoped<RenameSelf>();

    /// <summary>What is done with other people's accounts.</summary>
    private static IServiceCollection AddPeople(this IServiceCollection services) => services
        .AddSingleton<AdministratorGuard>()
        .AddScoped<PersonQueries>()
        .AddScoped<InvitationQueries>()
        .AddScoped<InvitePerson>()
        .AddScoped<WithdrawLink>()
        .AddScoped<MakeRecoveryLink>()
        .AddScoped<AcceptInvitation>()
        .AddScoped<AcceptRecovery>()
        .AddScoped<ChangeRoles>()
        .AddScoped<ClosePerson>()
        .AddScoped<ReopenPerson>();

    /// <summary>Who asks, and whether they may, in requests and circuits.</summary>
    public static IServiceCollection AddSignIn(this IServiceCollection services, DataFolder data)
    {
        services.AddScoped(static scope => scope.GetRequiredService<CurrentActor>().Actor)
            .AddSingleton<IAuthorizationHandler, NeedsHandler>()
            .AddSingleton<IAuthorizationMiddlewareResultHandler, AccessAnswers>()
            .AddScoped<CircuitHandler, SessionCircuit>()
            .AddSingleton<OwnCircuits>()
            .AddCascadingAuthenticationState();
        services.AddAuthentication(Caller)
            .AddPolicyScheme(Caller, null, static options => options.ForwardDefaultSelector = static http =>
                KeyAuthentication.IsFor(http.Request) ? KeyAuthentication.Way : SessionTicket.Scheme)
            .AddScheme<AuthenticationSchemeOptions, KeyAuthentication>(KeyAuthentication.Way, null)
            .AddCookie(SessionTicket.Scheme, options => Configure(options, data));
        return services.AddAuthorization(static options =>
        {
            foreach (var permission in Enum.GetValues<Permission>())
            {
                options.AddPolicy(permission.ToString(), policy => policy.AddRequirements(new NeedsRequirement(permission)));
            }

            options.FallbackPolicy = options.DefaultPolicy = new AuthorizationPolicyBuilder().AddRequirements(new NeedsRequirement(null)).Build();
        });
    }

    public static void UseSignIn(this WebApplication app) =>
        app.UseAuthentication().UseMiddleware<ActorOfRequest>().UseMiddleware<AccountName>().UseRateLimiter().UseAuthorization().UseMiddleware<SessionLine>();

    /// <summary>Signing in and out.</summary>
    public static void MapAccount(this WebApplication app)
    {
        app.MapGet(AccountAddress.FirstPath, AccountEndpoints.FirstAsync).AllowAnonymous().WithLimitedTries();
        app.MapGet(AccountAddress.DemoPath, AccountEndpoints.DemoAsync).AllowAnonymous().WithLimitedTries();
        app.MapPost(AccountAddress.SignIn, AccountEndpoints.SignInAsync).AllowAnonymous().WithLimitedTries();
        app.MapPost(AccountAddress.Code, AccountEndpoints.CodeAsync).AllowAnonymous().WithLimitedTries();
        app.MapPost(AccountAddress.Accept, InvitationEndpoints.AcceptAsync).AllowAnonymous().WithLimitedTries();
        app.MapPost(AccountAddress.Recover, InvitationEndpoints.RecoverAsync).AllowAnonymous().WithLimitedTries();
        app.MapPost(AccountAddress.PasskeyRequest, PasskeyEndpoints.RequestAsync).AllowAnonymous().WithLimitedTries();
        app.MapPost(AccountAddress.PasskeySignIn, PasskeyEndpoints.SignInAsync).AllowAnonymous().WithLimitedTries();
        app.MapPost(AccountAddress.PasskeyCreation, PasskeyEndpoints.CreationAsync).Needs(Permission.OwnAccount);
        app.MapPost(AccountAddress.AddPasskey, PasskeyEndpoints.AddAsync).Needs(Permission.OwnAccount);
        app.MapPost(AccountAddress.SignOut, AccountEndpoints.SignOutAsync).AllowAnonymous();
        app.MapPost(AccountAddress.Play, AccountEndpoints.PlayAsync).Needs(Permission.OwnAccount);
    }

    /// <summary>Marks where passwords, codes or links of an account are tried.</summary>
    internal static RouteHandlerBuilder WithLimitedTries(this RouteHandlerBuilder endpoint) =>
        endpoint.RequireRateLimiting(RateLimits.SignIn).WithMetadata(new RequestSizeLimitAttribute(LargestForm));

    /// <summary>The framework's own endpoints: its scripts are anybody's, a circuit is for who is signed in.</summary>
    public static void GuardFramework(EndpointBuilder endpoint)
    {
        if (endpoint is not RouteEndpointBuilder { RoutePattern.RawText: { } path }) return;
        if (path.TrimStart('/').StartsWith("_blazor", StringComparison.Ordinal)) endpoint.Metadata.Add(new NeedsAttribute(Permission.OwnAccount));
        else if (path.TrimStart('/').StartsWith("_framework", StringComparison.Ordinal)) endpoint.Metadata.Add(new AllowAnonymousAttribute());
    }

    private static void Configure(IdentityOptions options)
    {
        options.Lockout = new LockoutOptions { MaxFailedAccessAttempts = 5, DefaultLockoutTimeSpan = TimeSpan.FromMinutes(5) };
        options.User.AllowedUserNameCharacters = "";
        options.Stores.SchemaVersion = IdentitySchemaVersions.Version3;
    }

    // The device asks for a finger, a face or a PIN, and knows by itself whose passkey it is: no name is typed, so none is told apart.
    private static void Configure(IdentityPasskeyOptions options) => options.UserVerificationRequirement = options.ResidentKeyRequirement = "required";

    private static void Configure(CookieAuthenticationOptions options, DataFolder data)
    {
        // Browsers keep the cookies of all ports of a host together: two installations on one machine must not take each other's.
        options.Cookie.Name = $"investigator-{data.Installation[..8]}";
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.ExpireTimeSpan = SessionLimits.Longest;
        options.SlidingExpiration = false;
        options.Events.OnValidatePrincipal = static async context =>
        {
            var sessions = context.HttpContext.RequestServices.GetRequiredService<Sessions>();
            if (sessions.Find(SessionTicket.SessionOf(context.Principal)) is { } session) await sessions.TouchAsync(session);
            else context.RejectPrincipal();
        };
    }
}
