using Investigator.Engine.Core;
using Investigator.Protection;

namespace Investigator.App.Tests.Protection;

public class ServedAddressTests
{
    [Theory]
    [InlineData("http://127.0.0.1:5080", true)]
    [InlineData("http://localhost:5080", true)]
    [InlineData("https://[::1]:5443", true)]
    [InlineData("http://0.0.0.0:5080", false)]
    [InlineData("http://[::]:5080", false)]
    [InlineData("http://10.0.3.7:5080", false)]
    [InlineData("https://fraud.example", false)]
    [InlineData("http://localhost.evil.example", false)]
    public void Address_OfThisMachineAlone_IsLoopback(string url, bool isLoopback) => Assert.Equal(isLoopback, ServedAddress.Read(url).IsLoopback);

    [Theory]
    [InlineData("")]
    [InlineData("5080")]
    [InlineData("127.0.0.1:5080")]
    [InlineData("ftp://127.0.0.1")]
    [InlineData("http://*:5080")]
    [InlineData("http://user@127.0.0.1:5080")]
    [InlineData("http://127.0.0.1:5080/path")]
    [InlineData("http://127.0.0.1:5080/#x")]
    public void Address_ThatIsNone_IsRefusedInWords(string url) =>
        Assert.StartsWith("an address such as", Assert.Throws<InputException>(() => ServedAddress.Read(url)).Expected, StringComparison.Ordinal);

    [Theory]
    [InlineData("http://10.0.3.7:5080", "", "", "https with a certificate, or --proxy")]
    [InlineData("http://fraud.example:5080", "fraud.example", "", "https with a certificate, or --proxy")]
    [InlineData("https://0.0.0.0:5443", "", "", "--host NAME")]
    [InlineData("http://[::]:5080", "", "10.0.3.1", "--host NAME")]
    public void Address_ThatWouldNotBeSafe_IsRefusedInWords(string url, string host, string proxy, string expected) => Assert.StartsWith(
        expected, Assert.Throws<InputException>(() => ServedAddress.Read(url).RequireSafe(Some(host), Some(proxy))).Expected, StringComparison.Ordinal);

    [Theory]
    [InlineData("http://127.0.0.1:5080", "", "")]
    [InlineData("https://10.0.3.7:5443", "", "")]
    [InlineData("https://fraud.example", "", "")]
    [InlineData("https://0.0.0.0:5443", "fraud.example", "")]
    [InlineData("http://10.0.3.7:5080", "fraud.example", "10.0.3.1")]
    public void Address_OverTlsOrBehindAProxyOrOfThisMachine_IsSafe(string url, string host, string proxy) =>
        ServedAddress.Read(url).RequireSafe(Some(host), Some(proxy));

    [Theory]
    [InlineData("10.0.3.0/33")]
    [InlineData("0.0.0.0/0")]
    [InlineData("10.0.3")]
    [InlineData("10.0.3.7/24")]
    [InlineData("fraud.example")]
    [InlineData("*")]
    [InlineData("")]
    public void Proxy_ThatIsNoAddressNorNetwork_IsRefusedInWords(string named) =>
        Assert.StartsWith("its address, such as", Assert.Throws<InputException>(() => new TrustedProxies([named])).Expected, StringComparison.Ordinal);

    private static string[] Some(string text) => text.Length == 0 ? [] : [text];
}
