using Investigator.Engine.Ingest;

namespace Investigator.Engine.Tests.Ingest.Guess;

/// <summary>Files with the columns of well-known public sets and values of our own.</summary>
public sealed class PublicSetTests : IDisposable
{
    private readonly GuessBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void Guess_CardSetOfPrincipalComponents_AsksWhatItsClockCountsAndHasNoAccount()
    {
        var components = string.Join(',', Enumerable.Range(1, 28).Select(static i => $"V{i}"));
        var guess = _bench.Guess($"Time,{components},Amount,Class", 400,
            i => $"{i / 2},{string.Join(',', Enumerable.Range(1, 28).Select(k => FormattableString.Invariant($"{((i * k * 7) % 100 / 17.0) - 3}")))},"
                + $"{i * 13 % 300}.{i % 90 + 10},{(i % 50 == 3 ? 1 : 0)}");
        Assert.Equal("-|-|Time|Amount", GuessBench.Roles(guess));
        Assert.Contains("‘Time’ counts the time from a start", Assert.Single(GuessBench.Open(guess)), StringComparison.Ordinal);
        var t = GuessBench.Decided(guess).Transactions;
        Assert.Equal("seconds since 2020-01-01", t.Format!.Columns!["Time"].Time);
        Assert.Equal(("Class", "1", "0"), (t.Outcome!.Column, t.Outcome.Fraud[0], t.Outcome.Legitimate[0]));
        Assert.Equal(28, t.Attributes.Count);
        _bench.LoadsAll(guess, 400);
    }

    [Fact]
    public void Guess_MobileMoneySimulation_TakesPayerAndAsksTheUnitOfItsSteps()
    {
        var guess = _bench.Guess("step,type,amount,nameOrig,oldbalanceOrg,newbalanceOrig,nameDest,oldbalanceDest,newbalanceDest,isFraud,isFlaggedFraud", 300,
            static i => $"{1 + (i / 20)},{(i % 3 == 0 ? "TRANSFER" : "PAYMENT")},{100 + (i * 17 % 900)}.25,C{1000 + (i % 90)},{i * 3}.5,{i * 2}.5,"
                + $"M{i % 30},0.0,{i % 50 * 10}.0,{(i % 70 == 9 ? 1 : 0)},0");
        Assert.Equal("-|nameOrig|step|amount", GuessBench.Roles(guess));
        Assert.Equal("merchant=nameDest", GuessBench.Entities(guess));
        Assert.Equal("isFraud", guess.Mapping.Transactions.Outcome!.Column);
        Assert.Equal(["type", "oldbalanceOrg", "newbalanceOrig", "oldbalanceDest", "newbalanceDest"], guess.Mapping.Transactions.Attributes);
        Assert.Equal("hours since 2020-01-01", GuessBench.Decided(guess).Transactions.Format!.Columns!["step"].Time);
        _bench.LoadsAll(guess, 300);
    }

    [Fact]
    public void Guess_ShopOfNamelessFeatures_OffersWhatCouldBeTheAccount()
    {
        var guess = _bench.Guess("TransactionID,isFraud,TransactionDT,TransactionAmt,ProductCD,card1,card2,card4,addr1,P_emaildomain,C1,D1", 300,
            static i => $"{2987000 + i},{(i % 40 == 1 ? 1 : 0)},{86400 + (i * 37)},{10 + (i * 7 % 90)}.5,{(i % 2 == 0 ? "W" : "H")},"
                + $"{1000 + (i * 31 % 97)},{100 + (i % 50)},visa,{300 + (i % 40)},gmail.com,{i % 4},{i % 9}");
        Assert.Equal("TransactionID|-|TransactionDT|TransactionAmt", GuessBench.Roles(guess));
        Assert.Equal(2, GuessBench.Open(guess).Count);
        var decided = GuessBench.Decided(guess).Transactions;
        Assert.Equal(("card1", "seconds since 2020-01-01"), (decided.Account, decided.Format!.Columns!["TransactionDT"].Time));
        Assert.DoesNotContain("card1", decided.Attributes);
        _bench.LoadsAll(guess, 300);
    }

