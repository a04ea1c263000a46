using Investigator.Personal;
using Investigator.Runs;
using Investigator.Settings;
using Investigator.Transactions;

namespace Investigator.Composition;

internal static class PersonalSetup
{
    public static IServiceCollection AddPersonal(this IServiceCollection services) => services
        .AddSingleton<PersonalKey>()
        .AddSingleton<PseudonymBook>()
        .AddSingleton<CurrentSettings>()
        .AddScoped<Masking>()
        .AddScoped<RunMasking>()
        .AddScoped<RevealedValues>()
        .AddScoped<RevealValue>();
}
