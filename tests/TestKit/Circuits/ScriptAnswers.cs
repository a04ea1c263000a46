namespace Investigator.TestKit.Circuits;

/// <summary>What a browser's scripts answer to calls from the server whose answer is used; all others answer nothing.</summary>
internal static class ScriptAnswers
{
    /// <returns>JSON.</returns>
    public static string Of(string identifier) => identifier switch
    {
        "mudpopoverHelper.countProviders" => "1",
        "mudResizeListener.getBrowserWindowSize" => """{"height":900,"width":1440}""",
        "mudElementRef.getBoundingClientRect" => """{"top":0,"left":0,"width":100,"height":40,"windowHeight":900,"windowWidth":1440,"scrollX":0,"scrollY":0}""",
        "mudResizeObserver.connect" => """[{"top":0,"left":0,"width":100,"height":40}]""",
        "copy" => "true",
        _ => "null",
    };
}