    [Fact]
    public void Guess_CardPurchasesWithAnUnnamedIndex_LeavesTheIndexOut()
    {
        var guess = _bench.Guess(",trans_date_trans_time,cc_num,merchant,category,amt,first,last,gender,street,city,zip,dob,trans_num,unix_time,"
            + "is_fraud", 200,
            static i => $"{i},2019-01-01 {i / 60:00}:{i % 60:00}:18,{2703186189652000L + (i % 40)},fraud_Shop {i % 30},misc_net,{i % 90}.97,Ann,Bo,F,"
                + $"{i % 40} Elm Street,Lund,{10000 + (i % 40)},1988-03-09,{i:x8}abcdef,{1325376018 + i},{(i % 60 == 2 ? 1 : 0)}");
        Assert.Equal("trans_num|cc_num|trans_date_trans_time|amt", GuessBench.Roles(guess));
        Assert.True(guess.IsCertain, string.Join("; ", GuessBench.Open(guess)));
        var t = guess.Mapping.Transactions;
        Assert.Equal("fraud_Shop 0", LoadedValue(guess, "merchant"));
        Assert.DoesNotContain("column_1", t.Attributes);
        Assert.DoesNotContain("unix_time", t.Attributes);
        Assert.Equal("is_fraud", t.Outcome!.Column);
        _bench.LoadsAll(guess, 200);
    }

    [Fact]
    public void Guess_BankSimulation_TakesCustomerMerchantAndOutcome()
    {
        var guess = _bench.Guess("step,customer,age,gender,zipcodeOri,merchant,zipMerchant,category,amount,fraud", 300,
            static i => $"{i / 30},'C{1093826151 + (i % 60)}','{i % 7}','M','28007','M{348934600 + (i % 9)}','28007','es_transportation',{i % 80}.55,"
                + $"{(i % 45 == 4 ? 1 : 0)}");
        Assert.Equal("-|customer|step|amount", GuessBench.Roles(guess));
        Assert.Equal("merchant=merchant", GuessBench.Entities(guess));
        Assert.Equal("fraud", guess.Mapping.Transactions.Outcome!.Column);
        _bench.LoadsAll(guess, 300);
    }

    [Fact]
    public void Guess_AccountApplicationsByMonth_HasNoAccountAndAsksTheClock()
    {
        var guess = _bench.Guess("fraud_bool,income,name_email_similarity,customer_age,payment_type,zip_count_4w,velocity_6h,device_os,"
            + "phone_home_valid,session_length_in_minutes,month", 400,
            static i => $"{(i % 80 == 7 ? 1 : 0)},0.{i % 9},0.{i * 31 % 977:000},{20 + (i * 10 % 50)},AB,{700 + (i * 13 % 900)},{i * 3}.7,"
                + $"{(i % 2 == 0 ? "linux" : "windows")},{i % 2},{i * 11 % 60}.5,{i / 50}");
        Assert.Equal("-|-|month|-", GuessBench.Roles(guess));
        Assert.Equal("fraud_bool", guess.Mapping.Transactions.Outcome!.Column);
        Assert.Equal("30 days since 2020-01-01", GuessBench.Decided(guess).Transactions.Format!.Columns!["month"].Time);
    }

    [Fact]
    public void Guess_ClicksOnAds_TakesTheClickTimeAndAsksWhoClicked()
    {
        var guess = _bench.Guess("ip,app,device,os,channel,click_time,attributed_time,is_attributed", 300,
            static i => $"{80000 + (i * 7 % 83)},{i % 12},1,{i % 20},{100 + (i % 30)},2017-11-06 14:{i / 60:00}:{i % 60:00},"
                + $"{(i == 70 ? "2017-11-06 15:00:00" : "")},{(i == 70 ? 1 : 0)}");
        Assert.Equal("-|-|click_time|-", GuessBench.Roles(guess));
        Assert.Contains("no column is called like the account", Assert.Single(GuessBench.Open(guess)), StringComparison.Ordinal);
        Assert.Equal("ip", GuessBench.Decided(guess).Transactions.Account);
        Assert.Null(guess.Mapping.Transactions.Outcome);
    }

    [Fact]
    public void Guess_WordsOfAnOutcomeThatAreNumbersOfClasses_AsksWhichIsLegitimate()
    {
        var guess = _bench.Guess("txId,Time step,class,feature_1", 300,
            static i => $"{230425980 + (i * 7919 % 100003)},{1 + (i / 40)},{(i % 9 == 0 ? "1" : i % 4 == 0 ? "2" : "unknown")},{(i * 37 % 100) - 50}.25");
        Assert.Equal("txId|-|Time step|-", GuessBench.Roles(guess));
        Assert.Contains(GuessBench.Open(guess), static t => t.Contains("not which of its words mean legitimate: 2, unknown", StringComparison.Ordinal));
        var outcome = GuessBench.Decided(guess).Transactions.Outcome!;
        Assert.Equal(("1", "2", "unknown"), (outcome.Fraud[0], outcome.Legitimate[0], outcome.Ignored![0]));
    }

