namespace Investigator.Tags;

/// <summary>What a tag is about to be put on, as the run has it now.</summary>
/// <param name="Source">Name of the dataset.</param>
/// <param name="Headline">In words.</param>
/// <param name="Payments">Its payments.</param>
/// <param name="Money">Sum of their amounts.</param>
/// <param name="From">Time of the first, UTC.</param>
/// <param name="To">Time of the last, UTC.</param>
public sealed record TaggedGroup(string Source, string Headline, PaymentSet Payments, double Money, DateTime From, DateTime To);
