using Investigator.Commands;

return await CommandTree.Build().RunAsync(args);
