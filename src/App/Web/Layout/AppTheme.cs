using MudBlazor;

namespace Investigator.Web.Layout;

/// <summary>The product's look. Both palettes are written into the page; the attribute <c>data-theme</c> on the root, set before the first paint, picks
/// one.</summary>
internal static class AppTheme
{
    private static readonly string[] Font = ["system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "DejaVu Sans", "sans-serif"];

    public static MudTheme Light { get; } = new() { PaletteLight = LightPalette, Typography = Type, LayoutProperties = Measures };

    /// <summary>Scoped more narrowly than <see cref="Light"/>, so that it wins where the attribute says dark.</summary>
    public static MudTheme Dark { get; } = new()
    {
        PaletteDark = DarkPalette,
        Typography = Type,
        LayoutProperties = Measures,
        PseudoCss = new PseudoCss { Scope = ":root[data-theme=dark]" },
    };

    private static PaletteLight LightPalette => new()
    {
        Primary = "#1f5f8b",
        PrimaryContrastText = "#ffffff",
        Secondary = "#5a5791",
        Tertiary = "#2f6f6b",
        Info = "#2a6591",
        Success = "#2a6f49",
        Warning = "#8a5a00",
        Error = "#ad2b23",
        Background = "#f4f6f8",
        BackgroundGray = "#eaeef2",
        Surface = "#ffffff",
        AppbarBackground = "#ffffff",
        AppbarText = "#1b2530",
        DrawerBackground = "#ffffff",
        DrawerText = "#39434f",
        DrawerIcon = "#566270",
        TextPrimary = "#1b2530",
        TextSecondary = "#515d6a",
        TextDisabled = "#7b8794",
        ActionDefault = "#515d6a",
        LinesDefault = "#dde3e9",
        LinesInputs = "#8793a0",
        TableLines = "#e4e9ee",
        TableHover = "#f0f4f7",
        TableStriped = "#f8fafb",
        Divider = "#dde3e9",
        DividerLight = "#eaeef2",
        Skeleton = "#e2e8ed",
    };

    private static PaletteDark DarkPalette => new()
    {
        Primary = "#85bde8",
        PrimaryContrastText = "#0c1c29",
        Secondary = "#b9b4ea",
        SecondaryContrastText = "#1a1838",
        Tertiary = "#86c9c3",
        TertiaryContrastText = "#0c2422",
        Info = "#8dc0e6",
        InfoContrastText = "#0c1c29",
        Success = "#82cda1",
        SuccessContrastText = "#0b2115",
        Warning = "#e6b95c",
        WarningContrastText = "#2a1d00",
        Error = "#f49a92",
        ErrorContrastText = "#330b08",
        Background = "#11161b",
        BackgroundGray = "#161c22",
        Surface = "#1a2128",
        AppbarBackground = "#161c22",
        AppbarText = "#e3e9ef",
        DrawerBackground = "#161c22",
        DrawerText = "#c6d0da",
        DrawerIcon = "#9fadba",
        TextPrimary = "#e3e9ef",
        TextSecondary = "#a5b1bd",
        TextDisabled = "#75818d",
        ActionDefault = "#a5b1bd",
        LinesDefault = "#2b343e",
        LinesInputs = "#65727f",
        TableLines = "#28313a",
        TableHover = "#212a33",
        TableStriped = "#1d252d",
        Divider = "#2b343e",
        DividerLight = "#232b33",
        Skeleton = "#27303a",
    };

    private static Typography Type => new()
    {
        Default = new DefaultTypography { FontFamily = Font, FontSize = ".875rem", LineHeight = "1.45", LetterSpacing = "normal" },
        H5 = new H5Typography { FontFamily = Font, FontSize = "1.375rem", FontWeight = "650", LineHeight = "1.3", LetterSpacing = "-.01em" },
        H6 = new H6Typography { FontFamily = Font, FontSize = "1.0625rem", FontWeight = "600", LineHeight = "1.35", LetterSpacing = "normal" },
        Subtitle1 = new Subtitle1Typography { FontFamily = Font, FontSize = ".9375rem", LetterSpacing = "normal" },
        Subtitle2 = new Subtitle2Typography { FontFamily = Font, FontSize = ".875rem", FontWeight = "600", LetterSpacing = "normal" },
        Body1 = new Body1Typography { FontFamily = Font, FontSize = ".9375rem", LineHeight = "1.5", LetterSpacing = "normal" },
        Body2 = new Body2Typography { FontFamily = Font, FontSize = ".875rem", LineHeight = "1.45", LetterSpacing = "normal" },
        Caption = new CaptionTypography { FontFamily = Font, FontSize = ".78rem", LetterSpacing = "normal" },
        Button = new ButtonTypography { FontFamily = Font, FontSize = ".875rem", FontWeight = "550", TextTransform = "none", LetterSpacing = "normal" },
    };

    private static LayoutProperties Measures => new() { DefaultBorderRadius = "6px", DrawerWidthLeft = "208px", AppbarHeight = "52px" };
}
