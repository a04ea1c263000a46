using Investigator.Setup;

var app = await WebServer.BuildAsync(DataFolder.Open(DataFolder.Resolve(null)), "http://127.0.0.1:5080");
await app.RunAsync();
