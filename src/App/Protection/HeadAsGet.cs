namespace Investigator.Protection;

/// <summary>Answers HEAD as GET wherever there is a GET: endpoints and pages know the latter alone, and the web server sends no body to whoever asked for the
/// headers.</summary>
internal sealed class HeadAsGet(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (HttpMethods.IsHead(context.Request.Method))
        {
            context.Request.Method = HttpMethods.Get;
            context.Features.Set(HeadersOnly.Instance);
        }

        return next(context);
    }
}

/// <summary>Marks a request that asked for the headers alone: whoever uses something up by being read leaves it as it is.</summary>
internal sealed class HeadersOnly
{
    public static readonly HeadersOnly Instance = new();
}
