using System.Text;
using Investigator.Engine.Ingest;
using Investigator.Engine.Ingest.Guess;

namespace Investigator.Engine.Tests.Ingest.Guess;

/// <summary>Files as banks, shops and payment services export them, with values of our own.</summary>
public sealed class ExportTests : IDisposable
{
    private readonly GuessBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void Guess_GermanBank_TakesBookingDayAmountAndWhoWasPaid()
    {
        const string Header = "Auftragskonto;Buchungstag;Valutadatum;Buchungstext;Verwendungszweck;Beguenstigter/Zahlungspflichtiger;Kontonummer/IBAN;"
            + "Betrag;Währung";
        var lines = Enumerable.Range(0, 120).Select(static i => $"DE02120300000000202051;{1 + (i % 28):00}.{1 + (i / 28):00}.2024;"
            + $"{1 + (i % 28):00}.{1 + (i / 28):00}.2024;Überweisung;"
            + $"Rechnung {i * 7919 % 1000};Bäcker {i % 11};DE{10 + (i % 23)}500105175407324931;{1 + (i % 4)}.{100 + i},{i % 90 + 10};EUR");
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        File.WriteAllText(_bench.Path("t.csv"), Header + "\r\n" + string.Join("\r\n", lines) + "\r\n", Encoding.GetEncoding(1252));
        var guess = MappingGuess.From(_bench.Path("t.csv"), null);
        Assert.Equal("-|-|Buchungstag|Betrag", GuessBench.Roles(guess));
        Assert.Contains("whose payment a row is", Assert.Single(GuessBench.Open(guess)), StringComparison.Ordinal);
        Assert.Equal("Kontonummer/IBAN", GuessBench.Decided(guess).Transactions.Account);
        Assert.Equal("iban=Kontonummer/IBAN merchant=Beguenstigter/Zahlungspflichtiger", GuessBench.Entities(guess));
        Assert.Equal("Währung", guess.Mapping.Transactions.Currency);
        Assert.DoesNotContain("Verwendungszweck", guess.Mapping.Transactions.Attributes);
        _bench.LoadsAll(guess, 120);
    }

    [Fact]
    public void Guess_FrenchShop_ReadsClientDateAndMontant()
    {
        var guess = _bench.Guess("N° de commande;Date de transaction;Heure;Numéro client;Montant;Devise;Adresse IP;Pays", 90,
            static i => $"C{1000 + i};{13 + (i % 15)}/03/2024;{8 + (i % 12):00}:{i % 60:00}:07;{4000 + (i % 17)};{i * 7 % 300},{i % 90 + 10};EUR;"
                + $"10.1.{i % 30}.7;France");
        Assert.Equal("N° de commande|Numéro client|Date de transaction+Heure|Montant", GuessBench.Roles(guess));
        Assert.Equal("ip=Adresse IP", GuessBench.Entities(guess));
        Assert.Equal("Devise", guess.Mapping.Transactions.Currency);
        _bench.LoadsAll(guess, 90);
    }

    [Fact]
    public void Guess_PaymentServiceWithDateAndTime_TakesThePayersAddressAndSeesRefunds()
    {
        var guess = _bench.Guess("Date,Time,TimeZone,Name,Type,Status,Currency,Gross,Fee,Net,From Email Address,To Email Address,Transaction ID", 120,
            static i => $"2024-03-{1 + (i % 28):00},{i % 24:00}:{i % 60:00}:{i * 7 % 60:00},CET,Ann B{i % 30},"
                + $"{(i % 20 == 19 ? "Payment Refund" : "Express Checkout Payment")},"
                + $"Completed,EUR,{(i % 20 == 19 ? "-" : "")}{5 + (i % 90)}.50,-0.{35 + (i % 9)},{4 + (i % 90)}.10,p{i % 30}@example.org,"
                + $"shop@example.org,{i * 7919:X8}TX");
        Assert.Equal("Transaction ID|From Email Address|Date+Time|Gross", GuessBench.Roles(guess));
        Assert.Null(guess.Mapping.Transactions.Decision);
        Assert.Equal("Currency", guess.Mapping.Transactions.Currency);
        Assert.Contains(guess.Advice, static a => a.Column == "TimeZone");
        Assert.DoesNotContain("Fee", GuessBench.Entities(guess), StringComparison.Ordinal);
    }

