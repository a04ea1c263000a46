using Investigator.Approvals;
using Investigator.Identity;
using Investigator.Settings;

namespace Investigator.Composition;

internal static class ApprovalSetup
{
    /// <summary>What the team agrees on, and how it agrees.</summary>
    public static IServiceCollection AddApprovals(this IServiceCollection services) => services
        .AddScoped<SettingsQueries>()
        .AddSingleton<ApprovalMonitor>()
        .AddScoped<ApprovalQueries>()
        .AddScoped<DelegationQueries>()
        .AddScoped<ApproverQueries>()
        .AddScoped<NameQueries>()
        .AddScoped<ExpireRequests>()
        .AddScoped<AskForApproval>()
        .AddScoped<AskForSettings>()
        .AddScoped<DecideRequest>()
        .AddScoped<ApproveRequest>()
        .AddScoped<RejectRequest>()
        .AddScoped<WithdrawRequest>()
        .AddScoped<HandOnRight>()
        .AddScoped<EndDelegation>();
}