    [Fact]
    public void Guess_Ratings_TakesWhoAndWhenAndNoAmount()
    {
        var guess = _bench.Guess("userId,movieId,rating,timestamp", 200, static i => $"{1 + (i / 9)},{i * 37 % 90},{1 + (i % 4)}.5,{964982703 + (i * 911)}");
        Assert.Equal("-|userId|timestamp|-", GuessBench.Roles(guess));
        Assert.True(guess.IsCertain);
        Assert.Equal(["movieId", "rating"], guess.Mapping.Transactions.Attributes);
        _bench.LoadsAll(guess, 200);
    }

    [Fact]
    public void Guess_OnlineRetail_NumbersTheRowsAsInvoicesRepeat()
    {
        var guess = _bench.Guess("InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country", 300,
            static i => $"{536365 + (i / 6)},{85000 + (i % 70)}A,WHITE MUG {i % 70},{1 + (i % 12)},2010-12-01 {8 + (i / 60):00}:{i % 60:00},"
                + $"{i % 20}.55,{17850 + (i / 12)}.0,United Kingdom");
        Assert.Equal("-|CustomerID|InvoiceDate|UnitPrice", GuessBench.Roles(guess));
        Assert.Contains(guess.Notes, static n => n.Contains("'InvoiceNo' is not one of its own in each row", StringComparison.Ordinal));
        Assert.Contains(guess.Advice, static a => a.Level == AdviceLevel.Warning && a.Text.Contains("price of one piece", StringComparison.Ordinal));
        _bench.LoadsAll(guess, 300);
    }

    [Fact]
    public void Guess_OneLogOfViewsAndPurchases_TellsTheRowsApart()
    {
        var guess = _bench.Guess("event_time,event_type,product_id,category_code,brand,price,user_id,user_session", 400,
            static i => $"2019-10-01 00:{i / 60:00}:{i % 60:00} UTC,{(i % 10 == 9 ? "purchase" : i % 4 == 0 ? "cart" : "view")},{1000 + (i * 3 % 200)},"
                + $"electronics,acme,{i % 90}.5,{500 + (i % 33)},s{i % 70}");
        var m = guess.Mapping;
        Assert.Equal("-|user_id|event_time|price", GuessBench.Roles(guess));
        Assert.Equal(("event_type", "purchase", false), (m.Transactions.Rows!.Column, Assert.Single(m.Transactions.Rows.Words), m.Transactions.Rows.Except));
        Assert.Equal(("user_id", "event_time", "event_type", "user_session", true),
            (m.Events!.Account, m.Events.Time, m.Events.Type, m.Events.Session, m.Events.InTransactions));
        Assert.Equal(("event_type", true), (m.Events.Rows!.Column, m.Events.Rows.Except));
        Assert.DoesNotContain("event_type", m.Transactions.Attributes);
        Assert.True(guess.IsCertain);
        var report = _bench.Check(guess);
        Assert.Equal((400L, 40L, 360L), (report.Tables[0].Counts.Read, report.Tables[0].Counts.Kept, report.Tables[0].Counts.LeftOut));
        Assert.Equal((360L, 40L), (report.Tables[1].Counts.Kept + report.Tables[1].Counts.WithoutPayment, report.Tables[1].Counts.LeftOut));
    }

    [Fact]
    public void Guess_SimulatedTerminals_TakesTheDateAndLeavesItsCountsOut()
    {
        var guess = _bench.Guess("TRANSACTION_ID,TX_DATETIME,CUSTOMER_ID,TERMINAL_ID,TX_AMOUNT,TX_TIME_SECONDS,TX_TIME_DAYS,TX_FRAUD,TX_FRAUD_SCENARIO", 300,
            static i => $"{i},2018-04-01 0{i / 60}:{i % 60:00}:31,{596 + (i % 44)},{3156 + (i % 60)},{i % 99}.16,{31 + (i * 60)},{i / 100},"
                + $"{(i % 30 == 5 ? 1 : 0)},{(i % 30 == 5 ? 2 : 0)}");
        Assert.Equal("TRANSACTION_ID|CUSTOMER_ID|TX_DATETIME|TX_AMOUNT", GuessBench.Roles(guess));
        Assert.Equal("merchant=TERMINAL_ID", GuessBench.Entities(guess));
        Assert.Equal("TX_FRAUD", guess.Mapping.Transactions.Outcome!.Column);
        Assert.Empty(guess.Mapping.Transactions.Attributes);
        Assert.True(guess.IsCertain);
        _bench.LoadsAll(guess, 300);
    }

