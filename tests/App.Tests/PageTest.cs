using Bunit;
using Investigator.Composition;
using Investigator.Storage;
using Investigator.Storage.Database;
using Investigator.TestKit;
using Investigator.Web;
using Investigator.Web.Pages.AddData;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;

namespace Investigator.App.Tests;

/// <summary>A page in bUnit over a real, at first empty, data folder and store.</summary>
public abstract class PageTest : BunitContext, IAsyncLifetime
{
    private readonly TempFolder _temp = new();

    protected PageTest()
    {
        Data = DataFolder.Open(_temp.Path);
        Services.AddSingleton(TimeProvider.System).AddStore(Data).AddRuns().AddImports().AddTags().AddApprovals().AddApi().AddPages().AddAccounts()
            .AddCascadingAuthenticationState();
        JSInterop.Mode = JSRuntimeMode.Loose;
        DefaultWaitTimeout = TimeSpan.FromSeconds(30);
        Shop = new RunCopies(Services);
    }

    protected DataFolder Data { get; }

    protected RunCopies Shop { get; }

    /// <summary>The run that <see cref="Shop"/> gives when no other is asked for.</summary>
    protected static Task<PreparedRun> SampleAsync() => PreparedRun.OfAsync(new RunBuilder());

    protected NavigationManager Navigation => Services.GetRequiredService<NavigationManager>();

    /// <summary>Renders a page as the app does: beside the providers that menus and dialogs need.</summary>
    protected IRenderedComponent<TPage> Open<TPage>(string url, Action<ComponentParameterCollectionBuilder<TPage>>? parameters = null)
        where TPage : IComponent
    {
        Navigation.NavigateTo(url);
        // Only one set of providers may live in a context; a second page shares it.
        Providers ??= Render(b =>
        {
            b.OpenComponent<MudPopoverProvider>(0);
            b.CloseComponent();
            b.OpenComponent<MudDialogProvider>(1);
            b.CloseComponent();
            b.OpenComponent<MudSnackbarProvider>(2);
            b.CloseComponent();
        });
        return Render<TPage>(parameters ?? (_ => { }));
    }

    /// <summary>Where files are chosen, once it hears of one.</summary>
    internal IRenderedComponent<AddDataPage> OpenFiles()
    {
        var page = Open<AddDataPage>(Links.AddData);
        page.WaitForState(() => page.FindAll("input[type=file]").All(static field => !field.HasAttribute("disabled")));
        return page;
    }

    /// <summary>Where dialogs and snackbars appear.</summary>
    protected IRenderedComponent<IComponent> Providers { get; private set; } = null!;

    /// <summary>Changes the store past everything that guards it.</summary>
    protected async Task SqlAsync(string sql)
    {
        await using var context = await Services.GetRequiredService<IDbContextFactory<InvestigatorContext>>().CreateDbContextAsync();
        await context.Database.ExecuteSqlRawAsync(sql);
    }

    /// <summary>Takes the runs' table away, as a damaged database would.</summary>
    protected async Task BreakStoreAsync()
    {
        await using var context = await Services.GetRequiredService<IDbContextFactory<InvestigatorContext>>().CreateDbContextAsync();
        await context.Database.ExecuteSqlRawAsync("PRAGMA foreign_keys = OFF; DROP TABLE Runs");
    }

    public virtual async ValueTask InitializeAsync()
    {
        SetRendererInfo(new RendererInfo("Server", isInteractive: true));
        await Services.MigrateStoreAsync();
    }

    protected override async ValueTask DisposeAsyncCore()
    {
        await base.DisposeAsyncCore();
        Data.Dispose();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _temp.Dispose();
    }
}
