namespace Investigator.Engine.Risk;

/// <summary>Of a finding what the bars of <see cref="RiskOptions"/> are held against: with it, other bars can be tried without running again.</summary>
/// <param name="KnownWeight">Known outcomes, those of one account counted as fewer (<see cref="RiskOptions.AccountCorrelation"/>).</param>
/// <param name="Low">5% quantile of its fraud share by signs and outcomes, its payments' own probabilities left out, 0..1.</param>
/// <param name="Ring">Probability that it is a ring, by signs and outcomes, 0..1.</param>
/// <param name="RingBySigns">The same before its outcomes were looked at.</param>
/// <param name="BaseShare">Fraud share of all payments.</param>
public sealed record BarEvidence(double KnownWeight, double Low, double Ring, double RingBySigns, double BaseShare);
