using Investigator.Composition;

return await Application.RunAsync(args);
