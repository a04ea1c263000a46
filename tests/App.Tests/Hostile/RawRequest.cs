using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Investigator.App.Tests.Hostile;

/// <summary>A request as its bytes, which may be such as no client of ours would send.</summary>
internal static class RawRequest
{
    /// <returns>Status and body; the status is 0 when the server closed the connection without a word.</returns>
    public static Task<(int Status, string Answer)> SendAsync(Uri server, string path, params IEnumerable<string> headers) =>
        SendAsync("GET", server, path, headers);

    /// <returns>The same for another method.</returns>
    public static async Task<(int Status, string Answer)> SendAsync(string method, Uri server, string path, params IEnumerable<string> headers)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(server.Host, server.Port);
        await using var stream = client.GetStream();
        string[] lines = [$"{method} {path} HTTP/1.1", .. headers, "Connection: close", "", ""];
        await stream.WriteAsync(Encoding.Latin1.GetBytes(string.Join("\r\n", lines)));
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var answer = await reader.ReadToEndAsync();
        return answer.Split(' ') is [_, var status, ..] ? (int.Parse(status, CultureInfo.InvariantCulture), answer) : (0, answer);
    }

    /// <summary>Says that a body of <paramref name="announced"/> bytes comes, sends a few of them, and ends; waits until the server has done with
    /// it.</summary>
    public static async Task BreakOffAsync(Uri server, string path, int announced)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(server.Host, server.Port);
        await using var stream = client.GetStream();
        string[] lines =
        [
            $"POST {path} HTTP/1.1", $"Host: {server.Authority}", $"Origin: http://{server.Authority}", "Content-Type: application/json",
            FormattableString.Invariant($"Content-Length: {announced}"), "", "{\"sh",
        ];
        await stream.WriteAsync(Encoding.Latin1.GetBytes(string.Join("\r\n", lines)));
        client.Client.Shutdown(SocketShutdown.Send);
        try
        {
            await stream.CopyToAsync(Stream.Null);
        }
        catch (IOException)
        {
            // Closed with what was not read.
        }
    }
}