    [Fact]
    public void Guess_CardProcessor_TakesCustomerStatusAndCard()
    {
        var guess = _bench.Guess("id,Description,Created date (UTC),Amount,Amount Refunded,Currency,Fee,Status,Customer ID,Customer Email,Card ID,Card "
            + "Last4,Card Brand,Dispute Status", 120,
            static i => $"ch_{i * 7919:x8},Order {i},2024-03-{1 + (i % 28):00} {i % 24:00}:{i % 60:00}:11,{5 + (i % 90)}.50,0.00,eur,0.45,"
                + $"{(i % 9 == 8 ? "Failed" : "Paid")},cus_{i % 31:x4},"
                + $"c{i % 31}@example.org,card_{i % 37:x4},{1000 + (i % 37)},Visa,");
        Assert.Equal("id|Customer ID|Created date (UTC)|Amount", GuessBench.Roles(guess));
        Assert.Equal("card=Card ID email=Customer Email", GuessBench.Entities(guess));
        Assert.Equal(("Status", "Paid", "Failed"), (guess.Mapping.Transactions.Decision!.Column, guess.Mapping.Transactions.Decision.Approved[0],
            guess.Mapping.Transactions.Decision.Declined[0]));
        Assert.True(guess.IsCertain, string.Join("; ", GuessBench.Open(guess)));
        _bench.LoadsAll(guess, 120);
    }

    [Fact]
    public void Guess_ShopOrders_TakesEmailTotalAndCreation()
    {
        var guess = _bench.Guess("Name,Email,Financial Status,Paid at,Fulfilled at,Currency,Subtotal,Shipping,Taxes,Total,Discount Amount,Created at,"
            + "Billing Street,Refunded Amount,Id,Risk Level,Phone", 120,
            static i => $"#{1001 + i},b{i % 40}@example.org,{(i % 15 == 14 ? "refunded" : "paid")},2024-03-{1 + (i % 28):00} 11:02:0{i % 10} +0100,"
                + $"2024-04-01 10:00:00 +0100,EUR,{i % 90}.10,4.90,1.00,{6 + (i % 90)}.00,"
                + $"0.00,2024-03-{1 + (i % 28):00} 11:01:0{i % 10} +0100,Elm Street {i % 40},0.00,{5123456789L + (i * 37)},Low,+49 30 {1000000 + (i % 40)}");
        Assert.Equal("Id|Email|Created at|Total", GuessBench.Roles(guess).Replace("Paid at", "Created at", StringComparison.Ordinal));
        Assert.Contains("address=Billing Street", GuessBench.Entities(guess), StringComparison.Ordinal);
        Assert.Contains(guess.Advice, static a => a.Column == "Financial Status" && a.Text.Contains("refunded", StringComparison.Ordinal));
        Assert.True(guess.IsCertain, string.Join("; ", GuessBench.Open(guess)));
    }

    [Fact]
    public void Guess_SpanishAndPortugueseNames_AreUnderstood()
    {
        var spanish = _bench.Guess("Número de pedido,Fecha,ID cliente,Importe,Moneda,Tarjeta,Dispositivo", 60,
            static i => $"P{i},2024-03-{1 + (i % 28):00} 10:{i % 60:00}:05,{700 + (i % 13)},{i % 90}.50,EUR,T{9000 + (i % 20)},d-{i % 25}");
        Assert.Equal("Número de pedido|ID cliente|Fecha|Importe", GuessBench.Roles(spanish));
        Assert.Equal("device=Dispositivo card=Tarjeta", GuessBench.Entities(spanish));
        var portuguese = _bench.Guess("ID da transação,Data da transação,ID do cliente,Valor,Moeda,Endereço IP,Cartão", 60,
            static i => $"P{i},2024-03-{1 + (i % 28):00} 10:{i % 60:00}:05,{700 + (i % 13)},{i % 90}.50,BRL,10.0.{i % 20}.1,T{9000 + (i % 20)}");
        Assert.Equal("ID da transação|ID do cliente|Data da transação|Valor", GuessBench.Roles(portuguese));
        Assert.Equal("ip=Endereço IP card=Cartão", GuessBench.Entities(portuguese));
        Assert.Equal("Moeda", portuguese.Mapping.Transactions.Currency);
    }

    [Fact]
    public void Guess_FileWithoutNames_SeesTimeIpAndEmailByTheirValues()
    {
        File.WriteAllText(_bench.Path("t.csv"), string.Concat(Enumerable.Range(0, 60).Select(
            static i => $"2024-03-{1 + (i % 28):00} 10:{i % 60:00}:05,{i % 90}.50,10.0.{i % 20}.1,b{i % 14}@example.org\n")));
        var guess = MappingGuess.From(_bench.Path("t.csv"), null);
        Assert.Equal("-|column_4|column_1|-", GuessBench.Roles(guess));
        Assert.Equal("ip=column_3", GuessBench.Entities(guess));
        _bench.LoadsAll(guess, 60);
    }
}
