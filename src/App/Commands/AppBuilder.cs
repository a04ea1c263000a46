using Investigator.Storage;

namespace Investigator.Commands;

/// <summary>Makes the web app over a data folder, ready to be started; what it is made of is not a command's business.</summary>
internal delegate Task<WebApplication> AppBuilder(DataFolder data, ServerOptions options);
