namespace Investigator.Protection;

/// <summary>Answers HEAD as GET wherever there is a GET: endpoints and pages know the latter alone, and the web server sends no body to whoever asked for the
/// headers.</summary>
internal sealed class HeadAsGet(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (HttpMethods.IsHead(context.Request.Method)) context.Request.Method = HttpMethods.Get;
        return next(context);
    }
}
