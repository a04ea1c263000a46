namespace Investigator.Engine.Ingest.Formats;

/// <summary>What may stand before or behind an amount of money: the signs and abbreviations of currencies, and the codes of ISO 4217.</summary>
internal static class CurrencyCodes
{
    private const string Codes = "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP CNY COP "
        + "CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HRK HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY "
        + "KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR "
        + "PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS "
        + "UAH UGX USD USDC USDT UYU UZS VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWL BTC ETH";

    /// <summary>Longer ones first: of two that begin alike, the first that fits is taken.</summary>
    private const string Signs =
        @"(?:US|AU|CA|HK|NZ|MX|[ACRS])\$|[€$£¥￥₹₽₺₩₪₫₴₦฿₱₡₵₸₲₭₮₼₾₿]|[Kk]r\.?|zł|Kč|Ft|лв\.?|руб\.?|lei|SFr\.?|Fr\.|Rs\.?";

    /// <summary>A regular expression of any of them, for RE2 and .NET alike.</summary>
    public static string Expression { get; } = $"(?:{Signs}|{Codes.Replace(' ', '|')})";
}
