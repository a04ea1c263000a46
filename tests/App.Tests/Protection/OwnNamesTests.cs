using Investigator.Engine.Core;
using Investigator.Protection;
using Microsoft.AspNetCore.Http;

namespace Investigator.App.Tests.Protection;

public class OwnNamesTests
{
    [Theory]
    [InlineData("http://127.0.0.5:5080", "127.0.0.5:5080", true)]
    [InlineData("http://127.0.0.1:5080", "127.0.0.5:5080", false)]
    [InlineData("http://[::1]:5080", "[::1]:5080", true)]
    [InlineData("http://127.0.0.1:5080", "FRAUD.example", true)]
    [InlineData("http://127.0.0.1:5080", "fraud.example:81", true)]
    [InlineData("http://127.0.0.1:5080", "fraud.example.evil.example", false)]
    public void Host_OfTheAddressServedOrAdded_IsOwn(string url, string host, bool own) =>
        Assert.Equal(own, new OwnNames(url, ["fraud.example"]).IsHost(new HostString(host)));

    [Theory]
    [InlineData("http://127.0.0.1:5080", true)] // the address asked for
    [InlineData("http://localhost:5080", false)] // ours, but of another origin
    [InlineData("https://fraud.example", true)] // through a proxy that ends TLS
    [InlineData("https://fraud.example:444", false)]
    [InlineData("https://cases.example:8443", true)]
    [InlineData("https://cases.example", false)]
    [InlineData("ftp://fraud.example", false)]
    [InlineData("null", false)]
    [InlineData("", false)]
    public void Origin_OfTheAddressAskedForOrOfAnAddedName_IsOwn(string origin, bool own)
    {
        var request = new DefaultHttpContext().Request;
        (request.Scheme, request.Host) = ("http", new HostString("127.0.0.1:5080"));
        Assert.Equal(own, new OwnNames("http://127.0.0.1:5080", ["fraud.example", "cases.example:8443"]).IsOrigin(origin, request));
    }

    [Theory]
    [InlineData("")]
    [InlineData("*")]
    [InlineData("*.example")]
    [InlineData("https://fraud.example")]
    [InlineData("fraud.example/path")]
    [InlineData("fraud.example:0")]
    [InlineData("fraud.example:x")]
    [InlineData("user@fraud.example")]
    public void Name_ThatIsNone_IsRefusedInWords(string name) =>
        Assert.StartsWith("a host name such as fraud.example", Assert.Throws<InputException>(() => new OwnNames("http://127.0.0.1:0", [name])).Expected);
}
