using Investigator.Engine.Simulation.Customers;

namespace Investigator.Engine.Simulation.Groups;

/// <summary>What rings of one kind have in common; each ring draws its own values inside these ranges.</summary>
internal sealed record RingProfile
{
    public required GroupKind Kind { get; init; }

    /// <summary>Acts with a machine's regularity; otherwise people in a hurry.</summary>
    public bool Bot { get; init; }

    /// <summary>Page orders; empty where members click like anyone else and only what they share gives them away.</summary>
    public string[] Scripts { get; init; } = [];

    public required (double Low, double High) SpanHours { get; init; }

    public required (double Low, double High) Amount { get; init; }

    /// <summary>Spread of log amounts inside one ring; 0 is one price times the items.</summary>
    public required double AmountSigma { get; init; }

    public required string[] Categories { get; init; }

    public (int Low, int High) Items { get; init; } = (1, 1);

    public required (int Low, int High) PerAccount { get; init; }

    /// <summary>Age of the accounts the ring opens itself.</summary>
    public (double Low, double High) AgeDays { get; init; }

    /// <summary>Uses accounts of ordinary customers.</summary>
    public bool TakesOver { get; init; }

    /// <summary>
    /// Buys as the customers themselves do, on their own devices and with their own cards: nothing but the order of the pages and where the pauses are is the
    /// ring's.
    /// </summary>
    public bool RidesSessions { get; init; }

    /// <summary>Accounts stay in use for the whole span rather than one after the other.</summary>
    public bool LongLived { get; init; }

    /// <summary>Transactions per device, ip, card and address where the ring shares them.</summary>
    public (double Device, double Ip, double Card, double Address) Sharing { get; init; } = (1, 1, 1, 1);

    /// <summary>Every second ring of the kind gives each account things of its own: only its behaviour shows.</summary>
    public bool MayHide { get; init; }

    /// <summary>No ring of the kind shares anything.</summary>
    public bool AlwaysHides { get; init; }

    public double PromoShare { get; init; }

    /// <summary>Share of approved transactions that later become known as fraud.</summary>
    public required double KnownShare { get; init; }

    public static RingProfile[] All { get; } =
    [
        new()
        {
            Kind = GroupKind.CardTesting, Bot = true, SpanHours = (3, 30), Amount = (1.2, 7), AmountSigma = 0.18, Categories = ["gift_card", "books"],
            PerAccount = (6, 14), AgeDays = (0.1, 3), Sharing = (20, 12, 1, 15), KnownShare = 0.6,
            Scripts =
            [
                "home product cart checkout card_form pay card_form pay",
                "login cart checkout card_form pay card_form pay card_form pay",
                "product cart checkout bind_card bind_card pay",
                "category product cart checkout bind_card card_form pay pay",
            ],
        },
        new()
        {
            Kind = GroupKind.StolenCard, SpanHours = (30, 220), Amount = (450, 1500), AmountSigma = 0.12, Categories = ["electronics", "consoles", "travel"],
            PerAccount = (1, 1), AgeDays = (0.1, 6), Sharing = (10, 12, 1, 14), MayHide = true, KnownShare = 0.85,
            Scripts =
            [
                "login bind_card otp home product product cart checkout shipping_options pay",
                "register bind_card category product reviews cart checkout address_form otp pay",
                "home login profile bind_card card_form category product cart checkout pay",
                "product login bind_card cart checkout address_form otp pay",
            ],
        },
        new()
        {
            Kind = GroupKind.AccountTakeover, SpanHours = (24, 200), Amount = (160, 620), AmountSigma = 0.13,
                Categories = ["electronics", "sneakers", "gift_card"],
            PerAccount = (1, 1), TakesOver = true, Sharing = (12, 12, 1, 12), MayHide = true, KnownShare = 0.85,
            Scripts =
            [
                "login search search_results product cart checkout pay",
                "login password_reset login profile search search_results product cart checkout address_form pay",
                "login order_history profile category product cart checkout address_form otp pay",
                "search search_results product login profile cart checkout address_form shipping_options pay",
            ],
        },
        new()
        {
            Kind = GroupKind.ScriptedRegistration, Bot = true, SpanHours = (10, 90), Amount = (18, 64), AmountSigma = 0.06,
                Categories = ["groceries", "beauty", "toys"],
            PerAccount = (1, 1), AgeDays = (0, 0.02), Sharing = (12, 8, 3, 9), MayHide = true, PromoShare = 1, KnownShare = 0.5,
            Scripts =
            [
                "register verify_email profile address_form card_form product cart checkout apply_promo pay",
                "home register verify_email login promo_page product cart checkout apply_promo address_form card_form pay",
                "register verify_email bind_card category product cart apply_promo checkout pay",
                "promo_page register verify_email address_form cart product cart checkout card_form apply_promo pay",
            ],
        },
        new()
        {
            Kind = GroupKind.PromoAbuse, SpanHours = (70, 330), Amount = (30, 80), AmountSigma = 0.05, Categories = ["beauty", "groceries", "fashion"],
            PerAccount = (1, 1), AgeDays = (0, 4), Sharing = (10, 14, 5, 14), PromoShare = 1, KnownShare = 0.55,
            Scripts =
            [
                "promo_page register promo_page product cart apply_promo checkout address_form card_form pay",
                "promo_page category product cart apply_promo cart apply_promo checkout register address_form pay",
                "register verify_email promo_page category product product cart checkout apply_promo apply_promo card_form pay",
            ],
        },
        new()
        {
            Kind = GroupKind.RefundAbuse, SpanHours = (120, 330), Amount = (110, 340), AmountSigma = 0.12, Categories = ["fashion", "electronics", "sneakers"],
            PerAccount = (5, 12), AgeDays = (60, 400), Sharing = (12, 12, 10, 12), KnownShare = 0.7,
            Scripts =
            [
                "login order_history return_form support order_history product cart checkout pay",
                "login support order_history return_form search search_results product cart checkout shipping_options pay",
                "login order_history order_history return_form category product reviews cart checkout pay",
            ],
        },
        new()
        {
            Kind = GroupKind.ResellerBot, Bot = true, SpanHours = (2, 40), Amount = (90, 430), AmountSigma = 0, Categories = ["sneakers", "consoles"],
                Items = (2, 3),
            PerAccount = (1, 1), AgeDays = (5, 60), AlwaysHides = true, KnownShare = 0.5,
            Scripts =
            [
                "login product product product product product cart checkout pay",
                "product product product product product product product login cart checkout shipping_options pay",
                "login wishlist product wishlist product wishlist product cart checkout pay",
            ],
        },
        new()
        {
            Kind = GroupKind.MuleRing, SpanHours = (100, 330), Amount = (90, 280), AmountSigma = 0.14, Categories = ["electronics", "fashion", "home"],
            PerAccount = (2, 5), AgeDays = (20, 120), LongLived = true, Sharing = (20, 24, 4, 16), KnownShare = 0.7,
        },
        new()
        {
            // What is bought, and by whom, is drawn as the customers' own, so amounts, goods and ages here are not looked at.
            Kind = GroupKind.HijackedSession, Bot = true, SpanHours = (20, 120), Amount = (1, 1), AmountSigma = 0, Categories = ["electronics"],
            PerAccount = (1, 1), RidesSessions = true, AlwaysHides = true, KnownShare = 0.7,
        },
    ];

    /// <summary>The category indices a ring of this kind may choose from.</summary>
    public int[] CategoryIndices => [.. Categories.Select(Goods.Find)];
}