    [Fact]
    public void Guess_TransfersBetweenBanks_TakesTheSenderAndJoinsDateAndTime()
    {
        var guess = _bench.Guess("Time,Date,Sender_account,Receiver_account,Amount,Payment_currency,Received_currency,Sender_bank_location,"
            + "Payment_type,Is_laundering,Laundering_type", 300,
            static i => $"10:{i / 60:00}:{i % 60:00},2022-10-0{1 + (i % 7)},{8724731955L + (i % 50)},{2769355426L + (i % 70)},{i * 7 % 900}.15,"
                + $"UK pounds,Euro,UK,{(i % 2 == 0 ? "Cash" : "Card")},{(i % 60 == 1 ? 1 : 0)},{(i % 60 == 1 ? "Fan_In" : "Normal")}");
        Assert.Equal("-|Sender_account|Date+Time|Amount", GuessBench.Roles(guess));
        Assert.Equal("merchant=Receiver_account", GuessBench.Entities(guess));
        Assert.Equal("Is_laundering", guess.Mapping.Transactions.Outcome!.Column);
        Assert.DoesNotContain("Laundering_type", guess.Mapping.Transactions.Attributes);
        Assert.True(guess.IsCertain);
    }

    [Fact]
    public void Guess_TransfersWithOneNameForBothAccounts_TellsTheSidesApart()
    {
        var guess = _bench.Guess("Timestamp,From Bank,Account,To Bank,Account,Amount Received,Receiving Currency,Amount Paid,Payment Currency,Is "
            + "Laundering", 300,
            static i => $"2022/09/01 0{i / 60}:{i % 60:00},{10 + (i % 9)},80{i % 40:000}DAA0,20,80{i % 30:000}F5A0,{i}.5,US Dollar,{i}.5,US Dollar,"
                + $"{(i % 70 == 3 ? 1 : 0)}");
        Assert.Equal("-|Account|Timestamp|Amount Paid", GuessBench.Roles(guess));
        Assert.Contains(guess.Advice, static a => a.Text.Contains("‘Account (2)’", StringComparison.Ordinal));
        Assert.Contains("Account (2)", guess.Mapping.Transactions.Attributes.Concat(guess.Mapping.Transactions.Entities.Values));
        Assert.Equal("Is Laundering", guess.Mapping.Transactions.Outcome!.Column);
        _bench.LoadsAll(guess, 300);
    }

    [Fact]
    public void Guess_CardPurchasesWithTheDateInThreeColumns_JoinsThem()
    {
        var guess = _bench.Guess("User,Card,Year,Month,Day,Time,Amount,Use Chip,Merchant Name,Merchant City,Zip,MCC,Errors?,Is Fraud?", 300,
            static i => $"{i / 20},{i % 4},{2002 + (i / 100)},{1 + (i % 12)},{1 + (i % 28)},{i % 24:00}:{i % 60:00},${i % 90}.75,Swipe Transaction,"
                + $"{3527213246127876000L + (i % 30)},La Verne,91750.0,5300,,{(i % 60 == 3 ? "Yes" : "No")}");
        Assert.Equal("-|User|Year+Time|Amount", GuessBench.Roles(guess));
        Assert.Equal(["Month", "Day"], guess.Mapping.Transactions.MonthAndDay!);
        Assert.True(guess.IsCertain, string.Join("; ", GuessBench.Open(guess)));
        Assert.Equal("2002-01-01 00:00:00", LoadedValue(guess, "time"));
        _bench.LoadsAll(guess, 300);
    }

    private string? LoadedValue(Investigator.Engine.Ingest.Guess.MappingGuess guess, string part)
    {
        var table = _bench.Check(guess).Tables[0];
        return table.Rows[0][table.Columns.Index().First(c => c.Item.Part == part).Index];
    }
}
